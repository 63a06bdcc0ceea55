"""Turns for writers: SQLite lets those who wait race, and one may lose for seconds; here they go in the order they came."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

PATIENCE_SECONDS = 1.2
"""After this one goes ahead out of turn: the file's own lock keeps the data safe, this is about fairness alone."""


class Turns:
    """Whose turn it is to write, among the writers of this process."""

    def __init__(self) -> None:
        self._writing = asyncio.Lock()

    @asynccontextmanager
    async def one(self) -> AsyncIterator[None]:
        """Wait for a turn and keep it to the end of the block."""
        is_ours = False
        with suppress(TimeoutError):
            is_ours = await asyncio.wait_for(self._writing.acquire(), PATIENCE_SECONDS)
        try:
            yield
        finally:
            if is_ours:
                self._writing.release()
