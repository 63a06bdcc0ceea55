"""The two clocks of a login: when its token ends, and when access to the person's data ends; pure.

A token from a sign-in lives about 60 days. Access to `instagram_*` data ends 90 days after the person last signed in.
https://developers.facebook.com/docs/facebook-login/guides/access-tokens
https://developers.facebook.com/docs/facebook-login/auth-vs-data
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

REMIND_DAYS = (14, 7, 1)
"""How many days before the end somebody is asked to sign in again."""
CHECK_EVERY = timedelta(days=1)
FIRST_PAUSE = timedelta(minutes=5)
LONGEST_PAUSE = timedelta(hours=6)


@dataclass(frozen=True, kw_only=True)
class Clocks:
    """When either ends; None where Meta names no end."""

    token_ends_at: datetime | None = None
    data_ends_at: datetime | None = None

    @property
    def ends_at(self) -> datetime | None:
        """The sooner of the two: from then on nothing works."""
        return min((end for end in (self.token_ends_at, self.data_ends_at) if end is not None), default=None)

    def is_over(self, *, now: datetime) -> bool:
        """Whether one of them has run out."""
        return self.ends_at is not None and self.ends_at <= now


def days_left(ends_at: datetime, *, now: datetime) -> int:
    """Count the days that are left, begun ones included; 0 when it is over."""
    return max(math.ceil((ends_at - now) / timedelta(days=1)), 0)


def reminder_due(clocks: Clocks, *, now: datetime) -> int | None:
    """Return for how many days before the end a reminder is due now, 0 when it is over, or None while there is time.

    The nearest counts: after a week in which nobody was there to remind, one reminder is due and not two.
    """
    if clocks.ends_at is None:
        return None
    if clocks.is_over(now=now):
        return 0
    left = days_left(clocks.ends_at, now=now)
    return min((days for days in REMIND_DAYS if days >= left), default=None)


def next_check(clocks: Clocks, *, now: datetime, failed: int = 0) -> datetime:
    """Return when to ask Meta about a login next: daily, to the minute when a reminder or the end is due, later after failures."""
    if failed:
        return now + min(FIRST_PAUSE * float(2 ** min(failed - 1, 10)), LONGEST_PAUSE)
    if clocks.ends_at is None:
        return now + CHECK_EVERY
    moments = [clocks.ends_at - timedelta(days=days) for days in (*REMIND_DAYS, 0)]
    return min([moment for moment in moments if moment > now] + [now + CHECK_EVERY])
