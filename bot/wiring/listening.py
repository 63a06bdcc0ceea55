"""The use cases that listeners call."""

from __future__ import annotations

from typing import Any

from bot.batches.carrying import Carrying
from bot.batches.results import Results
from bot.batches.settling import Settling
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
from bot.homes.morning import Morning
from bot.influencers.ending import EndingAssets
from bot.influencers.inviting import Inviting
from bot.influencers.moving import MovingAssets
from bot.influencers.readers import WantingReaders
from bot.influencers.ruling import RulingAssets
from bot.letters.letters import Letters
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
from bot.posts.facts import CodeFacts
from bot.posts.finding import FindingPosts
from bot.posts.promoting import Promoting
from bot.posts.readiness import Readiness
from bot.profiles.profiles import Profiles
from bot.reporting.facts import Draws
from bot.reporting.making import Reporting
from bot.reporting.naming import Naming
from bot.services import Services
from bot.settings import mail_server
from bot.slack.files import SlackFiles
from bot.steps.running import RunningSteps
from bot.tags.rounds import Rounds
from bot.wiring.outside import Outside, utc_now
from bot.wiring.sharing import Shared
from handlers.bulk.card import draw_batch
from handlers.home.card import draw_home
from handlers.posts.codes import draw_code, draw_deed
from handlers.report.card import draw_charts, draw_report
from handlers.report.comments import draw_commented, draw_commented_charts
from handlers.report.digest import draw_digest
from handlers.report.modal import draw_failed, draw_finished, draw_progress
from handlers.request.card import draw_card, draw_history
from storage.ids import new_id


def draw_code_now(code: CodeFacts) -> dict[str, Any]:
    """Draw an ad code's window as it is now: its age is in it."""
    return draw_code(code, now=utc_now())


def services_of(outside: Outside, shared: Shared) -> Services:
    """Make the use cases that listeners call."""
    means, creators, posts = shared.permissions, shared.creators, shared.posts
    storage, people, has_mail = outside.storage, shared.people, mail_server(outside.settings) is not None
    withdrawing, asking = Withdrawing(means), Asking(means)
    settling = Settling(means, asking=asking)
    campaigns, lists = Campaigns(shared.campaigns), Lists(storage=storage, people=people)
    leaving, overview, boostable = (
        Leaving(shared.logins, recorder=shared.recorder),
        Overview(shared.logins),
        Boostable(posts),
    )
    token = outside.settings.slack_bot_token
    return Services(
        asking=asking,
        trying=Trying(means),
        carrying=Carrying(means, asking=asking, slack=outside.patient, draw_batch=draw_batch),
        results=Results(means),
        withdrawing=withdrawing,
        deciding=Deciding(means, asking=asking, withdrawing=withdrawing, settling=settling),
        holding=Holding(means, settling=settling),
        agreeing=Agreeing(means),
        chasing=Chasing(means, is_mail_set_up=has_mail),
        syncing=Syncing(means),
        telling=_telling(outside, shared),
        preflights=Preflights(storage=storage, graph=means.graph, secrets=means.secrets),
        letters=Letters(means, is_mail_set_up=has_mail),
        lists=lists,
        past=Past(storage=storage, lists=lists),
        moving=MovingRequests(means),
        finding=Finding(storage=storage, people=people),
        homes=_homes(outside, shared, overview=overview),
        campaigns=campaigns,
        editing=Editing(shared.campaigns),
        team=Team(shared.campaigns),
        usual_template=UsualTemplate(shared.campaigns),
        usual_rules=UsualRules(shared.campaigns),
        channels=Channels(shared.campaigns, slack=outside.patient),
        profiles=Profiles(storage=storage, graph=means.graph, secrets=means.secrets, now=utc_now, new_id=new_id),
        reporting=_reporting(outside, shared),
        digesting=Digesting(shared.campaigns, patient=outside.patient, draw=draw_digest),
        overview=overview,
        signing_in=SigningIn(shared.logins),
        leaving=leaving,
        inviting=Inviting(creators),
        ending_assets=EndingAssets(creators),
        ruling_assets=RulingAssets(creators),
        wanting_readers=WantingReaders(creators),
        moving_assets=MovingAssets(creators, leaving=leaving, recorder=shared.recorder),
        commenting=Acting(creators),
        assigning_comments=Assigning(creators),
        listing_comments=ListingComments(shared.campaigns),
        ruling_comments=RulingComments(shared.campaigns),
        keeping_comments=KeepingComments(shared.campaigns),
        steps=RunningSteps(means, asking=asking, campaigns=campaigns, lists=lists, people=people),
        tags=Rounds(posts),
        posts=boostable,
        finding_posts=FindingPosts(posts),
        promoting=Promoting(posts, draw=draw_deed),
        codes=Codes(posts),
        making_codes=MakingCodes(posts),
        readiness=Readiness(posts, boostable=boostable),
        people=people,
        languages=outside.languages,
        slack=outside.prompt,
        files=SlackFiles(outside.session, token=token, host=outside.settings.slack_files_url),
        now=utc_now,
    )


def naming_of(outside: Outside) -> Naming:
    """Make the use case that learns people's names for reports."""
    return Naming(storage=outside.storage, engine=outside.engine, slack=outside.patient, now=utc_now)


def _telling(outside: Outside, shared: Shared) -> Telling:
    return Telling(
        storage=outside.storage,
        engine=outside.engine,
        slack=outside.patient,
        draw_card=draw_card,
        draw_history=draw_history,
        draw_batch=draw_batch,
        people=shared.people,
        now=utc_now,
    )


def _homes(outside: Outside, shared: Shared, *, overview: Overview) -> Keeping:
    return Keeping(
        storage=outside.storage,
        engine=outside.engine,
        slack=outside.patient,
        morning=Morning(storage=outside.storage, people=shared.people, overview=overview, now=utc_now),
        draw_home=draw_home,
        now=utc_now,
    )


def _reporting(outside: Outside, shared: Shared) -> Reporting:
    return Reporting(
        shared.campaigns,
        patient=outside.patient,
        uploads=outside.uploads,
        naming=naming_of(outside),
        draws=Draws(
            charts=draw_charts,
            message=draw_report,
            comment_charts=draw_commented_charts,
            comments=draw_commented,
            progress=draw_progress,
            finished=draw_finished,
            failed=draw_failed,
        ),
    )
