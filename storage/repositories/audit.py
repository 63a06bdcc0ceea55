"""The audit: append-only, so there is no way here to change or remove an entry."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import WorkspaceId
from storage.tables import AuditEntry


class Audit:
    """The history of one workspace."""

    def __init__(self, session: AsyncSession, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id

    def append(self, entry: AuditEntry) -> None:
        """Write one line of history."""
        entry.workspace_id = self._workspace_id
        self._session.add(entry)

    async def get(self, entry_id: str) -> AuditEntry | None:
        """Return one entry."""
        query = select(AuditEntry).where(AuditEntry.workspace_id == self._workspace_id, AuditEntry.id == entry_id)
        return await self._session.scalar(query)

    async def has(self, subject_id: str, *, tag: str) -> bool:
        """Tell whether such a line was written about one thing."""
        query = select(AuditEntry.id).where(
            AuditEntry.workspace_id == self._workspace_id, AuditEntry.subject_id == subject_id, AuditEntry.tag == tag
        )
        return await self._session.scalar(query.limit(1)) is not None

    async def newest_of(self, subject_id: str, *, skip: int, limit: int) -> Sequence[AuditEntry]:
        """Return a part of the history of one thing, newest first, without the `skip` newest entries."""
        query = (
            select(AuditEntry)
            .where(AuditEntry.workspace_id == self._workspace_id, AuditEntry.subject_id == subject_id)
            .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
            .offset(skip)
            .limit(limit)
        )
        return (await self._session.scalars(query)).all()

    async def of(self, subject_id: str, *, limit: int = 100) -> Sequence[AuditEntry]:
        """Return the history of one thing, oldest first."""
        query = (
            select(AuditEntry)
            .where(AuditEntry.workspace_id == self._workspace_id, AuditEntry.subject_id == subject_id)
            .order_by(AuditEntry.at, AuditEntry.id)
            .limit(limit)
        )
        return (await self._session.scalars(query)).all()
