"""A little while in which what was asked can be taken back, because it has not left yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

LONGEST = timedelta(minutes=10)
"""Longer is not undoing but waiting; whoever wants that asks for a sign-off."""


@dataclass(frozen=True, kw_only=True)
class Undo:
    """The while that a workspace has chosen."""

    seconds: int = 30
    """0 switches it off: what is asked leaves at once."""

    def __post_init__(self) -> None:
        """Refuse a while that is none."""
        if not timedelta(0) <= timedelta(seconds=self.seconds) <= LONGEST:
            raise ValueError(f"undoing lasts from 0 to {LONGEST.seconds} seconds")

    def leaves_at(self, accepted_at: datetime) -> datetime | None:
        """Return when it may leave for Meta, and not before; None where it leaves at once.

        Until then it can be undone. Two clocks may differ, so what decides is not the time but which comes first to the
        request's row: the work that lets it leave, or the wish to undo it.
        """
        return accepted_at + timedelta(seconds=self.seconds) if self.seconds else None
