"""How far a long reading is, shown now and then beside it: the reading never waits for that."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Self

PAUSE_SECONDS = 2.0
"""Slack takes fifty changes of a window in a minute. https://docs.slack.dev/reference/methods/views.update (tier 4)"""


class Progress:
    """Counts what is done, and shows it every few seconds until it is left."""

    def __init__(self, show: Callable[[int], Awaitable[None]]) -> None:
        self.done = 0
        self._show = show
        self._showing: asyncio.Task[None] | None = None

    def add(self, count: int) -> None:
        """Count more."""
        self.done += count

    async def __aenter__(self) -> Self:
        self._showing = asyncio.create_task(self._show_now_and_then())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._showing is not None, "entering starts it"
        self._showing.cancel()
        await asyncio.wait({self._showing})  # an older state must not be shown after what comes next

    async def _show_now_and_then(self) -> None:
        while True:
            await asyncio.sleep(PAUSE_SECONDS)
            await self._show(self.done)
