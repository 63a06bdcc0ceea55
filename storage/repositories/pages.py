"""Lists of requests, page by page: the first rows of a list cost the same however long it is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, func, literal, select, tuple_, union_all
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from storage.ids import PersonId, RequestId, WorkspaceId
from storage.instants import Instant
from storage.repositories.matching import containing
from storage.sight import Sight
from storage.tables import Campaign, Request
from storage.wanted import Mark, Wanted

MOST_BRANCHES = 16
"""More values than this are read together and sorted: so many campaigns in one channel have few requests each."""

Condition = ColumnElement[bool]


class Pages:
    """The lists of one workspace, the newest change first.

    A list is read along the index of one of its filters, and stops when a page is full; the other filters are applied to
    the rows it passes. Several values of that filter are so many lists, read side by side and merged.
    """

    def __init__(self, session: AsyncSession, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id

    async def page(self, wanted: Wanted, *, sight: Sight, mark: Mark | None = None, limit: int) -> Sequence[Request]:
        """Return at most `limit` requests that are there for a person, from `mark` on, the newest change first."""
        ways = list(self._ways(wanted))
        lists = [self._along(way, sight=sight, mark=mark, limit=limit).subquery() for way in ways]
        merged = (union_all(*(select(each) for each in lists)) if len(lists) > 1 else select(lists[0])).subquery()
        is_backward = mark is not None and mark.is_backward
        page = select(Request).join(merged, merged.c.id == Request.id).order_by(*_order(is_backward=is_backward))
        found = (await self._session.scalars(page.limit(limit))).all()
        return found[::-1] if is_backward else found

    async def count_asked_by(
        self, person_id: PersonId, *, states: Collection[str], sight: Sight, most: int
    ) -> dict[str, int]:
        """Count what a person has asked for and still sees, by state, to `most` of each; a state without any is left out."""
        theirs = [Request.workspace_id == self._workspace_id, Request.asked_by == person_id]
        some = [
            select(Request.state)
            .outerjoin(Campaign, Campaign.id == Request.campaign_id)
            .where(*theirs, Request.state == state, sight.requests())
            .limit(most)
            .subquery()
            for state in states
        ]
        seen = union_all(*(select(each) for each in some)).subquery()
        counted = select(seen.c.state, func.count()).group_by(seen.c.state)
        return {str(state): int(count) for state, count in await self._session.execute(counted)}

    async def ending(self, person_id: PersonId, *, by: date, sight: Sight, limit: int) -> Sequence[Request]:
        """Return permissions a person asked for whose last day comes until then, or has passed; the first to end first."""
        query = select(Request).outerjoin(Campaign, Campaign.id == Request.campaign_id)
        query = query.where(
            Request.workspace_id == self._workspace_id,
            Request.asked_by == person_id,
            Request.until.is_not(None),
            Request.until <= by,
            _shielded(Request.state) == "approved",
            sight.requests(),
        )
        return (await self._session.scalars(query.order_by(Request.until, Request.id).limit(limit))).all()

    def _ways(self, wanted: Wanted) -> Iterable[list[Condition]]:
        """Give the conditions of each list that is read: first those that an index answers, then the others, shielded."""
        ours = Request.workspace_id == self._workspace_id
        shielded = _shielded(Request.workspace_id) == self._workspace_id
        if wanted.creators is not None:
            others = _beside(wanted)
            yield [ours, Request.creator_username.in_(wanted.creators), *others]
            if wanted.accounts:
                # Not again what the first list has: a page would hold it twice.
                unseen = Request.creator_username.not_in(wanted.creators)
                yield [ours, Request.creator_ig_id.in_(wanted.accounts), unseen, *others]
        elif wanted.campaign_ids is not None:
            others = _beside(replace(wanted, campaign_ids=None))
            for choice in _choices(Request.campaign_id, wanted.campaign_ids):
                yield [shielded, choice, *others]
        elif wanted.asked_by is not None:
            theirs = [ours, Request.asked_by == wanted.asked_by]
            others = _beside(replace(wanted, asked_by=None, states=None))
            choices = [] if wanted.states is None else _choices(Request.state, wanted.states)
            for theirs_so in [[*theirs, choice] for choice in choices] or [theirs]:
                yield [*theirs_so, *others]
        elif wanted.states is not None:
            others = _beside(replace(wanted, states=None))
            for choice in _choices(Request.state, wanted.states):
                yield [ours, choice, *others]
        elif wanted.profile_id is not None:
            others = _beside(replace(wanted, profile_id=None))
            yield [shielded, Request.profile_id == wanted.profile_id, *others]
        else:
            yield [ours, *_beside(wanted)]

    def _along(self, way: Sequence[Condition], *, sight: Sight, mark: Mark | None, limit: int) -> Select[RequestId]:
        along = select(Request.id).outerjoin(Campaign, Campaign.id == Request.campaign_id)
        along = along.where(*way, sight.requests())
        if mark is not None:
            place = tuple_(Request.changed_at, Request.id)
            there = tuple_(literal(mark.changed_at, Instant()), literal(mark.request_id))
            along = along.where(place > there if mark.is_backward else place < there)
        return along.order_by(*_order(is_backward=mark is not None and mark.is_backward)).limit(limit)


def _beside(wanted: Wanted) -> list[Condition]:
    """Return filters to be applied to the rows that an index has led to.

    Never the one whose index that is, again: PostgreSQL would take the two for two, and expect next to no rows.
    """
    found: list[Condition] = []
    if wanted.states is not None:
        found.append(_shielded(Request.state).in_(wanted.states))
    if wanted.campaign_ids is not None:
        found.append(_shielded(Request.campaign_id).in_(wanted.campaign_ids))
    if wanted.profile_id is not None:
        found.append(_shielded(Request.profile_id) == wanted.profile_id)
    if wanted.asked_by is not None:
        found.append(_shielded(Request.asked_by) == wanted.asked_by)
    if wanted.part_of_handle:
        found.append(containing(Request.creator_username, wanted.part_of_handle))
    return found


def _shielded(column: InstrumentedAttribute[object]) -> ColumnElement[object]:
    """Keep the database from choosing this column's index: without statistics it would guess, and walk the longer list."""
    return func.coalesce(column, "")


def _choices(column: InstrumentedAttribute[object], values: Collection[str]) -> Iterable[Condition]:
    if 0 < len(values) <= MOST_BRANCHES:
        return [column == value for value in values]
    return [column.in_(values)]


def _order(*, is_backward: bool) -> tuple[ColumnElement[datetime], ColumnElement[RequestId]]:
    if is_backward:
        return Request.changed_at.asc(), Request.id.asc()
    return Request.changed_at.desc(), Request.id.desc()
