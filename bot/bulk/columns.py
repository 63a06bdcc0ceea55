"""Which column holds what: by its heading in any order and spelling, or by what is in it where there are no headings."""

from __future__ import annotations

import itertools
import re
import string
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.bulk.cells import is_marked_creator, plain, read_address, reads_as_creator
from bot.bulk.records import Record
from bot.bulk.refusals import Reason, Unreadable


class Field(StrEnum):
    """What a list may say of a creator."""

    CREATOR = "creator"
    EMAIL = "email"
    MESSAGE = "message"
    TERM = "term"
    NOTE = "note"


HEADINGS: Mapping[Field, Sequence[str]] = {
    Field.CREATOR: [
        *("handle", "handles", "creator handle", "instagram handle", "ig handle"),
        *("username", "user name", "instagram username", "ig username"),
        *("profile url", "profile link", "instagram url", "instagram link", "instagram profile", "url", "link"),
        *("instagram", "ig", "insta", "instagram account", "account", "profile"),
        *("creator", "creators", "influencer", "influencers"),
    ],
    Field.EMAIL: ["email", "e mail", "mail", "email address", "e mail address", "creator email", "contact email"],
    Field.MESSAGE: ["message", "text", "optional message", "personal message", "message to creator", "body"],
    Field.TERM: ["term", "until", "term until", "valid until", "use until", "end date", "ends", "expires", "expiry"],
    Field.NOTE: ["note", "notes", "internal note", "comment", "comments", "remark", "remarks"],
}
"""Spellings of each heading: lower case, with one blank for everything that is no letter or digit. The first of all that
a list has is its column: where there is a `handle`, a column headed `creator` holds names. To add a language, add its
words at the end of each line."""

_FIELD_OF = {spelling: field for field, spellings in HEADINGS.items() for spelling in spellings}


@dataclass(frozen=True, kw_only=True)
class Columns:
    """Where things are in every record."""

    places: Mapping[Field, int]
    is_headed: bool
    is_plain_list: bool = False
    """Nothing but creators: handles one below the other, or several side by side."""
    is_one_line: bool = False
    """A plain list in a single line, in which bare words are handles too."""
    unread: Sequence[str] = ()
    """Headings, or letters as in a spreadsheet, of columns that nothing is taken from."""

    def cell(self, field: Field, record: Record) -> str:
        """Return what a record has in a field; empty where it has nothing."""
        place = self.places.get(field)
        return record.cells[place] if place is not None and place < len(record.cells) else ""


def columns_of(sample: Sequence[Record]) -> Columns:
    """Find the columns from the first records, at least one of them with something in it.

    Without headings only creators and addresses are told by their looks. A message is not: a private note that is sent
    as one cannot be taken back. Raises Unreadable where no column has creators, or two have the same heading.
    """
    filled = [record for record in sample if any(map(plain, record.cells))]
    return _headed(filled[0]) if _is_heading(filled[0]) else _by_looks(filled)


def pieces(record: Record) -> Sequence[str]:
    """Return what stands in a record of a plain list, wherever it was separated."""
    return [piece for cell in record.cells for piece in plain(cell).split()]


def known_headings(record: Record) -> int:
    """Count the cells of a record that are headings we know."""
    return sum(_heading(cell) in _FIELD_OF for cell in record.cells)


def _is_heading(record: Record) -> bool:
    fields = [_FIELD_OF[heading] for cell in record.cells if (heading := _heading(cell)) in _FIELD_OF]
    return Field.CREATOR in fields or (bool(fields) and len(record.cells) > 1)


def _headed(record: Record) -> Columns:
    headings = [_heading(cell) for cell in record.cells]
    places: dict[Field, int] = {}
    for field, spellings in HEADINGS.items():
        named = next((spelling for spelling in spellings if spelling in headings), None)
        if named is None:
            continue
        if headings.count(named) > 1:
            raise Unreadable(Reason.HEADING_TWICE, row=record.number)
        places[field] = headings.index(named)
    if Field.CREATOR not in places:
        raise Unreadable(Reason.NO_CREATORS, row=record.number)
    unread = [plain(cell) for place, cell in enumerate(record.cells) if place not in places.values() and plain(cell)]
    return Columns(places=places, is_headed=True, unread=unread)


def _by_looks(records: Sequence[Record]) -> Columns:
    width = max(len(record.cells) for record in records)
    is_one_line = len(records) == 1 and all(map(reads_as_creator, pieces(records[0])))
    columns = [_column(records, place) for place in range(width)]
    beside = [cells for cells in columns[1:] if cells]
    if is_one_line or all(any(map(is_marked_creator, cells)) for cells in beside):
        if not any(map(reads_as_creator, itertools.chain.from_iterable(map(pieces, records)))):
            raise Unreadable(Reason.NO_CREATORS, row=records[0].number)
        return Columns(places={Field.CREATOR: 0}, is_headed=False, is_plain_list=True, is_one_line=is_one_line)

    creators = _most(columns, looks=is_marked_creator)
    if creators is None:
        creators = _most(columns, looks=reads_as_creator)
    if creators is None:
        raise Unreadable(Reason.NO_CREATORS, row=records[0].number)
    places = {Field.CREATOR: creators}
    addresses = _most(columns, looks=lambda cell: read_address(cell) is not None)
    if addresses is not None:
        places[Field.EMAIL] = addresses
    unread = [_letter(place) for place, cells in enumerate(columns) if cells and place not in places.values()]
    return Columns(places=places, is_headed=False, unread=unread)


def _column(records: Sequence[Record], place: int) -> Sequence[str]:
    return [record.cells[place] for record in records if place < len(record.cells) and plain(record.cells[place])]


def _most(columns: Sequence[Sequence[str]], *, looks: Callable[[str], bool]) -> int | None:
    """Return the column in which most cells look so, the first of several; None where none does."""
    counts = [sum(map(looks, cells)) for cells in columns]
    return counts.index(max(counts)) if any(counts) else None


def _heading(cell: str) -> str:
    """Return a cell as headings are compared; empty for what is a handle or an address and no heading."""
    typed = plain(cell).casefold()
    return "" if "@" in typed or "/" in typed else re.sub(r"[\W_]+", " ", typed).strip()


def _letter(place: int) -> str:
    """Return how spreadsheets call a column: A to Z, then by number."""
    return string.ascii_uppercase[place] if place < len(string.ascii_uppercase) else str(place + 1)
