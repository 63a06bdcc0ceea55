"""The use cases that the edges call, put together by `bot.wiring` and nobody else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.batches.carrying import Carrying
from bot.batches.results import Results
from bot.batches.trying import Trying
from bot.campaigns.campaigns import Campaigns
from bot.campaigns.channels import Channels
from bot.campaigns.editing import Editing
from bot.campaigns.team import Team
from bot.campaigns.usual import UsualTemplate
from bot.campaigns.usual_rules import UsualRules
from bot.codes.codes import Codes
from bot.codes.making import MakingCodes
from bot.comments.acting import Acting
from bot.comments.assigning import Assigning
from bot.comments.keeping import KeepingComments
from bot.comments.listing import ListingComments
from bot.comments.ruling import RulingComments
from bot.connections.leaving import Leaving
from bot.connections.overview import Overview
from bot.connections.signing_in import SigningIn
from bot.digests.posting import Digesting
from bot.homes.keeping import Keeping
from bot.influencers.ending import EndingAssets
from bot.influencers.inviting import Inviting
from bot.influencers.moving import MovingAssets
from bot.influencers.readers import WantingReaders
from bot.influencers.ruling import RulingAssets
from bot.languages import Languages
from bot.letters.letters import Letters
from bot.people import People
from bot.permissions.asking.ask import Asking
from bot.permissions.asking.moving import MovingRequests
from bot.permissions.asking.preflight import Preflights
from bot.permissions.asking.withdraw import Withdrawing
from bot.permissions.looking.sync import Syncing
from bot.permissions.nudging.chasing import Chasing
from bot.permissions.reading.finding import Finding
from bot.permissions.reading.lists import Lists
from bot.permissions.reading.past import Past
from bot.permissions.signing.deciding import Deciding
from bot.permissions.signing.holding import Holding
from bot.permissions.tell import Telling
from bot.permissions.terms.agreeing import Agreeing
from bot.posts.boostable import Boostable
from bot.posts.finding import FindingPosts
from bot.posts.promoting import Promoting
from bot.posts.readiness import Readiness
from bot.profiles.profiles import Profiles
from bot.reporting.making import Reporting
from bot.slack.calls import SlackCalls
from bot.slack.files import SlackFiles
from bot.steps.running import RunningSteps
from bot.tags.rounds import Rounds


@dataclass(frozen=True, kw_only=True)
class Services:
    """Everything a listener may call."""

    asking: Asking
    trying: Trying
    carrying: Carrying
    results: Results
    withdrawing: Withdrawing
    deciding: Deciding
    holding: Holding
    agreeing: Agreeing
    chasing: Chasing
    syncing: Syncing
    telling: Telling
    preflights: Preflights
    lists: Lists
    past: Past
    moving: MovingRequests
    finding: Finding
    letters: Letters
    homes: Keeping
    campaigns: Campaigns
    editing: Editing
    team: Team
    usual_template: UsualTemplate
    usual_rules: UsualRules
    channels: Channels
    profiles: Profiles
    overview: Overview
    reporting: Reporting
    digesting: Digesting
    signing_in: SigningIn
    leaving: Leaving
    inviting: Inviting
    ending_assets: EndingAssets
    moving_assets: MovingAssets
    ruling_assets: RulingAssets
    wanting_readers: WantingReaders
    commenting: Acting
    assigning_comments: Assigning
    listing_comments: ListingComments
    ruling_comments: RulingComments
    keeping_comments: KeepingComments
    steps: RunningSteps
    tags: Rounds
    posts: Boostable
    finding_posts: FindingPosts
    promoting: Promoting
    codes: Codes
    making_codes: MakingCodes
    readiness: Readiness
    people: People
    languages: Languages
    slack: SlackCalls
    files: SlackFiles
    now: Callable[[], datetime]
