"""Campaigns: named pieces of work, each with its channel."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Select, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import CampaignId, ChannelId, PersonId, ProfileId, WorkspaceId
from storage.repositories.locking import locked, own
from storage.repositories.matching import containing
from storage.repositories.taken import is_taken
from storage.sight import Sight
from storage.tables import LIVE_STATES, Campaign, Request, Workspace


class Campaigns:
    """The campaigns of one workspace."""

    def __init__(self, session: AsyncSession, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id

    def add(self, campaign: Campaign) -> None:
        """Add a new campaign whose name is free in its channel."""
        campaign.workspace_id = self._workspace_id
        self._session.add(campaign)

    async def add_unless_taken(self, campaign: Campaign) -> bool:
        """Add a new campaign; return False, and add nothing, when an open one of its channel has the name.

        The database decides, so of two people who make the same one at the same moment one succeeds.
        """
        try:
            async with self._session.begin_nested():
                self.add(campaign)
        except IntegrityError as error:
            if not is_taken(error):
                raise
            return False
        return True

    async def change_unless_taken(self, campaign: Campaign, **values: Any) -> bool:
        """Change a campaign; return False, and change nothing, when an open one of its channel has the name."""
        try:
            async with self._session.begin_nested():
                for name, value in values.items():
                    setattr(campaign, name, value)
        except IntegrityError as error:
            if not is_taken(error):
                raise
            await self._session.refresh(campaign)
            return False
        return True

    async def usual_rules(self) -> dict[str, Any] | None:
        """Return what new campaigns begin with as their rules; None where the workspace has said nothing of its own."""
        return await self._session.scalar(select(Workspace.usual_rules).where(Workspace.id == self._workspace_id))

    async def use_rules(self, rules: dict[str, Any]) -> None:
        """Keep what new campaigns begin with."""
        ours = update(Workspace).where(Workspace.id == self._workspace_id)
        await self._session.execute(ours.values(usual_rules=rules))

    async def get(self, campaign_id: CampaignId, *, lock: bool = False) -> Campaign | None:
        """Return one campaign of this workspace; `lock` keeps others from changing it until the commit."""
        if not lock:
            return await own(self._session, Campaign, campaign_id, workspace_id=self._workspace_id)
        return await self._session.scalar(locked(self._ours().where(Campaign.id == campaign_id)))

    async def of_ids(self, campaign_ids: Collection[CampaignId]) -> dict[CampaignId, Campaign]:
        """Return several campaigns, by id."""
        found = self._ours().where(Campaign.id.in_(campaign_ids))
        return {each.id: each for each in await self._session.scalars(found)} if campaign_ids else {}

    async def find(
        self,
        *,
        sight: Sight,
        text: str = "",
        channel_id: ChannelId | None = None,
        is_closed: bool = False,
        limit: int = 100,
        offset: int = 0,
    ) -> Sequence[Campaign]:
        """Return the campaigns there for a person whose name contains `text`, of `channel_id` first, then the newest."""
        standing = Campaign.closed_at.is_not(None) if is_closed else Campaign.closed_at.is_(None)
        found = self._ours().where(sight.campaigns(), standing, containing(Campaign.name, text))
        ours_first = (Campaign.channel_id != channel_id, Campaign.created_at.desc(), Campaign.id)
        return (await self._session.scalars(found.order_by(*ours_first).limit(limit).offset(offset))).all()

    async def of_channel(self, channel_id: ChannelId, *, is_closed: bool | None = False) -> Sequence[Campaign]:
        """Return the campaigns of one channel, newest first: the open ones, the closed ones, or (None) all."""
        found = self._ours().where(Campaign.channel_id == channel_id)
        if is_closed is not None:
            found = found.where(Campaign.closed_at.is_not(None) if is_closed else Campaign.closed_at.is_(None))
        return (await self._session.scalars(found.order_by(Campaign.created_at.desc()))).all()

    async def in_channel(self, channel_id: ChannelId) -> Sequence[Campaign]:
        """Return all campaigns of one channel, closed ones too, locked until the commit."""
        found = self._ours().where(Campaign.channel_id == channel_id).order_by(Campaign.id)
        return (await self._session.scalars(locked(found))).all()

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
