"""How a bucket is spent: what is known of it, and when a call may go. Pure: no I/O, and the time comes in.

Meta tells how much of a bucket is used, in percent of a rolling window, and only once there is something to tell.
What is unknown is free. What is known is steered by percent alone:

- Below half nothing is held back.
- From the moment half was passed, each kind of call keeps below a line of its own, which rises over one window: what
  remains is spread over it. Work that nobody waits for keeps lowest, writes highest, and the last is left untouched.
- What was used before that moment may have been used all at once. So nothing counts as come back for one window;
  from then on it comes back evenly, until a window after the last reading nothing is known any more.
- At a wall, where Meta refuses until a moment that it names, nothing goes. Once it lifts, what was known before is
  void, and the next calls go one by one, then faster, until Meta has told anew.

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
_HIGHEST_RISE = 34.0
_RISE_KEPT = 0.8


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
    rise: float = 0.0
    """Percent that the last readings rose by: what a call costs, where an account is allowed a few only."""
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
    walls = [gauge.lifts_at for gauge in (before, news) if gauge is not None and gauge.lifts_at is not None]
    lifts_at = max(walls, default=None)
    if before is not None and (news.read_at, news.used) < (before.read_at, before.used):
        return replace(before, lifts_at=lifts_at)
    if news.used < TIGHT:
        return replace(news, rise=0.0, tight_since=None, lifts_at=lifts_at)
    if before is None or before.tight_since is None or before.is_void(news.read_at):
        return replace(news, rise=0.0, tight_since=news.read_at, lifts_at=lifts_at)
    rise = max(min(news.used - before.used, _HIGHEST_RISE), before.rise * _RISE_KEPT)
    return replace(news, rise=rise, tight_since=before.tight_since, lifts_at=lifts_at)


def opens_at(gauge: Gauge, *, weight: Weight, now: datetime, resumed: int = 0) -> datetime:
    """Return when a call of that weight may go; `now` where it may at once.

    `resumed` says how many have gone since the wall lifted.
    """
    turn = now
    if gauge.lifts_at is not None and now < gauge.lifts_at + RESUMED:
        if now < gauge.lifts_at:
            return gauge.lifts_at
        if weight is not Weight.WRITE:  # a write follows upon what was read for it, which had its turn
            turn = max(now, gauge.lifts_at + min(DOUBLING * math.log2(resumed + 1), RESUMED))
    if gauge.tight_since is None or gauge.is_void(now):
        return turn
    # People and writes may use up what the background is to leave to them, so they need not allow for what they cost.
    rise = gauge.rise if weight is Weight.BACKGROUND else 0.0
    return max(turn, _meets(_LINES[weight], gauge, since=gauge.tight_since, rise=rise))


def _meets(line: _Line, gauge: Gauge, *, since: datetime, rise: float) -> datetime:
    """Return when the line, as it rises, meets what is used, as it comes back."""
    needed = gauge.used + rise
    if needed <= line.high:
        return since + gauge.window * max((needed - line.low) / (line.high - line.low), 0.0)
    fades_from, gone_at = max(gauge.read_at, since + gauge.window), gauge.read_at + gauge.window
    return gone_at - (gone_at - fades_from) * ((line.high - rise) / gauge.used)
