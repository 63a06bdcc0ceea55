"""What becomes of each row of a list, said before anything is asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Generic, Protocol, TypeVar

from bot.bulk.cells import read_address, read_creator, read_date
from bot.bulk.columns import Field
from bot.bulk.identity import Entry, fingerprint
from bot.bulk.table import Row
from bot.creators.handles import Misread

LONGEST_TEXT = 3_000
"""Characters of a message or a note, as many as a field of a Slack form takes.
https://docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element"""


class Why(StrEnum):
    """What is wrong with a cell."""

    NOT_A_HANDLE = "not_a_handle"
    NOT_AN_ADDRESS = "not_an_address"
    NOT_A_DATE = "not_a_date"
    """Also a date that means two days, such as 12/11/2026."""
    PAST = "past"
    TOO_LONG = "too_long"
    UNKNOWN_PLACE = "unknown_place"
    """A message with a word in braces that nothing can be filled in for."""
    LONG_MESSAGE = "long_message"
    """More than one direct message takes, for a creator without an address."""


@dataclass(frozen=True, kw_only=True)
class Fault:
    """A cell that cannot be used."""

    field: Field
    typed: str
    why: Why
    misread: Misread | None = None
    """What is known of a handle that is none."""


@dataclass(frozen=True, kw_only=True)
class Ready:
    """It can be asked."""

    row: Row
    entry: Entry


@dataclass(frozen=True, kw_only=True)
class Faulty:
    """It cannot be asked as it is; all its faults, so that they are mended at once."""

    row: Row
    faults: Sequence[Fault]


@dataclass(frozen=True, kw_only=True)
class Repeated:
    """The same creator as in a row before, which counts."""

    row: Row
    entry: Entry
    first: int
    """The number of the row that counts."""
    differs: bool
    """It says something else than the row that counts: another message, for example."""


Standing = TypeVar("Standing")


@dataclass(frozen=True, kw_only=True)
class Already(Generic[Standing]):
    """Somebody who need not be asked: waiting or approved already, or whatever else `standing` says."""

    row: Row
    entry: Entry
    standing: Standing


class CheckMessage(Protocol):
    """Says what is wrong with the message to one creator; `message` is the row's own."""

    def __call__(self, handle: str, /, *, message: str | None, has_address: bool) -> Why | None: ...


def judge(
    rows: Iterable[Row], *, today: date, check_message: CheckMessage | None = None
) -> Iterator[Ready | Faulty | Repeated]:
    """Say what becomes of each row, in their order. `today` is the date where the campaign is.

    The first row of a creator that can be asked counts; one with a fault does not stand in the way of a better one.
    """
    seen: dict[str, tuple[int, bytes]] = {}
    for row in rows:
        read = _read(row, today=today, check_message=check_message)
        if not isinstance(read, Entry):
            yield Faulty(row=row, faults=read)
            continue
        print_ = fingerprint(read)
        if read.handle in seen:
            first, counts = seen[read.handle]
            yield Repeated(row=row, entry=read, first=first, differs=print_ != counts)
        else:
            seen[read.handle] = row.number, print_
            yield Ready(row=row, entry=read)


def compare(
    verdicts: Iterable[Ready | Faulty | Repeated], *, already: Mapping[str, Standing]
) -> Iterator[Ready | Faulty | Repeated | Already[Standing]]:
    """Take out of the ready ones those of whom something is known already, by handle in lower case."""
    for verdict in verdicts:
        if isinstance(verdict, Ready) and (standing := already.get(verdict.entry.handle)) is not None:
            yield Already(row=verdict.row, entry=verdict.entry, standing=standing)
        else:
            yield verdict


def _read(row: Row, *, today: date, check_message: CheckMessage | None) -> Entry | Sequence[Fault]:
    faults: list[Fault] = []
    handle = read_creator(row.creator)
    if isinstance(handle, Misread):
        faults.append(Fault(field=Field.CREATOR, typed=row.creator, why=Why.NOT_A_HANDLE, misread=handle))
    address = read_address(row.email)
    if row.email and address is None:
        faults.append(Fault(field=Field.EMAIL, typed=row.email, why=Why.NOT_AN_ADDRESS))
    term = read_date(row.term)
    if row.term and term is None:
        faults.append(Fault(field=Field.TERM, typed=row.term, why=Why.NOT_A_DATE))
    if term is not None and term < today:
        faults.append(Fault(field=Field.TERM, typed=row.term, why=Why.PAST))
    for field, text in ((Field.MESSAGE, row.message), (Field.NOTE, row.note)):
        if len(text) > LONGEST_TEXT:
            faults.append(Fault(field=field, typed=text, why=Why.TOO_LONG))
    if check_message is not None and not isinstance(handle, Misread):
        why = check_message(handle, message=row.message or None, has_address=address is not None)
        if why is not None:
            faults.append(Fault(field=Field.MESSAGE, typed=row.message, why=why))
    if faults or isinstance(handle, Misread):
        return faults
    return Entry(handle=handle, email=address, message=row.message or None, term=term, note=row.note or None)
