"""Home tabs: who has opened theirs, and what it shows."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.homes import Home
from storage.ids import PersonId, WorkspaceId


class Homes:
    """The Home tabs of one workspace."""

    def __init__(self, session: AsyncSession, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id

    async def get(self, person_id: PersonId) -> Home | None:
        """Return somebody's Home tab, if they have ever opened it."""
        return await self._session.get(Home, (self._workspace_id, person_id))

    async def kept(self, first: Collection[PersonId], *, since: datetime, limit: int) -> Sequence[Home]:
        """Return tabs that were opened since then: of those people first, then the one that was opened last."""
        ours = select(Home).where(Home.workspace_id == self._workspace_id, Home.opened_at >= since)
        order = (Home.person_id.in_(first).desc(), Home.opened_at.desc())
        return (await self._session.scalars(ours.order_by(*order).limit(limit))).all()

    async def opened(self, person_id: PersonId, *, at: datetime, drawn: str) -> None:
        """Note that somebody looks at theirs, and what it shows."""
        home = await self.get(person_id)
        if home is None:
            home = Home(workspace_id=self._workspace_id, person_id=person_id)
            self._session.add(home)
        home.opened_at, home.drawn = at, drawn

    async def forget(self, person_id: PersonId) -> None:
        """Forget somebody's Home tab: they are gone."""
        theirs = (Home.workspace_id == self._workspace_id, Home.person_id == person_id)
        await self._session.execute(delete(Home).where(*theirs))
