"""Workspaces, and the few questions that are asked across all of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import ProfileId, WorkspaceId
from storage.tables import Message, Profile, Request, Workspace


class Workspaces:
    """Every workspace: for start-up and schedules only; a person's question goes through a workspace's own unit of work."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def ensure(self, workspace_id: WorkspaceId, *, name: str, now: datetime) -> Workspace:
        """Find the workspace, or make it; its name follows Slack's."""
        workspace = await self._session.get(Workspace, workspace_id)
        if workspace is None:
            workspace = Workspace(id=workspace_id, name=name, created_at=now)
            self._session.add(workspace)
        workspace.name = name
        return workspace

    async def only(self) -> Workspace | None:
        """Return the workspace if there is exactly one."""
        found = (await self._session.scalars(select(Workspace).limit(2))).all()
        return found[0] if len(found) == 1 else None

    async def profiles_due(self, *, now: datetime, limit: int) -> Sequence[Profile]:
        """Return profiles whose next look is due, the longest waiting first."""
        due = select(Profile).where(Profile.next_look_at <= now).order_by(Profile.next_look_at).limit(limit)
        return (await self._session.scalars(due)).all()

    async def messages_held(self, *, before: datetime, limit: int) -> Sequence[Message]:
        """Return messages that Slack would not take before that moment, oldest first."""
        held = select(Message).where(Message.held_since <= before).order_by(Message.held_since).limit(limit)
        return (await self._session.scalars(held)).all()

    async def requests_stalled(self, *, before: datetime, limit: int) -> Sequence[Request]:
        """Return requests that should be under way, but have not changed, nor been due, since `before`."""
        stalled = (
            select(Request)
            .where(
                Request.state.in_(("queued", "checking", "unsure")),
                func.coalesce(Request.next_try_at, Request.changed_at) <= before,
            )
            .order_by(Request.changed_at)
            .limit(limit)
        )
        return (await self._session.scalars(stalled)).all()

    async def profile(self, profile_id: ProfileId) -> Profile | None:
        """Return one profile by id."""
        return await self._session.get(Profile, profile_id)
