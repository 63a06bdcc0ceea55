"""Rows as files to take away: CSV for spreadsheets, JSON lines for programs. Both are written row by row."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from bot.reports.formulas import guarded

Value = str | int | float | bool | date | datetime | dict[str, Any] | None
"""What a cell may hold. Moments are written in UTC by ISO 8601; a date has no zone; an object is JSON in a CSV cell too."""

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def csv_lines(
    headings: Sequence[str], rows: Iterable[Sequence[Value]], *, for_excel: bool = False, has_head: bool = True
) -> Iterator[bytes]:
    """Write rows by RFC 4180: UTF-8, every cell in quotation marks, lines that end in CR and LF.

    Text that a spreadsheet would run as a formula is marked (`bot/reports/formulas.py`). `for_excel` puts a byte order
    mark first, without which Excel garbles accents. Half characters, which JSON can carry and UTF-8 cannot, become `?`.
    Without `has_head` the headings are left out: for rows that follow those of an earlier call.
    """
    if for_excel:
        yield _BYTE_ORDER_MARK
    line = io.StringIO(newline="")
    # All in quotes: a separator of another country inside of a cell begins no new cell there.
    writer = csv.writer(line, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    for cells in _all(headings, rows, has_head=has_head):
        writer.writerow(map(_cell, cells))
        yield line.getvalue().encode(errors="replace")
        line.seek(0)
        line.truncate()


def json_lines(rows: Iterable[Mapping[str, Value]]) -> Iterator[bytes]:
    """Write each row as a JSON object on a line of its own, in ASCII. https://jsonlines.org

    Numbers, truth values and nothing keep their kinds. Raises ValueError for a number that JSON does not have.
    """
    for row in rows:
        yield json.dumps({name: _plain(value) for name, value in row.items()}, allow_nan=False).encode() + b"\n"


def _all(headings: Sequence[str], rows: Iterable[Sequence[Value]], *, has_head: bool) -> Iterator[Sequence[Value]]:
    if has_head:
        yield headings
    for row in rows:
        if len(row) != len(headings):
            raise ValueError(f"a row has {len(row)} cells for {len(headings)} headings")
        yield row


def _cell(value: Value) -> str:
    plain = _plain(value)
    if isinstance(plain, str):
        return guarded(plain)
    return "" if plain is None else json.dumps(plain)


def _plain(value: Value) -> str | int | float | bool | dict[str, Any] | None:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, date) else value
