"""Sign-offs: what was put before a second person."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import PersonId, RequestId, SignOffId, WorkspaceId
from storage.repositories.locking import locked
from storage.sight import Sight
from storage.sign_offs import SignOffRow
from storage.tables import Campaign


class SignOffs:
    """The sign-offs of one workspace."""

    def __init__(self, session: AsyncSession, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id

    def add(self, row: SignOffRow) -> None:
        """Put something before the others; the database refuses a second open one about the same thing."""
        row.workspace_id = self._workspace_id
        self._session.add(row)

    async def get(self, sign_off_id: SignOffId, *, lock: bool = False) -> SignOffRow | None:
        """Return one sign-off; `lock` keeps others from settling it until the commit."""
        query = select(SignOffRow).where(SignOffRow.workspace_id == self._workspace_id, SignOffRow.id == sign_off_id)
        return await self._session.scalar(locked(query) if lock else query)

    async def of_ids(self, sign_off_ids: Collection[SignOffId]) -> Sequence[SignOffRow]:
        """Return several sign-offs."""
        query = select(SignOffRow).where(SignOffRow.workspace_id == self._workspace_id, SignOffRow.id.in_(sign_off_ids))
        return (await self._session.scalars(query)).all()

    async def waiting_for(
        self, person_id: PersonId, *, sight: Sight, limit: int
    ) -> Sequence[tuple[SignOffRow, Campaign]]:
        """Return what others have put before a second person in campaigns that are there for somebody, the most urgent first."""
        query = select(SignOffRow, Campaign).join(Campaign, Campaign.id == SignOffRow.campaign_id)
        query = query.where(
            SignOffRow.workspace_id == self._workspace_id,
            SignOffRow.stage == "open",
            SignOffRow.asked_by != person_id,
            Campaign.closed_at.is_(None),
            sight.campaigns(),
        )
        found = await self._session.execute(query.order_by(SignOffRow.expires_at, SignOffRow.id).limit(limit))
        return [(row, campaign) for row, campaign in found]

    async def let_go(self, request_id: RequestId, *, now: datetime) -> None:
        """Close what is open about a request that has become something else meanwhile: there is nothing to decide."""
        theirs = update(SignOffRow).where(
            SignOffRow.workspace_id == self._workspace_id,
            SignOffRow.request_id == request_id,
            SignOffRow.stage == "open",
        )
        await self._session.execute(theirs.values(stage="expired", settled_at=now))
