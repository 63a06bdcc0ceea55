"""What is remembered of the lists of whole businesses."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import ConnectionId, ProfileId, WorkspaceId
from storage.logins import BusinessList, Way
from storage.repositories.locking import locked
from storage.tables import Profile


class BusinessLists:
    """The businesses through whose list the profiles of one workspace may be read."""

    def __init__(self, session: AsyncSession, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id

    async def memory(self, connection_id: ConnectionId, business_id: str) -> BusinessList | None:
        """Return what is remembered of a business's list, read by that login; None while it was never tried."""
        row = await self._session.get(BusinessList, (connection_id, business_id))
        return row if row is not None and row.workspace_id == self._workspace_id else None

    def remember(self, row: BusinessList) -> None:
        """Remember the first try."""
        row.workspace_id = self._workspace_id
        self._session.add(row)

    async def forget(self, connection_id: ConnectionId) -> None:
        """Forget what was remembered for a login: it goes, or it may do more than before."""
        ours = (BusinessList.workspace_id == self._workspace_id, BusinessList.connection_id == connection_id)
        await self._session.execute(delete(BusinessList).where(*ours))

    async def due(
        self, connection_id: ConnectionId, business_id: str, *, by: datetime, limit: int
    ) -> Sequence[ProfileId]:
        """Return which profiles of a business use that login and are to be looked at by then, the longest waiting first."""
        query = (
            select(Profile.id)
            .join(Way, (Way.profile_id == Profile.id) & (Way.connection_id == Profile.connection_id))
            .where(
                Profile.workspace_id == self._workspace_id,
                Profile.connection_id == connection_id,
                Profile.next_look_at <= by,
                Way.business_id == business_id,
            )
        )
        return (await self._session.scalars(query.order_by(Profile.next_look_at, Profile.id).limit(limit))).all()

    async def lock(self, profile_ids: Collection[ProfileId]) -> Sequence[Profile]:
        """Return several profiles, locked until the commit: by id, so that two that lock several cannot wait for each other."""
        ours = select(Profile).where(Profile.workspace_id == self._workspace_id, Profile.id.in_(profile_ids))
        return (await self._session.scalars(locked(ours.order_by(Profile.id)))).all()
