"""Handles: which creators are called so, which were, and whose account a handle was when we last knew it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import WorkspaceId
from storage.repositories.matching import containing
from storage.tables import FormerHandle, Origin, Request


class Handles:
    """The handles of the creators that one workspace knows. Handles are lower case."""

    def __init__(self, session: AsyncSession, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id

    async def like(self, text: str, *, limit: int) -> Sequence[str]:
        """Return the handles that contain `text`, whoever may see what was asked of them: for looking further only."""
        ours = Request.workspace_id == self._workspace_id
        found = select(Request.creator_username).where(ours, containing(Request.creator_username, text)).distinct()
        return (await self._session.scalars(found.limit(limit))).all()

    async def once_like(self, text: str, *, limit: int) -> dict[str, str]:
        """Return accounts that once had a handle that contains `text`, each with the last one; by Instagram id."""
        found = select(FormerHandle).where(
            FormerHandle.workspace_id == self._workspace_id, containing(FormerHandle.username, text)
        )
        rows = await self._session.scalars(found.order_by(FormerHandle.left_at.desc()).limit(limit))
        return {each.ig_id: each.username for each in reversed(rows.all())}

    async def once(self, username: str) -> Sequence[str]:
        """Return the Instagram ids of the accounts that once had this handle."""
        had = (FormerHandle.workspace_id == self._workspace_id, FormerHandle.username == username)
        return (await self._session.scalars(select(FormerHandle.ig_id).where(*had))).all()

    async def account_of(self, username: str) -> str | None:
        """Return the Instagram id that this handle had when a request to it was last sent or found, if any ever was."""
        asked = select(Request.creator_ig_id).where(
            Request.workspace_id == self._workspace_id,
            Request.creator_username == username,
            Request.creator_ig_id.is_not(None),
            _related(),
        )
        known = await self._session.scalar(asked.order_by(Request.asked_at.desc()).limit(1))
        if known is not None:
            return known
        left = select(FormerHandle.ig_id).where(
            FormerHandle.workspace_id == self._workspace_id, FormerHandle.username == username
        )
        return await self._session.scalar(left.order_by(FormerHandle.left_at.desc()).limit(1))

    async def given_up(self, usernames: Collection[str]) -> frozenset[str]:
        """Return which of these handles an account gave up that we knew by it, and that we have known nobody by since."""
        since = select(Request.id).where(
            Request.workspace_id == self._workspace_id,
            Request.creator_username == FormerHandle.username,
            Request.creator_ig_id.is_not(None),
            _related(),
        )
        left = select(FormerHandle.username).where(
            FormerHandle.workspace_id == self._workspace_id, FormerHandle.username.in_(usernames), ~since.exists()
        )
        return frozenset((await self._session.scalars(left)).all())

    async def leave(self, username: str, *, ig_id: str, at: datetime) -> None:
        """Note that an account has given a handle up."""
        row = await self._session.get(FormerHandle, (self._workspace_id, username, ig_id))
        if row is None:
            row = FormerHandle(workspace_id=self._workspace_id, username=username, ig_id=ig_id)
            self._session.add(row)
        row.left_at = at
        await self._session.flush()


def _related() -> ColumnElement[bool]:
    """Keep to requests that were sent or found: only those say whose a handle was."""
    return or_(Request.sent_at.is_not(None), Request.permission_id.is_not(None), Request.origin == Origin.ADOPTED)
