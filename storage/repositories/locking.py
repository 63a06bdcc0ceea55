"""How a row is read and kept by one unit of work."""

from __future__ import annotations

from typing import TypeVar

from sqlalchemy import Select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import WorkspaceId
from storage.logins import Connection, SignIn
from storage.tables import Campaign, Message, Profile, Request

Row = TypeVar("Row")
Owned = TypeVar("Owned", Campaign, Connection, Message, Profile, Request, SignIn)


async def own(session: AsyncSession, kind: type[Owned], key: str, *, workspace_id: WorkspaceId) -> Owned | None:
    """Return the row of that key if it is the workspace's own; one that this unit of work has read costs nothing again."""
    row = await session.get(kind, key)
    return row if row is not None and row.workspace_id == workspace_id else None


def locked(query: Select[Row]) -> Select[Row]:
    """Lock what `query` finds until the commit, and read it afresh even if this unit of work has seen it before.

    Rows that merely refer to it may still be added by others. On SQLite a writing unit of work has the whole file anyway.
    """
    return query.with_for_update(key_share=True).execution_options(populate_existing=True)
