"""Spans of time, counted into buckets and summed up by their middle."""

from __future__ import annotations

import bisect
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

ANSWER_EDGES = tuple(timedelta(hours=hours) for hours in (1, 6, 24, 2 * 24, 5 * 24, 9 * 24))
"""Between the buckets of times to answer; creators answer within the hour, the next day, or after a nudge."""
AGE_EDGES = tuple(timedelta(days=days) for days in (2, 5, 9, 14))
"""Between the buckets of open requests; the first three are the days of the usual nudge plan."""


@dataclass(frozen=True, kw_only=True)
class Bucket:
    """How many spans are from `begins` on and shorter than `ends`."""

    begins: timedelta
    ends: timedelta | None
    """None: however long."""
    count: int


class Spans:
    """Many spans, kept as plain seconds: 100,000 of them are under four megabytes."""

    def __init__(self) -> None:
        """Begin with none."""
        self._seconds: list[float] = []

    def add(self, span: timedelta) -> None:
        """Add one more."""
        self._seconds.append(span.total_seconds())

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._seconds)

    def median(self) -> timedelta | None:
        """Return the middle one; of an even number, the middle between two. None where there is none."""
        return self.percentile(50)

    def percentile(self, percent: int) -> timedelta | None:
        """Return what so many of a hundred spans do not exceed, from 0 to 100, between two spans in proportion."""
        if not self._seconds:
            return None
        if len(self._seconds) == 1 or not 0 < percent < 100:
            return timedelta(seconds=max(self._seconds) if percent else min(self._seconds))
        cuts = statistics.quantiles(self._seconds, n=100, method="inclusive")
        return timedelta(seconds=cuts[percent - 1])

    def buckets(self, edges: Sequence[timedelta]) -> Sequence[Bucket]:
        """Count them between growing edges: one bucket more than there are edges."""
        counts = [0] * (len(edges) + 1)
        limits = [edge.total_seconds() for edge in edges]
        for seconds in self._seconds:
            counts[bisect.bisect_right(limits, seconds)] += 1
        return [
            Bucket(begins=begins, ends=ends, count=count)
            for begins, ends, count in zip((timedelta(0), *edges), (*edges, None), counts, strict=True)
        ]
