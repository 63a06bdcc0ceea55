"""The creators of campaigns: each once for each profile that asked, with the newest of their requests."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import Subquery, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from storage.ids import CampaignId, WorkspaceId
from storage.tables import Request


class Creators:
    """The creators of one workspace's campaigns."""

    def __init__(self, session: AsyncSession, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id

    async def count(self, campaign_ids: Collection[CampaignId]) -> dict[CampaignId, dict[str, int]]:
        """Count each campaign's creators by the state of the newest request."""
        newest = self._newest(campaign_ids)
        counted = select(newest.c.campaign_id, newest.c.state, func.count()).where(newest.c.place == 1)
        found: dict[CampaignId, dict[str, int]] = {}
        for campaign_id, state, count in await self._session.execute(
            counted.group_by(newest.c.campaign_id, newest.c.state)
        ):
            found.setdefault(campaign_id, {})[state] = count
        return found

    async def page(
        self, campaign_id: CampaignId, *, states: Collection[str] | None, limit: int, offset: int
    ) -> tuple[Sequence[Request], int]:
        """Return newest requests, the newest change first, and how many there are; no `states` means all."""
        newest = self._newest([campaign_id])
        wanted = newest.c.place == 1
        if states is not None:
            wanted &= newest.c.state.in_(states)
        row = aliased(Request)
        page = select(row).join(newest, newest.c.id == row.id).where(wanted)
        page = page.order_by(row.changed_at.desc(), row.id).limit(limit).offset(offset)
        total = await self._session.scalar(select(func.count()).select_from(newest).where(wanted))
        return (await self._session.scalars(page)).all(), total or 0

    def _newest(self, campaign_ids: Collection[CampaignId]) -> Subquery:
        """Number the requests to each creator, the newest first."""
        place = func.row_number().over(
            partition_by=(Request.campaign_id, Request.profile_id, Request.creator_username),
            order_by=(Request.asked_at.desc(), Request.id),
        )
        ours = (Request.workspace_id == self._workspace_id, Request.campaign_id.in_(campaign_ids))
        return select(Request.id, Request.campaign_id, Request.state, place.label("place")).where(*ours).subquery()
