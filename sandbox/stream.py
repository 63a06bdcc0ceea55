"""Server-sent events: tells who watches what to read again."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

from starlette.responses import StreamingResponse

_HEARTBEAT = 15.0


class Stream:
    """Sends every event to everybody who follows."""

    def __init__(self) -> None:
        self._followers: set[asyncio.Queue[dict[str, Any]]] = set()

    def tell(self, kind: str, **about: Any) -> None:
        """Send one event; keys without a value are left out."""
        event = {"kind": kind} | {name: value for name, value in about.items() if value is not None}
        for follower in self._followers:
            follower.put_nowait(event)

    def answer(self) -> StreamingResponse:
        """Answer a request with the events from now on, until the client goes."""
        queue: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._followers.add(queue)
        return StreamingResponse(
            self._lines(queue), media_type="text/event-stream", headers={"Cache-Control": "no-store"}
        )

    async def _lines(self, queue: asyncio.Queue[dict[str, Any]]) -> AsyncIterator[str]:
        try:
            yield ": here\n\n"
            while True:
                try:
                    event = await asyncio.wait_for(queue.get(), _HEARTBEAT)
                except TimeoutError:
                    yield ": still here\n\n"
                else:
                    yield f"data: {json.dumps(event)}\n\n"
        finally:
            self._followers.discard(queue)
