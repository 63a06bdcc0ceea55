"""Lists as spreadsheets write them."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from bot.bulk.table import Row, Table, read_file


def written(
    rows: Sequence[Sequence[str]],
    *,
    separator: str = ",",
    encoding: str = "utf-8",
    newline: str = "\r\n",
    quote_all: bool = False,
) -> bytes:
    """Write rows as a spreadsheet does. Where lines end in a lone `\\r`, Python's writer quotes no `\\n` by itself."""
    text = io.StringIO(newline="")
    csv.writer(
        text,
        delimiter=separator,
        lineterminator=newline,
        quoting=csv.QUOTE_ALL if quote_all or newline == "\r" else csv.QUOTE_MINIMAL,
    ).writerows(rows)
    return text.getvalue().encode(encoding)


def file_of(content: bytes | str) -> Table:
    """Read bytes, or text in UTF-8, as an uploaded file."""
    return read_file(io.BytesIO(content.encode() if isinstance(content, str) else content))


def creators(table: Table) -> list[str]:
    """Give the creators of a table as typed."""
    return [row.creator for row in table.rows]


def rows_of(content: bytes | str) -> list[Row]:
    """Give all rows of a file."""
    return list(file_of(content).rows)
