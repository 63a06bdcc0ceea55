"""What all workers know of Meta's limits: each tells the others by the database, and looks there once a second.

Behind `bot.graph`'s seam. While nothing is near a limit a process asks the database once a second at most, and only
while it has calls to make; nothing is written. A wall that one worker meets stops the others within that second.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.graph.buckets import Bucket
from bot.graph.budget import DAY, RESUMED, Gauge, noted
from storage.budgets import Budget
from storage.database import DatabaseDown
from storage.unit_of_work import Storage

log = logging.getLogger(__name__)

LOOK_EVERY = timedelta(seconds=1)
FORGET_EVERY = timedelta(hours=1)
WORTH_TELLING = 1.0
"""Percent: Meta tells whole ones, and less than one changes nothing that another worker would do."""


class SharedLedger:
    """A ledger that all workers of one database share, and that outlives them."""

    def __init__(self, storage: Storage, *, now: Callable[[], datetime]) -> None:
        self._storage = storage
        self._now = now
        self._gauges: dict[str, Gauge] = {}
        self._told: dict[str, Gauge] = {}
        self._untold: dict[str, Gauge] = {}
        self._heard: dict[str, Gauge] = {}
        self._looked_at: datetime | None = None
        self._forgot_at: datetime | None = None
        self._looking, self._telling = asyncio.Lock(), asyncio.Lock()
        self._is_down = False

    async def known(self, buckets: Collection[Bucket]) -> Mapping[Bucket, Gauge]:
        """Return what any worker has heard of these, as of a second ago at most."""
        async with self._looking:
            if self._looked_at is None or not self._looked_at <= self._now() < self._looked_at + LOOK_EVERY:
                await self._look()
        return {bucket: self._gauges[bucket.name] for bucket in buckets if bucket.name in self._gauges}

    async def note(self, news: Mapping[Bucket, Gauge]) -> None:
        """Take in what an answer said, and tell the others what they should know."""
        for bucket, gauge in news.items():
            before = self._gauges.pop(bucket.name, None)
            after = noted(gauge, before=before)
            if after.is_near(self._now()):
                self._gauges[bucket.name] = after
            self._heard[bucket.name] = after
            if self._is_worth_telling(bucket.name, after):
                self._untold[bucket.name] = after
        if not self._untold:
            return
        is_busy = self._telling.locked()
        async with self._telling:  # the next write takes along what all who wait for it have heard
            if self._untold and not (is_busy and self._is_down):  # else each would wait for a dead database in its turn
                await self._tell()

    def _is_worth_telling(self, name: str, gauge: Gauge) -> bool:
        told = self._told.get(name)
        if told is None:
            return gauge.is_near(self._now())
        is_over = told.tight_since is not None and gauge.tight_since is None
        return is_over or gauge.lifts_at != told.lifts_at or abs(gauge.used - told.used) >= WORTH_TELLING

    async def _look(self) -> None:
        now = self._now()
        # What is heard from now on, or on its way to the database, may be missing in what is read.
        heard = self._heard = dict(self._untold)
        try:
            async with self._storage.budgets() as budgets:
                near = await budgets.near(lifted_since=now - RESUMED)
        except DatabaseDown as error:
            self._say_down(error)
            return
        finally:
            self._looked_at = now
        self._is_down = False
        self._told = {row.bucket: _gauge(row) for row in near}
        # Otherwise the database has the last word, so that what is deleted there is forgotten.
        self._gauges = dict(self._told)
        for name, gauge in heard.items():
            self._gauges[name] = noted(gauge, before=self._gauges.get(name))

    async def _tell(self) -> None:
        now, telling = self._now(), dict(self._untold)
        try:
            async with self._storage.budgets(to_write=True) as budgets:
                await budgets.keep([_row(name, gauge) for name, gauge in telling.items()])
                if self._forgot_at is None or now >= self._forgot_at + FORGET_EVERY:
                    await budgets.forget(before=now - DAY)
                    self._forgot_at = now
        except DatabaseDown as error:
            self._say_down(error)
            return
        self._told |= telling
        self._untold = {name: gauge for name, gauge in self._untold.items() if telling.get(name) is not gauge}
        self._is_down = False

    def _say_down(self, error: DatabaseDown) -> None:
        if not self._is_down:
            log.warning("what is known of Meta's limits is not shared for now: %s", error)
        self._is_down = True


def _gauge(row: Any) -> Gauge:
    return Gauge(
        used=row.used,
        read_at=row.read_at,
        window=timedelta(seconds=row.window_seconds),
        rise=row.rise,
        tight_since=row.tight_since,
        lifts_at=row.lifts_at,
    )


def _row(name: str, gauge: Gauge) -> Budget:
    return Budget(
        bucket=name,
        used=gauge.used,
        read_at=gauge.read_at,
        window_seconds=gauge.window.total_seconds(),
        rise=gauge.rise,
        tight_since=gauge.tight_since,
        lifts_at=gauge.lifts_at,
    )
