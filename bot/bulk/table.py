"""A whole list, from an uploaded file or pasted: what it is like, and its rows one by one."""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, TextIO

from bot.bulk.cells import is_marked_creator, plain, told
from bot.bulk.columns import Columns, Field, columns_of, pieces
from bot.bulk.encoding import LARGEST, Encoding, encoding_of
from bot.bulk.records import Record, named_separator, read_records, read_sample
from bot.bulk.refusals import Reason, Unreadable
from bot.bulk.separators import separator_of

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

MOST_ROWS = 5_000
"""Creators in one list."""

_SAMPLE = 32 * 1024
"""Characters from which separator and columns are decided."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """What a list says of one creator, as it was typed; empty where it says nothing."""

    number: int
    """The spreadsheet's own number: headings and blank rows count."""
    creator: str
    email: str = ""
    message: str = ""
    term: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Table:
    """A list that can be read."""

    columns: Columns
    separator: str
    encoding: Encoding | None
    """None where it was pasted. Windows-1252 is a guess, and a person should be told."""
    rows: Iterator[Row]
    """To be gone through once. Raises Unreadable where it cannot go on, and where there are none or too many."""


_NOTHING = Columns(places={Field.CREATOR: 0}, is_headed=False)
"""Of a list whose beginning is blank."""


def read_file(file: BinaryIO) -> Table:
    """Read an uploaded file that is seekable, a piece at a time; it has to stay open until the rows are read.

    Raises Unreadable where it is no list.
    """
    encoding = encoding_of(file)
    borrowed = io.BufferedReader(_Borrowed(file))
    return _read(io.TextIOWrapper(borrowed, encoding=encoding, newline=""), encoding=encoding)


def read_paste(text: str) -> Table:
    """Read a pasted list: handles in any arrangement, or cells copied from a spreadsheet.

    Raises Unreadable where there is nothing to read.
    """
    if not plain(text):
        raise Unreadable(Reason.EMPTY)
    if len(text) > LARGEST:
        raise Unreadable(Reason.TOO_LARGE)
    return _read(io.StringIO(text, newline=""), encoding=None)


def _read(text: TextIO, *, encoding: Encoding | None) -> Table:
    named = _skip_what_is_no_row(text)
    start = text.tell()
    sample = text.read(_SAMPLE)
    text.seek(start)

    separator = named or separator_of(sample)
    filled = [record for record in read_sample(sample, separator=separator) if any(map(plain, record.cells))]
    columns = columns_of(filled) if filled else _NOTHING
    records = read_records(text, separator=separator)
    return Table(columns=columns, separator=separator, encoding=encoding, rows=_rows(records, columns=columns))


def _skip_what_is_no_row(text: TextIO) -> str | None:
    """Go past a byte order mark and a line that names the separator, and return the latter's word."""
    start = text.tell()
    while text.read(1) == "\ufeff":
        start = text.tell()
    text.seek(start)
    named = named_separator(text.readline(_SAMPLE))
    if named is None:
        text.seek(start)
    return named


def _rows(records: Iterator[Record], *, columns: Columns) -> Iterator[Row]:
    filled = (record for record in records if any(map(plain, record.cells)))
    rows = (row for record in itertools.islice(filled, int(columns.is_headed), None) for row in _of(record, columns))
    count = 0
    for count, row in enumerate(rows, start=1):
        if count > MOST_ROWS:
            raise Unreadable(Reason.TOO_MANY_ROWS, row=row.number)
        yield row
    if not count:
        raise Unreadable(Reason.EMPTY)


def _of(record: Record, columns: Columns) -> Sequence[Row]:
    if columns.is_plain_list:
        found = pieces(record)
        if len(found) > 1 and not columns.is_one_line and not all(map(is_marked_creator, found)):
            found = [" ".join(found)]  # a name, or a remark beside a handle: no word of it may pass for a creator
        return [Row(number=record.number, creator=piece) for piece in found]
    return [
        Row(
            number=record.number,
            creator=plain(columns.cell(Field.CREATOR, record)),
            email=plain(columns.cell(Field.EMAIL, record)),
            message=told(columns.cell(Field.MESSAGE, record)),
            term=plain(columns.cell(Field.TERM, record)),
            note=told(columns.cell(Field.NOTE, record)),
        )
    ]


class _Borrowed(io.RawIOBase):
    """A file of somebody else's, read through here and left open."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer)
        found = self._file.read(len(view))
        view[: len(found)] = found
        return len(found)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._file.seek(offset, whence)
