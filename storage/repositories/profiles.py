"""Profiles: the brand accounts that requests are sent from."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import ProfileId, WorkspaceId
from storage.repositories.locking import locked, own
from storage.repositories.matching import containing
from storage.tables import Health, Kind, Profile


class Profiles:
    """The profiles of one workspace."""

    def __init__(self, session: AsyncSession, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id

    def add(self, profile: Profile) -> None:
        """Add a new profile to this workspace."""
        profile.workspace_id = self._workspace_id
        self._session.add(profile)

    async def get(self, profile_id: ProfileId, *, lock: bool = False) -> Profile | None:
        """Return one profile of this workspace; `lock` keeps others from changing it until the commit.

        Lock a profile before its requests, never after: units of work that lock in one order cannot wait for each other.
        """
        if not lock:
            return await own(self._session, Profile, profile_id, workspace_id=self._workspace_id)
        return await self._session.scalar(locked(self._ours().where(Profile.id == profile_id)))

    async def of_ids(self, profile_ids: Collection[ProfileId]) -> dict[ProfileId, Profile]:
        """Return several profiles, by id."""
        found = self._ours().where(Profile.id.in_(profile_ids))
        return {each.id: each for each in await self._session.scalars(found)} if profile_ids else {}

    async def by_ig_id(self, ig_id: str) -> Profile | None:
        """Return the profile of this Instagram account."""
        return await self._session.scalar(self._ours().where(Profile.ig_id == ig_id))

    async def connected(self) -> Sequence[Profile]:
        """Return all profiles but those that were disconnected, by handle."""
        ours = self._ours().where(Profile.health != Health.DISCONNECTED)
        return (await self._session.scalars(ours.order_by(Profile.username))).all()

    async def find(self, text: str = "", *, can_send: bool = False, limit: int = 100) -> Sequence[Profile]:
        """Return profiles whose name contains `text`, by name; with `can_send` those only that requests can be sent from."""
        found = self._ours().where(containing(Profile.username, text)).order_by(Profile.username).limit(limit)
        if can_send:
            found = found.where(Profile.kind == Kind.INSTAGRAM, Profile.health != Health.DISCONNECTED)
        return (await self._session.scalars(found)).all()

    def _ours(self) -> Select[Profile]:
        return select(Profile).where(Profile.workspace_id == self._workspace_id)
