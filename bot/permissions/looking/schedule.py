"""When to look at a profile next: soon while an ask is fresh, seldom when nothing can change, later after failures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

SOONEST = timedelta(seconds=5)
"""For an ask made just now: most who answer at once do it within minutes."""
HEARD_WITHIN = timedelta(minutes=5)
"""The longest a "no" to an open request goes unheard."""
STANDING = timedelta(minutes=5)
"""For profiles with nothing open but approvals that may be revoked: ads pause when they are."""
IDLE = timedelta(hours=1)
"""For profiles with nothing at all: something made in Meta's own tools may appear."""
AGE_SHARE = 20
"""An ask is looked at after a twentieth of its age: 10 min old, every 30 s."""
LONGEST_BACK_OFF = timedelta(minutes=30)


@dataclass(frozen=True, kw_only=True)
class Watch:
    """What decides the next look at one profile."""

    newest_open: datetime | None
    """When the newest of the open requests was sent or asked; None where none is open."""
    approved: int
    failed_looks: int


def next_look(watch: Watch, *, now: datetime, told_to_wait: timedelta = timedelta(0)) -> datetime:
    """Return when to look next. `told_to_wait` is Meta's own word and always kept."""
    return now + max(_pause(watch, now=now), told_to_wait)


def _pause(watch: Watch, *, now: datetime) -> timedelta:
    if watch.failed_looks:
        return min(SOONEST * float(2 ** min(watch.failed_looks - 1, 10)), LONGEST_BACK_OFF)
    if watch.newest_open is not None:
        age = max(now - watch.newest_open, timedelta(0))
        return min(max(age / AGE_SHARE, SOONEST), HEARD_WITHIN)
    return STANDING if watch.approved else IDLE
