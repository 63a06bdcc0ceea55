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


@dataclass(frozen=True, kw_only=True)
class ChannelNews:
    """What happened to a campaign's channel."""

    campaign_id: CampaignId
    campaign: str
    channel: str
    """Its name: a channel that is gone cannot be linked to."""
    news: tuple[News, ...]


DrawNews = Callable[[ChannelNews], Words]


class AboutChannels:
    """The subject of these notices."""

    kinds = frozenset(Kind)

    def __init__(self, *, draw: DrawNews) -> None:
        self._draw = draw

    async def facts(self, uow: UnitOfWork, notice: Notice) -> ChannelNews | None:
        """Gather what there is to say; None when the campaign was closed meanwhile."""
        campaign = await uow.campaigns.get(CampaignId(notice.about["campaign"]))
        if campaign is None or campaign.closed_at is not None:
            return None
        return ChannelNews(
            campaign_id=campaign.id,
            campaign=campaign.name,
            channel=notice.about["channel"],
            news=tuple(News(each) for each in notice.about["news"]),
        )

    async def whom(self, uow: UnitOfWork, notice: Notice) -> Whom:
        """Say who should know: who manages the campaign, who made it first.

        That it was made private is told to a manager outside of the channel too: until then it was theirs to see.
        """
        campaign = await uow.campaigns.get(CampaignId(notice.about["campaign"]))
        if campaign is None:
            return Whom(candidates=(), else_admin=False)
        managers = await managers_of(uow, campaign)
        inside = None if News.MADE_PRIVATE in notice.about["news"] else inside_of(campaign)
        return Whom(candidates=managers, else_admin=not campaign.is_private, inside=inside)

    def waits(self, notice: Notice, facts: ChannelNews) -> bool:
        """Tell it at once."""
        return False

    def draw(self, facts: ChannelNews, *, to: PersonId) -> Words:
        """Draw the message."""
        return self._draw(facts)
