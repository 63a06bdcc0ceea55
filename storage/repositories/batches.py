"""Batches: lists of creators, and their rows."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, func, insert, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.batches import SEALED, Batch, BatchRow, Outcome, Stage
from storage.ids import BatchId, WorkspaceId
from storage.repositories.locking import locked
from storage.tables import Request


class Batches:
    """The lists of one workspace."""

    def __init__(self, session: AsyncSession, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id

    async def add(self, batch: Batch, rows: Sequence[BatchRow]) -> None:
        """Add a list with all its rows."""
        batch.workspace_id = self._workspace_id
        self._session.add(batch)
        await self._session.flush()
        columns = ("batch_id", "place", "number", "handle", "cells", "verdict", "about")
        await self._session.execute(
            insert(BatchRow), [{column: getattr(row, column) for column in columns} for row in rows]
        )

    async def get(self, batch_id: BatchId, *, lock: bool = False) -> Batch | None:
        """Return one list; `lock` keeps others from changing it until the commit."""
        query = self._ours().where(Batch.id == batch_id)
        return await self._session.scalar(locked(query) if lock else query)

    async def running(self, list_id: str) -> Batch | None:
        """Return the list of that name that is being carried out."""
        return await self._session.scalar(self._ours().where(Batch.list_id == list_id, Batch.stage == Stage.RUNNING))

    async def to_take_in(self, batch_id: BatchId, *, limit: int) -> Sequence[BatchRow]:
        """Return the next rows that are to be asked and were not taken in, in their order."""
        query = select(BatchRow).where(self._of(batch_id), BatchRow.verdict == "ready", BatchRow.outcome.is_(None))
        return (await self._session.scalars(query.order_by(BatchRow.place).limit(limit))).all()

    async def rows(self, batch_id: BatchId) -> Sequence[tuple[BatchRow, Request | None]]:
        """Return all rows in their order, each with the request it led to."""
        query = (
            select(BatchRow, Request)
            .outerjoin(Request, Request.id == BatchRow.request_id)
            .where(self._of(batch_id))
            .order_by(BatchRow.place)
        )
        return [(row, request) for row, request in await self._session.execute(query)]

    async def of_creator(self, handle: str) -> Sequence[BatchRow]:
        """Return the rows of all lists that name a creator, or named them by a handle of before, and lock them."""
        lists = select(Batch.id).where(Batch.workspace_id == self._workspace_id)
        requests = select(Request.id).where(
            Request.workspace_id == self._workspace_id, Request.creator_username == handle
        )
        names = or_(BatchRow.handle == handle, BatchRow.request_id.in_(requests))
        query = select(BatchRow).where(BatchRow.batch_id.in_(lists), names)
        return (await self._session.scalars(locked(query))).all()

    async def verdicts(self, batch_id: BatchId) -> dict[str, int]:
        """Count the rows of a list by their verdict."""
        query = select(BatchRow.verdict, func.count()).where(self._of(batch_id))
        return dict((await self._session.execute(query.group_by(BatchRow.verdict))).all())

    async def outcomes(self, batch_id: BatchId) -> dict[Outcome | None, int]:
        """Count the rows that are to be asked by what became of them; None are still to be taken in."""
        query = select(BatchRow.outcome, func.count()).where(self._of(batch_id), BatchRow.verdict == "ready")
        return dict((await self._session.execute(query.group_by(BatchRow.outcome))).all())

    async def states(self, batch_id: BatchId) -> dict[str, int]:
        """Count the requests of a list by their state."""
        query = select(Request.state, func.count()).where(
            Request.workspace_id == self._workspace_id, Request.submission_id == batch_id
        )
        return dict((await self._session.execute(query.group_by(Request.state))).all())

    async def held(self, batch_id: BatchId, *, limit: int, is_signing: bool) -> Sequence[Request]:
        """Return and lock requests of a list that have not left: those that wait for a second person, or all of them."""
        states = (Request.state == "signing") if is_signing else Request.state.in_(("signing", "queued"))
        query = select(Request).where(
            Request.workspace_id == self._workspace_id,
            Request.submission_id == batch_id,
            states,
            or_(Request.state == "signing", Request.leaves_at.is_not(None)),
        )
        return (await self._session.scalars(locked(query.order_by(Request.id).limit(limit)))).all()

    async def of_nobody(self) -> Sequence[BatchRow]:
        """Return the rows with something sealed that asked nobody, of all lists, and lock them."""
        lists = select(Batch.id).where(Batch.workspace_id == self._workspace_id)
        query = select(BatchRow).where(BatchRow.batch_id.in_(lists), *sealed_of_nobody())
        return (await self._session.scalars(locked(query))).all()

    def _ours(self) -> Select[Batch]:
        return select(Batch).where(Batch.workspace_id == self._workspace_id)

    def _of(self, batch_id: BatchId) -> ColumnElement[bool]:
        """Tell the rows of a list, if it is the workspace's own."""
        return BatchRow.batch_id.in_(
            select(Batch.id).where(Batch.workspace_id == self._workspace_id, Batch.id == batch_id)
        )


def sealed_of_nobody() -> tuple[ColumnElement[bool], ...]:
    """Match rows that asked nobody and hold something sealed."""
    return (BatchRow.handle.is_(None), BatchRow.cells[SEALED].as_string().is_not(None))
