"""Waiting for something that another process does."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

Found = TypeVar("Found")


async def until(look: Callable[[], Awaitable[Found]], *, seconds: float, every: float = 0.01) -> Found:
    """Look again and again until there is something to see, and return it. Raises TimeoutError after `seconds`."""
    async with asyncio.timeout(seconds):
        while not (found := await look()):  # noqa: ASYNC110 - another process: no event to wait for
            await asyncio.sleep(every)
    return found
