"""Which of several ways to an account is used: the healthiest; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One way, as far as choosing needs to know. `ends_at` is None where no end is known."""

    id: str
    is_alive: bool
    is_over: bool
    lacks: int
    """How many things are missing."""
    ends_at: datetime | None
    granted_at: datetime


def healthiest(choices: Sequence[Choice]) -> Choice | None:
    """Return the one to use: alive before dead, then the one that lacks least, lasts longest, was granted last."""
    return max(choices, key=_rank, default=None)


def _rank(choice: Choice) -> tuple[bool, bool, int, datetime, datetime, str]:
    return (
        choice.is_alive,
        not choice.is_over,
        -choice.lacks,
        choice.ends_at or _NEVER,
        choice.granted_at,
        choice.id,
    )
