"""Names that history speaks of."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import WorkspaceId
from storage.names import KnownName


class Names:
    """What people of one workspace's history are called."""

    def __init__(self, session: AsyncSession, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id

    async def note(self, subject_id: str, name: str, *, meta_user_id: str | None = None) -> None:
        """Remember what somebody is called; a name that was erased stays erased."""
        known = await self._session.get(KnownName, (self._workspace_id, subject_id))
        if known is None:
            known = KnownName(workspace_id=self._workspace_id, subject_id=subject_id)
            self._session.add(known)
        if known.erased_at is None:
            known.name, known.meta_user_id = name, meta_user_id

    async def of(self, subject_id: str) -> str | None:
        """Return what somebody is called; None where that is not known, or was erased."""
        known = await self._session.get(KnownName, (self._workspace_id, subject_id))
        return known.name if known is not None else None

    async def all(self) -> dict[str, str | None]:
        """Return every name by whose it is; None for one that was erased."""
        query = select(KnownName.subject_id, KnownName.name).where(KnownName.workspace_id == self._workspace_id)
        return {str(subject_id): name for subject_id, name in await self._session.execute(query)}
