"""What is told to one person about a campaign, and to whom: somebody who manages it by name and is still there.

Where nobody of them is, an administrator of the workspace is told, of campaigns that every member can see.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from bot.campaigns.place import inside_of, managers_of
from bot.campaigns.standing import News
from bot.notices.telling import Whom
from bot.slack.calls import Words
from storage.ids import CampaignId, PersonId
from storage.logins import Notice
from storage.unit_of_work import UnitOfWork


class Kind(StrEnum):
    """What a notice is about."""

    CHANNEL = "channel"
    """Something happened to the campaign's channel."""
    UNMANAGED = "unmanaged"
    """Who managed it has left, and nobody else does."""


@dataclass(frozen=True, kw_only=True)
class ChannelNews:
    """What happened to a campaign's channel."""

    campaign_id: CampaignId
    campaign: str
    channel: str
    """Its name: a channel that is gone cannot be linked to."""
    news: tuple[News, ...]


@dataclass(frozen=True, kw_only=True)
class Unmanaged:
    """A campaign that nobody manages any more."""

    campaign_id: CampaignId
    campaign: str
    person_id: PersonId
    """Who has left."""


CampaignNews = ChannelNews | Unmanaged
DrawNews = Callable[[CampaignNews], Words]


class AboutCampaigns:
    """The subject of these notices."""

    kinds = frozenset(Kind)

    def __init__(self, *, draw: DrawNews) -> None:
        self._draw = draw

    async def facts(self, uow: UnitOfWork, notice: Notice) -> CampaignNews | None:
        """Gather what there is to say; None when the campaign was closed meanwhile, or somebody manages it again."""
        campaign = await uow.campaigns.get(CampaignId(notice.about["campaign"]))
        if campaign is None or campaign.closed_at is not None:
            return None
        if notice.kind == Kind.UNMANAGED:
            person_id = PersonId(notice.about["person"])
            is_managed = bool(await managers_of(uow, campaign))
            return (
                None if is_managed else Unmanaged(campaign_id=campaign.id, campaign=campaign.name, person_id=person_id)
            )
        return ChannelNews(
            campaign_id=campaign.id,
            campaign=campaign.name,
            channel=notice.about["channel"],
            news=tuple(News(each) for each in notice.about["news"]),
        )

    async def whom(self, uow: UnitOfWork, notice: Notice) -> Whom:
        """Say who should know: who manages the campaign, who made it first; where nobody does, who has another role there.

        That it was made private is told to a manager outside of the channel too: until then it was theirs to see.
        """
        campaign = await uow.campaigns.get(CampaignId(notice.about["campaign"]))
        if campaign is None:
            return Whom(candidates=(), else_admin=False)
        if notice.kind == Kind.UNMANAGED:
            people = [PersonId(each) for each in await uow.roles.given(campaign.id) if not each.startswith("S")]
            first = [] if campaign.created_by == notice.about["person"] else [campaign.created_by]
            return Whom(candidates=[*first, *people], else_admin=not campaign.is_private, inside=inside_of(campaign))
        managers = await managers_of(uow, campaign)
        inside = None if News.MADE_PRIVATE in notice.about["news"] else inside_of(campaign)
        return Whom(candidates=managers, else_admin=not campaign.is_private, inside=inside)

    def waits(self, notice: Notice, facts: CampaignNews) -> bool:
        """Tell it at once."""
        return False

    def draw(self, facts: CampaignNews, *, to: PersonId | None) -> Words:
        """Draw the message."""
        return self._draw(facts)
