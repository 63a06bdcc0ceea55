"""Notices: direct messages about logins, each sent once."""

from __future__ import annotations

from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import WorkspaceId
from storage.logins import Notice
from storage.repositories.locking import locked


class Notices:
    """The notices of one workspace."""

    def __init__(self, session: AsyncSession, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id

    async def add_unless_there(self, notice: Notice) -> bool:
        """Add a notice that is to be sent; return False, and add nothing, when one has its key already. The database decides."""
        notice.workspace_id = self._workspace_id
        try:
            async with self._session.begin_nested():
                self._session.add(notice)
        except IntegrityError:
            return False
        return True

    async def get(self, key: str, *, lock: bool = False) -> Notice | None:
        """Return one notice; `lock` keeps others from changing it until the commit."""
        query = self._ours().where(Notice.key == key)
        return await self._session.scalar(locked(query) if lock else query)

    def _ours(self) -> Select[Notice]:
        return select(Notice).where(Notice.workspace_id == self._workspace_id)
