"""Lists of comments, page by page: the first rows of a list cost the same however long it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, select, tuple_, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from storage.comments import Comment, CommentState, Reading
from storage.ids import PersonId, WorkspaceId
from storage.influencers import Asset
from storage.instants import Instant
from storage.sight import Sight
from storage.tables import Campaign
from storage.wanted import CommentPlace, WantedComments

MOST_BRANCHES = 16
"""More accounts than this are read together and sorted."""


class CommentPages:
    """The lists of one workspace, the newest comment first; what the team may read, and others than the creators wrote.

    Each account is a list of its own along its index; they are read side by side and merged.
    """

    def __init__(self, session: AsyncSession, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id

    async def to_look_after(
        self, person_id: PersonId | None, *, sight: Sight, limit: int
    ) -> Sequence[tuple[Campaign, int]]:
        """Count the comments that somebody looks after, or with a keyword and nobody does, in each campaign they may see.

        Those with the most come first; of accounts that are not connected any more nothing can be done about any.
        """
        which = _nobodys() if person_id is None else _in_hands_of(person_id)
        count = func.count()
        counted = select(Asset.campaign_id, count.label("count")).join(Comment, Comment.asset_id == Asset.id)
        stands = (Comment.reading == Reading.LET, Comment.is_own.is_(False), Comment.state != CommentState.GONE)
        counted = counted.where(Comment.workspace_id == self._workspace_id, Asset.ended_at.is_(None), *stands, *which)
        each = counted.group_by(Asset.campaign_id).subquery()
        found = select(Campaign, each.c.count).join(each, each.c.campaign_id == Campaign.id).where(sight.campaigns())
        rows = await self._session.execute(found.order_by(each.c.count.desc(), Campaign.id).limit(limit))
        return [(campaign, number) for campaign, number in rows]

    async def page(self, wanted: WantedComments, *, place: CommentPlace | None = None, limit: int) -> Sequence[Comment]:
        """Return at most `limit` comments from `place` on, the newest first."""
        if not wanted.asset_ids:
            return []
        is_backward = place is not None and place.is_backward
        lists = [self._along(way, wanted=wanted, place=place, limit=limit).subquery() for way in _ways(wanted)]
        merged = (union_all(*(select(each) for each in lists)) if len(lists) > 1 else select(lists[0])).subquery()
        is_one = (merged.c.asset_id == Comment.asset_id) & (merged.c.comment_id == Comment.comment_id)
        page = select(Comment).join(merged, is_one).order_by(*_order(is_backward=is_backward)).limit(limit)
        found = (await self._session.scalars(page)).all()
        return found[::-1] if is_backward else found

    def _along(
        self, way: ColumnElement[bool], *, wanted: WantedComments, place: CommentPlace | None, limit: int
    ) -> Select[*tuple[Any, ...]]:
        along = select(Comment.asset_id, Comment.comment_id).where(
            way,
            Comment.workspace_id == self._workspace_id,
            Comment.reading == Reading.LET,
            Comment.is_own.is_(False),
            Comment.state != CommentState.GONE,
            *_beside(wanted),
        )
        if place is not None:
            here = tuple_(Comment.written_at, Comment.comment_id, Comment.asset_id)
            there = tuple_(literal(place.written_at, Instant()), literal(place.comment_id), literal(place.asset_id))
            along = along.where(here > there if place.is_backward else here < there)
        return along.order_by(*_order(is_backward=place is not None and place.is_backward)).limit(limit)


def _ways(wanted: WantedComments) -> Iterable[ColumnElement[bool]]:
    if len(wanted.asset_ids) <= MOST_BRANCHES:
        return [Comment.asset_id == each for each in wanted.asset_ids]
    return [Comment.asset_id.in_(wanted.asset_ids)]


def _beside(wanted: WantedComments) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.media_id is not None:
        found.append(func.coalesce(Comment.original_media_id, Comment.media_id) == wanted.media_id)
    if wanted.is_hidden is not None:
        is_hidden = Comment.state == CommentState.HIDDEN
        found.append(is_hidden if wanted.is_hidden else ~is_hidden)
    if wanted.assigned_to is not None:
        found += _in_hands_of(wanted.assigned_to)
    if wanted.is_nobodys:
        found += _nobodys()
    return found


def _in_hands_of(person_id: PersonId) -> list[ColumnElement[bool]]:
    return [Comment.assigned_to == person_id, Comment.finished_at.is_(None)]


def _nobodys() -> list[ColumnElement[bool]]:
    is_open = (Comment.alarmed_at.is_not(None), Comment.assigned_to.is_(None), Comment.finished_at.is_(None))
    return [*is_open, Comment.state == CommentState.LIVE]


def _order(*, is_backward: bool) -> tuple[ColumnElement[Any], ...]:
    place = (Comment.written_at, Comment.comment_id, Comment.asset_id)
    return tuple(each.asc() if is_backward else each.desc() for each in place)
