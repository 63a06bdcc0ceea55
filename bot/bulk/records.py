"""Records of a list: one row of cells each, numbered as a spreadsheet numbers its rows."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import NamedTuple, TextIO

from bot.bulk.refusals import Reason, Unreadable

LONGEST_LINE = 64 * 1024
"""Characters. A line that is longer belongs to something else than a list."""

_NAMED_SEPARATOR = re.compile(r"sep=(.)\s*", re.IGNORECASE)


class Record(NamedTuple):
    """One row, with its number; blank rows are counted too."""

    number: int
    cells: Sequence[str]


def read_records(text: TextIO, *, separator: str) -> Iterator[Record]:
    """Read records one by one; `text` must have been opened with `newline=""`.

    A cell in quotation marks may hold separators and line breaks (RFC 4180). Raises Unreadable with the row where a
    quotation mark is never closed, or a cell never ends.
    """
    lines = _Lines(text)
    reader = csv.reader(lines, delimiter=separator)
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except (csv.Error, _TooLongError):
            raise Unreadable(Reason.LONG_CELL, row=number) from None
        if lines.has_ended:  # it asked for one more line although its own had come: it is still inside of a cell
            raise Unreadable(Reason.OPEN_QUOTE, row=number)
        yield Record(number=number, cells=cells)


def read_sample(sample: str, *, separator: str) -> list[Record]:
    """Read the records of a beginning, which may be cut anywhere."""
    found: list[Record] = []
    records = read_records(io.StringIO(sample, newline=""), separator=separator)
    with suppress(Unreadable):  # told when the whole is read; a cut sample has no say
        for record in records:
            found.append(record)
    return found


def named_separator(line: str) -> str | None:
    """Return the separator that a first line `sep=;` names, which Excel understands and no spreadsheet shows."""
    named = _NAMED_SEPARATOR.fullmatch(line)
    return named[1] if named else None


class _TooLongError(Exception):
    pass


class _Lines:
    """Lines of bounded length, and whether they have ended."""

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self.has_ended = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._text.readline(LONGEST_LINE + 1)
        if len(line) > LONGEST_LINE:
            raise _TooLongError
        if not line:
            self.has_ended = True
            raise StopIteration
        return line
