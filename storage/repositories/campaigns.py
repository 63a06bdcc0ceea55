"""Campaigns: named pieces of work, each with its channel."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import Select, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import CampaignId, ChannelId, PersonId, ProfileId, WorkspaceId
from storage.repositories.locking import own
from storage.repositories.matching import containing
from storage.tables import LIVE_STATES, Campaign, Request


class Campaigns:
    """The campaigns of one workspace."""

    def __init__(self, session: AsyncSession, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id

    def add(self, campaign: Campaign) -> None:
        """Add a new campaign to this workspace."""
        campaign.workspace_id = self._workspace_id
        self._session.add(campaign)

    async def get(self, campaign_id: CampaignId) -> Campaign | None:
        """Return one campaign of this workspace."""
        return await own(self._session, Campaign, campaign_id, workspace_id=self._workspace_id)

    async def open_by_name(self, name_key: str, *, channel_id: ChannelId) -> Campaign | None:
        """Return the channel's open campaign of that (case-folded) name."""
        of_that_name = self._ours().where(Campaign.name_key == name_key, Campaign.channel_id == channel_id)
        return await self._session.scalar(of_that_name.where(Campaign.closed_at.is_(None)))

    async def find_open(
        self, text: str = "", *, channel_id: ChannelId | None = None, limit: int = 100
    ) -> Sequence[Campaign]:
        """Return open campaigns whose name contains `text`, those of `channel_id` first, then the newest."""
        found = self._ours().where(Campaign.closed_at.is_(None), containing(Campaign.name, text))
        ours_first = (Campaign.channel_id != channel_id, Campaign.created_at.desc())
        return (await self._session.scalars(found.order_by(*ours_first).limit(limit))).all()

    async def of_channel(self, channel_id: ChannelId) -> Sequence[Campaign]:
        """Return the open campaigns of one channel, newest first."""
        found = self._ours().where(Campaign.channel_id == channel_id, Campaign.closed_at.is_(None))
        return (await self._session.scalars(found.order_by(Campaign.created_at.desc()))).all()

    async def home_of(self, profile_id: ProfileId) -> Campaign | None:
        """Return the open campaign where news of `profile_id` belongs: the one that asked with it last, or names it."""
        asked_last = (
            self._ours()
            .join(Request, Request.campaign_id == Campaign.id)
            .where(Request.profile_id == profile_id, Campaign.closed_at.is_(None))
            .order_by(Request.asked_at.desc())
            .limit(1)
        )
        named = (
            self._ours()
            .where(Campaign.default_profile_id == profile_id, Campaign.closed_at.is_(None))
            .order_by(Campaign.created_at.desc())
            .limit(1)
        )
        return await self._session.scalar(asked_last) or await self._session.scalar(named)

    async def makers_with(self, profile_ids: Collection[ProfileId]) -> list[PersonId]:
        """Return who made the open campaigns that use these profiles: by default, or in a live request; the newest first."""
        asking = select(Request.campaign_id).where(
            Request.profile_id.in_(profile_ids), Request.state.in_(LIVE_STATES), Request.campaign_id.is_not(None)
        )
        uses = or_(Campaign.default_profile_id.in_(profile_ids), Campaign.id.in_(asking))
        query = self._ours().where(Campaign.closed_at.is_(None), uses).order_by(Campaign.created_at.desc())
        return list(dict.fromkeys(each.created_by for each in await self._session.scalars(query)))

    def _ours(self) -> Select[Campaign]:
        return select(Campaign).where(Campaign.workspace_id == self._workspace_id)
