"""What there is to say about invites and influencer assets: the facts that windows, pages and messages are drawn from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.comments.readers import lacks_reader
from bot.influencers.agreed import Wider, lasts_longer, wider
from bot.influencers.status import AssetState, InviteState, asset_state, invite_state
from bot.influencers.wishes import Rules
from bot.slack.calls import Words
from storage.hooks import HookStage, Lack
from storage.ids import CampaignId, PersonId, ProfileId, WorkspaceId
from storage.influencers import Asset, Ending, Invite, Monitored
from storage.logins import Life
from storage.tables import Campaign
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, kw_only=True)
class MonitoredFacts:
    """What is monitored, and what narrows that down."""

    hears_ads: bool
    hears_organic: bool
    profiles: Sequence[str]
    """Handles of the brand's accounts; none: any."""
    domains: Sequence[str]
    link_contains: str
    caption_contains: str

    @property
    def hears_something(self) -> bool:
        """Whether comments of any kind are wanted."""
        return self.hears_ads or self.hears_organic


@dataclass(frozen=True, kw_only=True)
class InviteFacts:
    """One invite as the team sees it."""

    id: str
    campaign_id: CampaignId
    campaign: str
    name: str
    username: str | None
    state: InviteState
    days: int
    monitored: MonitoredFacts
    made_by: PersonId
    made_at: datetime
    link_ends_at: datetime
    opens: int
    last_opened_at: datetime | None
    is_forgotten: bool = False
    """Whoever it was for asked to be forgotten: it is revoked for good."""


@dataclass(frozen=True, kw_only=True)
class AssetFacts:
    """One influencer asset as the team sees it."""

    id: str
    campaign_id: CampaignId
    campaign: str
    name: str
    username: str
    state: AssetState
    ending: Ending | None
    words: str | None
    is_login_dead: bool
    monitored: MonitoredFacts
    connected_at: datetime
    ends_at: datetime
    ended_at: datetime | None
    profile_id: ProfileId | None
    is_heard_at_once: bool = False
    """Meta tells of comments by itself."""
    lack: Lack | None = None
    """Why it does not."""
    waiting: int = 0
    """Comments that nobody reads before more is known of their ad."""
    lacks_reader: bool = False
    """No login here may tell what they wait for."""
    widened: Sequence[Wider] = ()
    """In what the team wants more than the creator agreed to."""


@dataclass(frozen=True, kw_only=True)
class CreatorAccount:
    """A connected account, for the creator who is signed in on their own page."""

    workspace_id: WorkspaceId
    campaign_id: CampaignId
    ig_id: str
    username: str
    profile_ids: Sequence[ProfileId]
    """The brand's accounts that the invite names."""
    monitored: MonitoredFacts
    ends_at: datetime
    widened: Sequence[Wider]
    """In what the team wants more than the creator agreed to."""


@dataclass(frozen=True, kw_only=True)
class JoinedFacts:
    """A creator has connected an account."""

    username: str
    name: str
    state: AssetState
    ends_at: datetime
    made_by: PersonId | None


@dataclass(frozen=True, kw_only=True)
class AnsweredFacts:
    """A creator has declined, or asks something; `text` is what they wrote."""

    name: str
    is_decline: bool
    text: str
    made_by: PersonId


@dataclass(frozen=True, kw_only=True)
class EndedFacts:
    """A creator's connection has ended."""

    username: str
    name: str
    ending: Ending
    words: str | None


@dataclass(frozen=True, kw_only=True)
class CodeDoneFacts:
    """A creator made an ad code on their own page, or took one back."""

    username: str
    permalink: str | None
    is_made: bool


CreatorFacts = JoinedFacts | AnsweredFacts | EndedFacts | CodeDoneFacts
DrawCreatorNews = Callable[[CreatorFacts], Words]


async def monitored_facts(uow: UnitOfWork, row: Monitored) -> MonitoredFacts:
    """Say what is monitored, with the handles of the brand's accounts."""
    profiles = [await uow.profiles.get(ProfileId(each)) for each in row.profile_ids]
    return MonitoredFacts(
        hears_ads=row.hears_ads,
        hears_organic=row.hears_organic,
        profiles=[each.username for each in profiles if each is not None],
        domains=row.domains,
        link_contains=row.link_contains,
        caption_contains=row.caption_contains,
    )


def rules_of(row: Monitored) -> Rules:
    """Return the rules that an invite or an asset holds."""
    return Rules(
        hears_ads=row.hears_ads,
        hears_organic=row.hears_organic,
        profile_ids=tuple(row.profile_ids),
        domains=tuple(row.domains),
        link_contains=row.link_contains,
        caption_contains=row.caption_contains,
    )


async def widened_since(uow: UnitOfWork, asset: Asset) -> Sequence[Wider]:
    """Say in what an account's rules, and its days, go further than its creator agreed to by the invite."""
    invite = await uow.invites.get(asset.invite_id) if asset.invite_id else None
    if invite is None:
        return ()
    is_longer = lasts_longer(connected_at=asset.connected_at, ends_at=asset.ends_at, days=invite.days)
    return (*wider(rules_of(invite), now=rules_of(asset)), *((Wider.DAYS,) if is_longer else ()))


def state_of(invite: Invite, *, now: datetime) -> InviteState:
    """Return how a stored invite stands."""
    return invite_state(
        used_at=invite.used_at,
        declined_at=invite.declined_at,
        revoked_at=invite.revoked_at,
        link_ends_at=invite.link_ends_at,
        now=now,
    )


async def invite_facts(uow: UnitOfWork, invite: Invite, *, campaign: Campaign, now: datetime) -> InviteFacts:
    """Say how an invite stands."""
    return InviteFacts(
        id=invite.id,
        campaign_id=campaign.id,
        campaign=campaign.name,
        name=invite.name,
        username=invite.username,
        state=state_of(invite, now=now),
        days=invite.days,
        monitored=await monitored_facts(uow, invite),
        made_by=invite.made_by,
        made_at=invite.made_at,
        link_ends_at=invite.link_ends_at,
        opens=invite.opens,
        last_opened_at=invite.last_opened_at,
        is_forgotten=invite.is_forgotten,
    )


async def asset_facts(uow: UnitOfWork, asset: Asset, *, now: datetime) -> AssetFacts:
    """Say how an influencer asset stands."""
    connection = await uow.connections.get(asset.connection_id) if asset.connection_id else None
    campaign = await uow.campaigns.get(asset.campaign_id)
    is_alive = connection is not None and connection.life is Life.ALIVE
    monitored, hook = await monitored_facts(uow, asset), await uow.hooks.get(asset.id)
    return AssetFacts(
        id=asset.id,
        campaign_id=asset.campaign_id,
        campaign=campaign.name if campaign else "",
        name=asset.name,
        username=asset.username,
        state=asset_state(
            is_ended=asset.ended_at is not None,
            ends_at=asset.ends_at,
            is_alive=is_alive,
            hears_something=monitored.hears_something,
            now=now,
        ),
        ending=asset.ending,
        words=asset.words,
        is_login_dead=asset.ended_at is None and not is_alive,
        monitored=monitored,
        connected_at=asset.connected_at,
        ends_at=asset.ends_at,
        ended_at=asset.ended_at,
        profile_id=asset.profile_id,
        is_heard_at_once=hook is not None and hook.stage is HookStage.ON,
        lack=hook.lack if hook is not None else None,
        waiting=await uow.comments.count_waiting(asset.id),
        lacks_reader=await lacks_reader(uow, asset),
        widened=await widened_since(uow, asset),
    )
