"""Taking everything away: requests or the whole history as a file, written while it is read."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from enum import StrEnum
from typing import Any

from bot.reporting.rows import AUDIT_FIELDS, REQUEST_FIELDS, Names, audit_row, request_row
from bot.reports.export import Value, csv_lines, json_lines
from storage.repositories.reading import Scope
from storage.unit_of_work import UnitOfWork


class What(StrEnum):
    """What is taken away."""

    REQUESTS = "requests"
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
    pieces = uow.reading.requests(scope) if what is What.REQUESTS else uow.reading.audit(scope)
    fields = REQUEST_FIELDS if what is What.REQUESTS else AUDIT_FIELDS
    row_of: Callable[[Any, Names], dict[str, Value]] = request_row if what is What.REQUESTS else audit_row
    if form is Form.CSV:
        yield b"".join(csv_lines(fields, (), for_excel=for_excel)), 0
    async for piece in pieces:
        rows = [row_of(row, names) for row in piece]
        if form is Form.CSV:
            lines = csv_lines(fields, (tuple(row.values()) for row in rows), has_head=False)
        else:
            lines = json_lines(rows)
        yield b"".join(lines), len(rows)
