"""How a bucket is spent: what is known of it, and when a call may go. Pure: no I/O, and the time comes in.

Meta tells how much of a bucket is used, in percent of a rolling window, and only once there is something to tell.
So what is unknown is free, what is known ages as the window rolls on, and the rule steers by percent alone, without
knowing how many calls a percent is:

- Below half nothing is held back.
- From the moment half was passed, each kind of call keeps below a line of its own, which rises over one window: what
  remains is spread over it. Work that nobody waits for keeps lowest, writes highest.
- At a wall, where Meta refuses until a moment that it names, nothing goes. What was known before is void once it
  lifts; the next calls go one by one, then faster, until Meta has told anew.

https://developers.facebook.com/docs/graph-api/overview/rate-limiting
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
TIGHT = 50.0
"""Percent used from which on calls are spread."""
DOUBLING = timedelta(seconds=2)
"""After a wall, twice as many calls may have gone each time this has passed."""
RESUMED = timedelta(seconds=20)
"""How long after a wall calls are let through by number: a thousand have gone by then."""


class Weight(StrEnum):
    """Who waits for a call."""

    BACKGROUND = "background"
    """Nobody: it is done by itself, and may as well be done later."""
    PERSON = "person"
    """Somebody sits before it, or half of something was read already."""
    WRITE = "write"
    """It changes something, which somebody wanted."""


class _Line(NamedTuple):
    """The most percent that may be used for a call to go: when it became tight, and a window later."""

    low: float
    high: float


_LINES = {
    Weight.BACKGROUND: _Line(TIGHT, 80.0),
    Weight.PERSON: _Line(80.0, 92.0),
    Weight.WRITE: _Line(90.0, 98.0),
}


@dataclass(frozen=True, kw_only=True)
class Gauge:
    """What is known of one bucket."""

    used: float
    """Percent; over 100 where Meta says so."""
    read_at: datetime
    window: timedelta = HOUR
    """How long a call counts."""
    tight_since: datetime | None = None
    """When it was first read to be half used; None while it is not."""
    lifts_at: datetime | None = None
    """When the wall lifts that was met last."""

    def is_void(self, now: datetime) -> bool:
        """Say whether what was read says nothing any more: the window has passed, or a wall has come and gone."""
        is_outlived = self.lifts_at is not None and self.read_at < self.lifts_at <= now
        return is_outlived or now - self.read_at >= self.window

    def is_near(self, now: datetime) -> bool:
        """Say whether it holds anything back, or may soon."""
        is_walled = self.lifts_at is not None and now < self.lifts_at + RESUMED
        return is_walled or (self.tight_since is not None and not self.is_void(now))


def noted(news: Gauge, *, before: Gauge | None) -> Gauge:
    """Add what was heard to what was known: the newer reading counts, and of two walls the later."""
    if before is None:
        return replace(news, tight_since=news.read_at if news.used >= TIGHT else None)
    walls = [moment for moment in (before.lifts_at, news.lifts_at) if moment is not None]
    lifts_at = max(walls, default=None)
    if (news.read_at, news.used) < (before.read_at, before.used):
        return replace(before, lifts_at=lifts_at)
    if news.used < TIGHT:
        return replace(news, tight_since=None, lifts_at=lifts_at)
    has_begun = before.tight_since is not None and not before.is_void(news.read_at)
    return replace(news, tight_since=before.tight_since if has_begun else news.read_at, lifts_at=lifts_at)


def opens_at(gauge: Gauge, *, weight: Weight, now: datetime, resumed: int = 0) -> datetime:
    """Return when a call of that weight may go; now, or earlier, means that it may.

    `resumed` says how many have gone since the wall lifted.
    """
    if gauge.lifts_at is not None and now < gauge.lifts_at + RESUMED:
        if now < gauge.lifts_at:
            return gauge.lifts_at
        turn = gauge.lifts_at + min(DOUBLING * math.log2(resumed + 1), RESUMED)
        return max(turn, _eases_at(gauge, _LINES[weight], now=now))
    return _eases_at(gauge, _LINES[weight], now=now)


def _eases_at(gauge: Gauge, line: _Line, *, now: datetime) -> datetime:
    """Return when what is used, as it ages, meets the line, as it rises."""
    if gauge.tight_since is None or gauge.is_void(now):
        return now
    # Clocks of several machines differ a little: what was read in the future counts from then.
    start = max(now, gauge.read_at)
    window = gauge.window.total_seconds()
    falls = gauge.used / window
    rises = (line.high - line.low) / window
    risen_at = max(start, gauge.tight_since + gauge.window)

    over = _aged(gauge, start) - _height(line, gauge, start)
    if over <= 0:
        return now
    over_when_risen = _aged(gauge, risen_at) - line.high
    if over_when_risen <= 0:
        return start + timedelta(seconds=over / (falls + rises))
    return risen_at + timedelta(seconds=over_when_risen / falls)


def _aged(gauge: Gauge, moment: datetime) -> float:
    """Estimate how much is used at a moment, if nothing was since: as if it had been used evenly over the window."""
    age = (moment - gauge.read_at) / gauge.window
    return gauge.used * min(max(1.0 - age, 0.0), 1.0)


def _height(line: _Line, gauge: Gauge, moment: datetime) -> float:
    assert gauge.tight_since is not None
    share = min(max((moment - gauge.tight_since) / gauge.window, 0.0), 1.0)
    return line.low + (line.high - line.low) * share
