"""Taking everything away: requests or the whole history as a file, written while it is read."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from enum import StrEnum
from typing import Any, assert_never

from bot.reporting.rows import (
    AUDIT_FIELDS,
    COMMENT_FIELDS,
    REQUEST_FIELDS,
    Names,
    audit_row,
    comment_row,
    request_row,
)
from bot.reports.export import Value, csv_lines, json_lines
from storage.repositories.reading import Scope
from storage.unit_of_work import UnitOfWork


class What(StrEnum):
    """What is taken away."""

    REQUESTS = "requests"
    COMMENTS = "comments"
    """What people wrote under creators' posts and ads."""
    AUDIT = "audit"


class Form(StrEnum):
    """How it is written down."""

    CSV = "csv"
    JSON = "json"
    """A JSON object on each line. https://jsonlines.org"""

    @property
    def ending(self) -> str:
        """How the name of such a file ends."""
        return "csv" if self is Form.CSV else "jsonl"


async def written_out(
    uow: UnitOfWork, what: What, form: Form, *, scope: Scope, for_excel: bool = False
) -> AsyncIterator[tuple[bytes, int]]:
    """Yield a file piece by piece, each with how many rows are in it. One piece is in memory at a time.

    Names of people are read before the rows, so they are as of the beginning. `for_excel` is as in `csv_lines`.
    """
    names = await uow.names.all()
    pieces, fields, row_of = _read(uow, what, scope=scope)
    if form is Form.CSV:
        yield b"".join(csv_lines(fields, (), for_excel=for_excel)), 0
    async for piece in pieces:
        rows = [row_of(row, names) for row in piece]
        if form is Form.CSV:
            lines = csv_lines(fields, (tuple(row.values()) for row in rows), has_head=False)
        else:
            lines = json_lines(rows)
        yield b"".join(lines), len(rows)


def _read(
    uow: UnitOfWork, what: What, *, scope: Scope
) -> tuple[AsyncIterator[Sequence[Any]], Sequence[str], Callable[[Any, Names], dict[str, Value]]]:
    """Return the rows, the names of their fields, and how a row is written down."""
    match what:
        case What.REQUESTS:
            return uow.reading.requests(scope), REQUEST_FIELDS, request_row
        case What.COMMENTS:
            return uow.reading.comments(scope), COMMENT_FIELDS, comment_row
        case What.AUDIT:
            return uow.reading.audit(scope), AUDIT_FIELDS, audit_row
        case _:
            assert_never(what)
