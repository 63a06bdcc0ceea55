"""Where what is known of the buckets is kept, as far as the client can know: a seam, and the plainest thing behind it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Protocol

from bot.graph.buckets import Bucket
from bot.graph.budget import Gauge, noted


class Ledger(Protocol):
    """What is known of the buckets. Must not raise: that something cannot be kept is no reason not to call."""

    async def known(self, buckets: Collection[Bucket]) -> Mapping[Bucket, Gauge]:
        """Return what is known of these buckets; one that is far from its limit may be left out."""
        ...

    async def note(self, news: Mapping[Bucket, Gauge]) -> None:
        """Add what an answer said."""
        ...


class OwnLedger:
    """A ledger of one process alone, forgotten when it ends."""

    def __init__(self, *, now: Callable[[], datetime]) -> None:
        self._now = now
        self._gauges: dict[Bucket, Gauge] = {}

    async def known(self, buckets: Collection[Bucket]) -> Mapping[Bucket, Gauge]:
        """Return what this process has heard."""
        return {bucket: self._gauges[bucket] for bucket in buckets if bucket in self._gauges}

    async def note(self, news: Mapping[Bucket, Gauge]) -> None:
        """Keep what holds something back, or may soon."""
        for bucket, gauge in news.items():
            known = noted(gauge, before=self._gauges.pop(bucket, None))
            if known.is_near(self._now()):
                self._gauges[bucket] = known
