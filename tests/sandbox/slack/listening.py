"""A listener that keeps what reached it and answers as told."""

from __future__ import annotations

import asyncio
from typing import Any

from slack_bolt.async_app import AsyncAck

from tests.running import until


class Ear:
    """Hears one kind of delivery; acks with `answer`, after `delay` seconds."""

    def __init__(self, *, delay: float = 0, **answer: Any) -> None:
        self.bodies: list[dict[str, Any]] = []
        self._answer = answer
        self._delay = delay

    async def hear(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """Keep the body and ack."""
        self.bodies.append(body)
        if self._delay:
            await asyncio.sleep(self._delay)
        await ack(**self._answer)

    async def body(self) -> dict[str, Any]:
        """Wait for the first body."""

        async def look() -> list[dict[str, Any]]:
            return self.bodies

        return (await until(look))[0]
