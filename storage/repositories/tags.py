"""Rounds of tag approval."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import WorkspaceId
from storage.repositories.locking import locked
from storage.tags import TagRound


class TagRounds:
    """The rounds of one workspace."""

    def __init__(self, session: AsyncSession, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id

    def add(self, round_: TagRound) -> None:
        """Add a new round."""
        round_.workspace_id = self._workspace_id
        self._session.add(round_)

    async def get(self, round_id: str, *, lock: bool = False) -> TagRound | None:
        """Return one round; `lock` keeps others from changing it until the commit."""
        found = select(TagRound).where(TagRound.workspace_id == self._workspace_id, TagRound.id == round_id)
        return await self._session.scalar(locked(found) if lock else found)
