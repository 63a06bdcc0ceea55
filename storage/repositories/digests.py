"""Digests: each campaign's, one after the other."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Select, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from storage.digests import DigestRow
from storage.ids import CampaignId, ChannelId, WorkspaceId
from storage.repositories.locking import locked
from storage.repositories.taken import is_taken


class Digests:
    """The digests of one workspace."""

    def __init__(self, session: AsyncSession, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id

    async def add_unless_waiting(self, row: DigestRow) -> bool:
        """Add a digest that is to be posted; return False, and add nothing, while one of its campaign is not posted yet."""
        row.workspace_id = self._workspace_id
        try:
            async with self._session.begin_nested():
                self._session.add(row)
        except IntegrityError as error:
            if not is_taken(error):
                raise
            return False
        return True

    async def get(self, key: str, *, lock: bool = False) -> DigestRow | None:
        """Return one digest; `lock` keeps others from changing it until the commit."""
        query = self._ours().where(DigestRow.key == key)
        return await self._session.scalar(locked(query) if lock else query)

    async def waiting(self, campaign_id: CampaignId) -> DigestRow | None:
        """Return a campaign's digest that is not posted yet, locked until the commit."""
        query = self._ours().where(DigestRow.campaign_id == campaign_id, DigestRow.ts.is_(None))
        return await self._session.scalar(locked(query))

    async def told_until(self, campaign_id: CampaignId) -> datetime | None:
        """Return until when a campaign's channel has been told; None where it never was."""
        told = select(func.max(DigestRow.until)).where(
            DigestRow.workspace_id == self._workspace_id,
            DigestRow.campaign_id == campaign_id,
            DigestRow.ts.is_not(None),
        )
        return await self._session.scalar(told)

    async def remove(self, row: DigestRow) -> None:
        """Take a digest away that is not to be posted."""
        await self._session.delete(row)

    async def follow(self, *, old: ChannelId, new: ChannelId) -> None:
        """Have every digest of a channel belong to its new id."""
        ours = (DigestRow.workspace_id == self._workspace_id, DigestRow.channel_id == old)
        await self._session.execute(update(DigestRow).where(*ours).values(channel_id=new))

    def _ours(self) -> Select[DigestRow]:
        return select(DigestRow).where(DigestRow.workspace_id == self._workspace_id)
