"""What becomes of each creator in a round of tag approval, and how a row is kept. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any


class Outcome(StrEnum):
    """What is known of one creator."""

    OPEN = "open"
    """Not reached yet, or the round ended before."""
    APPROVED = "approved"
    """Looked up: may name the brand."""
    NOT_APPROVED = "not_approved"
    CHANGED = "changed"
    """Done now."""
    ALREADY = "already"
    """It stood so before, and nothing was sent."""
    UNDECIDED = "undecided"
    """Refused together with others; whose fault it was nobody knows yet."""
    REFUSED = "refused"
    """Meta refuses this creator."""
    NOT_FOUND = "not_found"
    """No professional account has this handle."""
    CHANGED_HANDS = "changed_hands"
    """The handle is somebody else's than when we knew it: nothing is done for it."""


UNFIT = frozenset({Outcome.NOT_FOUND, Outcome.CHANGED_HANDS})
"""Whoever cannot be told to Meta at all."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One creator of a round."""

    username: str
    ig_id: str | None = None
    was: bool | None = None
    """Whether the creator was approved before the round changed anything; null until that was read."""
    outcome: Outcome = Outcome.OPEN
    words: str = ""
    """Why, in a person's words, where there is more to say than the outcome."""

    def as_kept(self) -> dict[str, Any]:
        """Write the row for its column."""
        return asdict(self)


def read_rows(kept: Iterable[dict[str, Any]]) -> list[Row]:
    """Read rows as they are kept."""
    return [Row(**{**each, "outcome": Outcome(each["outcome"])}) for each in kept]


def fold(rows: Sequence[Row]) -> list[Row]:
    """Fold rows that turned out to be one account: Meta is told each once, and the first name stands for it."""
    seen: set[str] = set()
    kept = []
    for row in rows:
        if row.ig_id is not None and row.ig_id in seen:
            continue
        if row.ig_id is not None:
            seen.add(row.ig_id)
        kept.append(row)
    return kept


def looked_up(rows: Sequence[Row], *, approved: Collection[str]) -> list[Row]:
    """Say of each creator whether they are approved."""
    return [
        row
        if row.ig_id is None or row.outcome in UNFIT
        else replace(row, outcome=Outcome.APPROVED if row.ig_id in approved else Outcome.NOT_APPROVED)
        for row in rows
    ]


def remember(rows: Sequence[Row], *, approved: Collection[str]) -> list[Row]:
    """Keep how it stood before anything is changed. What is kept already stays: a second run reads what the first did."""
    return [
        row if row.ig_id is None or row.was is not None else replace(row, was=row.ig_id in approved) for row in rows
    ]


def settled(
    rows: Sequence[Row],
    *,
    wished: bool,
    stands: Collection[str],
    failed: Collection[str],
    untouched: Collection[str],
) -> list[Row]:
    """Say what came of a change for the creators it named, all by id.

    `stands` are those who are now as wished, whenever that came about: a row remembers how it was before the round, so
    what an earlier run of the same round did still counts as changed.
    """

    def outcome(row: Row) -> Outcome:
        if row.ig_id in stands:
            return Outcome.ALREADY if row.was == wished else Outcome.CHANGED
        if row.ig_id in failed:
            return Outcome.REFUSED
        return Outcome.UNDECIDED if row.ig_id in untouched else row.outcome

    return [replace(row, outcome=outcome(row)) for row in rows]


def names_of(rows: Iterable[Row], outcome: Outcome) -> list[str]:
    """Name those of one outcome."""
    return [row.username for row in rows if row.outcome is outcome]
