"""The sandbox's time: real time plus what a test has added."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress


class Clock:
    """A clock that runs with the real one and can be moved forward, which wakes who sleeps on it."""

    def __init__(self, *, real: Callable[[], float] = time.time) -> None:
        self._real = real
        self._added = 0.0
        self._moved = asyncio.Event()

    def now(self) -> float:
        """Return the time in seconds since 1970."""
        return self._real() + self._added

    def advance(self, seconds: float) -> None:
        """Move the clock forward; it never goes back, as ids and message times are made from it."""
        if seconds < 0:
            raise ValueError("The clock only moves forward.")
        self._added += seconds
        woken, self._moved = self._moved, asyncio.Event()
        woken.set()

    async def sleep(self, seconds: float) -> None:
        """Wait until this many seconds have passed on this clock."""
        await self.sleep_until(self.now() + seconds)

    async def sleep_until(self, moment: float) -> None:
        """Wait until the clock shows `moment`, in seconds since 1970."""
        while (left := moment - self.now()) > 0:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._moved.wait(), left)
