"""Whether to try the list of a whole business, which may or may not answer, given how it went before. Pure.

One call for all brands costs least, but the list is in a single document of 2022: it may be gone, want scopes
nobody names, or leave accounts out. So it is tried, the outcome is remembered by whoever stores it (for each
business and login), and a refusal is not repeated at every look: a day later, then two, four and so on, up to
a month, since Meta may bring it back and people grant scopes later.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.graph.errors import GraphError, GraphNonsense, GraphUnknown, InputRefused, ScopeMissing

FIRST_PAUSE = timedelta(days=1)
LONGEST_PAUSE = timedelta(days=30)
SURE_FOR = timedelta(days=7)
"""How long the list is believed before it is compared with the brands' own lists again."""


class Outcome(StrEnum):
    """How a try went."""

    AGREED = "agreed"
    """It answered, and said what the brands' own lists say."""
    ANSWERED = "answered"
    """It answered; nothing was compared."""
    REFUSED = "refused"
    """It is not there, or not for this login."""
    DISAGREED = "disagreed"
    """It answered, and not what the brands' own lists say."""
    UNDECIDED = "undecided"
    """Meta was out of reach or out of breath, which says nothing about the list."""


class Choice(StrEnum):
    """What to do now."""

    COMPARE = "compare"
    """Read it, and the brands' own lists beside it."""
    USE = "use"
    """Read it alone."""
    SKIP = "skip"
    """Read the brands' own lists alone."""


@dataclass(frozen=True, kw_only=True)
class Memory:
    """What is remembered: when the list last agreed, how often in a row it failed, and until when it rests."""

    agreed_at: datetime | None = None
    failures: int = 0
    rests_until: datetime | None = None


def outcome_of(error: GraphError) -> Outcome:
    """Say what a failed try tells about the list."""
    match error:
        case ScopeMissing() | InputRefused() | GraphNonsense() | GraphUnknown():
            return Outcome.REFUSED
        case _:
            return Outcome.UNDECIDED


def choose(memory: Memory, *, now: datetime) -> Choice:
    """Say whether to read the business's list now."""
    if memory.rests_until is not None and now < memory.rests_until:
        return Choice.SKIP
    if memory.agreed_at is not None and now - memory.agreed_at < SURE_FOR:
        return Choice.USE
    return Choice.COMPARE


def learn(memory: Memory, outcome: Outcome, *, now: datetime) -> Memory:
    """Return what to remember after a try."""
    match outcome:
        case Outcome.AGREED:
            return Memory(agreed_at=now)
        case Outcome.REFUSED | Outcome.DISAGREED:
            pause = min(FIRST_PAUSE * 2 ** min(memory.failures, 10), LONGEST_PAUSE)
            return Memory(failures=memory.failures + 1, rests_until=now + pause)
        case Outcome.ANSWERED | Outcome.UNDECIDED:
            return memory
