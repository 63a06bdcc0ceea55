"""Cursors: a page is the rows after, or before, the row that a cursor names (Meta's "Paginated results" guide)."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass

from sandbox.graph.errors import bad_parameter

START = base64.b64encode(b"start").decode()
"""The cursor in front of every row; no page gives it, but pages that were spoilt do."""


@dataclass(frozen=True)
class Page:
    """The ids of one page, and whether there are rows on either side of it."""

    ids: Sequence[str]
    has_previous: bool
    has_next: bool


def encode(row_id: str) -> str:
    """Turn a row's id into the cursor that names it."""
    return base64.b64encode(row_id.encode()).decode()


def decode(cursor: str) -> str:
    """Read the row's id out of a cursor; raises GraphError (code 100) when it is none of ours."""
    try:
        return base64.b64decode(cursor, validate=True).decode("ascii")
    except (binascii.Error, UnicodeDecodeError, ValueError) as failure:
        raise bad_parameter("Invalid cursors values") from failure


def cut(ids: Sequence[str], *, limit: int, after: str | None = None, before: str | None = None) -> Page:
    """Cut one page of at most `limit` out of the ordered ids; rows added meanwhile never shift a cursor.

    Raises GraphError (code 100) for two cursors at once and for a cursor that names no row.
    """
    if after is not None and before is not None:
        raise bad_parameter("Cannot specify both before and after cursors")
    start, end = 0, min(limit, len(ids))
    if after is not None:
        start = 0 if after == START else _position(ids, after) + 1
        end = min(start + limit, len(ids))
    elif before is not None:
        end = _position(ids, before)
        start = max(0, end - limit)
    return Page(ids=ids[start:end], has_previous=start > 0, has_next=end < len(ids))


def _position(ids: Sequence[str], cursor: str) -> int:
    row_id = decode(cursor)
    try:
        return ids.index(row_id)
    except ValueError:
        raise bad_parameter("Invalid cursors values") from None
