"""What Meta delivers is kept before it is answered, and read afterwards.

Meta wants its answer fast, and delivers what was not answered with 200 again, ever later, for 36 hours. Bodies that come while
others are being written wait for one transaction together: a burst costs a few, however many deliveries it has.
https://developers.facebook.com/docs/graph-api/webhooks/getting-started
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime

from pydantic import SecretStr

from bot.graph.webhooks.trust import answer_handshake, is_signed
from bot.queues import ARRIVALS
from storage.comments import Arrival
from storage.unit_of_work import Job, Storage

HEAR = "hear"
LATEST_SECONDS = 1.0
"""What comes within a second is read by one piece of work."""


class Arriving:
    """The use case: Meta's address, without its web framework."""

    def __init__(
        self, *, storage: Storage, app_secret: SecretStr, verify_token: SecretStr, now: Callable[[], datetime]
    ) -> None:
        self._storage = storage
        self._app_secret, self._verify_token = app_secret, verify_token
        self._now = now
        self._waiting: list[Arrival] = []
        self._next: asyncio.Task[None] | None = None
        self._writing = asyncio.Lock()

    def greet(self, query: Mapping[str, str]) -> str | None:
        """Return what to answer when Meta verifies the address; None for anybody else."""
        return answer_handshake(query, verify_token=self._verify_token)

    async def keep(self, body: bytes, *, signature: str | None) -> bool:
        """Keep a delivery; once this returned it is not lost. False, and nothing kept, for what Meta did not sign.

        Raises DatabaseDown: it was not kept, and Meta is to send it again.
        """
        if not is_signed(body, signature=signature, app_secret=self._app_secret):
            return False
        self._waiting.append(Arrival(id=hashlib.sha256(body).hexdigest(), body=body, at=self._now()))
        if self._next is None:
            self._next = asyncio.create_task(self._write())
        await asyncio.shield(self._next)  # who hangs up does not take the others' with them
        return True

    async def _write(self) -> None:
        """Write all that waits once the write before is done; what comes later is the next one's."""
        async with self._writing:
            arrivals, self._waiting, self._next = self._waiting, [], None
            second = int(self._now().timestamp())
            # Without a workspace: whose news it is shows once it is read.
            job = Job(workflow=HEAR, queue=ARRIVALS.name, id=f"hear:{second}", args=("",), delay_seconds=LATEST_SECONDS)
            async with self._storage.incoming() as incoming:
                await incoming.arrivals.add(arrivals)
                await incoming.enqueue(job)
