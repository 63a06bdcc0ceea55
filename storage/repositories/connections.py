"""Connections, and the ways from them to profiles."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import ConnectionId, PersonId, ProfileId, WorkspaceId
from storage.logins import BusinessList, Connection, ConnectionKind, Source, Way
from storage.repositories.locking import locked, own
from storage.tables import Profile


class Connections:
    """The connections of one workspace."""

    def __init__(self, session: AsyncSession, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id

    def add(self, connection: Connection) -> None:
        """Add a new connection to this workspace."""
        connection.workspace_id = self._workspace_id
        self._session.add(connection)

    async def get(self, connection_id: ConnectionId, *, lock: bool = False) -> Connection | None:
        """Return one connection; `lock` keeps others from changing it until the commit.

        Lock a connection before its profiles, never after: units of work that lock in one order cannot wait for each other.
        """
        if not lock:
            return await own(self._session, Connection, connection_id, workspace_id=self._workspace_id)
        return await self._session.scalar(locked(self._ours().where(Connection.id == connection_id)))

    async def of_person(self, meta_user_id: str, *, kind: ConnectionKind = ConnectionKind.OWNED) -> Connection | None:
        """Return the connection that this person at Meta granted by signing in, locked until the commit."""
        theirs = (
            Connection.meta_user_id == meta_user_id,
            Connection.source == Source.LOGIN,
            Connection.kind == kind,
        )
        return await self._session.scalar(locked(self._ours().where(*theirs)))

    async def remove(self, connection: Connection) -> None:
        """Remove a connection that no profile uses any more, with its token."""
        await self._session.execute(delete(BusinessList).where(BusinessList.connection_id == connection.id))
        await self._session.delete(connection)

    async def ways_to(self, profile_id: ProfileId) -> Sequence[tuple[Way, Connection]]:
        """Return the ways to a profile with their connections, the oldest grant first."""
        query = (
            select(Way, Connection)
            .join(Connection, Connection.id == Way.connection_id)
            .where(Way.workspace_id == self._workspace_id, Way.profile_id == profile_id)
            .order_by(Connection.granted_at, Connection.id)
        )
        return [(way, connection) for way, connection in await self._session.execute(query)]

    async def all_ways(self) -> dict[ProfileId, list[tuple[Way, Connection]]]:
        """Return every way with its connection, by profile."""
        query = select(Way, Connection).join(Connection, Connection.id == Way.connection_id)
        found: dict[ProfileId, list[tuple[Way, Connection]]] = {}
        for way, connection in await self._session.execute(query.where(Way.workspace_id == self._workspace_id)):
            found.setdefault(way.profile_id, []).append((way, connection))
        return found

    async def fresh(self, person_id: PersonId, *, since: datetime) -> Sequence[Profile]:
        """Return the profiles that use a connection of this person, and that were first read after that moment."""
        query = (
            select(Profile)
            .join(Connection, Connection.id == Profile.connection_id)
            .where(
                Profile.workspace_id == self._workspace_id,
                Connection.granted_by == person_id,
                Profile.adopted_at >= since,
            )
        )
        return (await self._session.scalars(query.order_by(Profile.username))).all()

    async def profiles_of(self, connection_id: ConnectionId) -> Sequence[tuple[Way, Profile]]:
        """Return the profiles that a connection leads to, by handle."""
        query = (
            select(Way, Profile)
            .join(Profile, Profile.id == Way.profile_id)
            .where(Way.workspace_id == self._workspace_id, Way.connection_id == connection_id)
            .order_by(Profile.username)
        )
        return [(way, profile) for way, profile in await self._session.execute(query)]

    async def lead(
        self, connection: Connection, *, to: ProfileId, tasks: Sequence[str] | None, business_id: str | None = None
    ) -> None:
        """Note that a connection leads to a profile, what the person may do there, and in which business it is."""
        way = await self._session.get(Way, (to, connection.id))
        if way is None:
            way = Way(profile_id=to, connection_id=connection.id, workspace_id=self._workspace_id)
            self._session.add(way)
        way.tasks = None if tasks is None else list(tasks)
        way.business_id = business_id
        way.lost_at = None
        await self._session.flush()

    async def close_ways_to(self, profile_id: ProfileId) -> None:
        """Forget every way to a profile."""
        ours = (Way.workspace_id == self._workspace_id, Way.profile_id == profile_id)
        await self._session.execute(delete(Way).where(*ours))

    def _ours(self) -> Select[Connection]:
        return select(Connection).where(Connection.workspace_id == self._workspace_id)
