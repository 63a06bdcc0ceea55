"""What Meta delivers is kept before it is answered, and read afterwards.

Meta wants its answer fast, and delivers what was not answered with 200 again, ever later, for 36 hours. Bodies that come while
others are being written wait for one transaction together: a burst costs a few, however many deliveries it has.
https://developers.facebook.com/docs/graph-api/webhooks/getting-started
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Callable, Mapping
from datetime import datetime

from pydantic import SecretStr

from bot.graph.webhooks.trust import answer_handshake, is_signed
from storage.comments import Arrival
from storage.database import DatabaseDown
from storage.unit_of_work import Job, Storage

log = logging.getLogger(__name__)

HEAR = "hear"
ARRIVALS = "arrivals"
LATEST_SECONDS = 1.0
"""What comes within a second is read by one piece of work."""
MOST_AT_ONCE = 500


class Arriving:
    """The use case: Meta's address, without its web framework."""

    def __init__(
        self, *, storage: Storage, app_secret: SecretStr, verify_token: SecretStr, now: Callable[[], datetime]
    ) -> None:
        self._storage = storage
        self._app_secret, self._verify_token = app_secret, verify_token
        self._now = now
        self._waiting: list[tuple[Arrival, asyncio.Future[None]]] = []
        self._writer: asyncio.Task[None] | None = None

    def greet(self, query: Mapping[str, str]) -> str | None:
        """Return what to answer when Meta verifies the address; None for anybody else."""
        return answer_handshake(query, verify_token=self._verify_token)

    async def keep(self, body: bytes, *, signature: str | None) -> bool:
        """Keep a delivery; once this returned it is not lost. False, and nothing kept, for what Meta did not sign.

        Raises DatabaseDown: it was not kept, and Meta is to send it again.
        """
        if not is_signed(body, signature=signature, app_secret=self._app_secret):
            return False
        kept = asyncio.get_running_loop().create_future()
        self._waiting.append((Arrival(id=hashlib.sha256(body).hexdigest(), body=body, at=self._now()), kept))
        if self._writer is None:
            self._writer = asyncio.create_task(self._write())
        await kept
        return True

    async def _write(self) -> None:
        """Write until nobody waits; whoever comes meanwhile is in the next transaction."""
        try:
            while self._waiting:
                some, self._waiting = self._waiting[:MOST_AT_ONCE], self._waiting[MOST_AT_ONCE:]
                try:
                    await self._commit([arrival for arrival, _kept in some])
                except DatabaseDown as error:
                    log.warning("%d deliveries of Meta's could not be kept; they come again: %s", len(some), error)
                    _settle(some, error)
                else:
                    _settle(some, None)
        finally:
            self._writer = None
            for _arrival, kept in self._waiting:
                kept.cancel()

    async def _commit(self, arrivals: list[Arrival]) -> None:
        second = int(self._now().timestamp())
        # Without a workspace: whose news it is shows once it is read.
        job = Job(workflow=HEAR, queue=ARRIVALS, id=f"hear:{second}", args=("",), delay_seconds=LATEST_SECONDS)
        async with self._storage.incoming() as incoming:
            await incoming.arrivals.add(arrivals)
            await incoming.enqueue(job)


def _settle(some: list[tuple[Arrival, asyncio.Future[None]]], error: DatabaseDown | None) -> None:
    for _arrival, kept in some:
        if kept.done():
            continue  # whoever delivered it has hung up
        if error is None:
            kept.set_result(None)
        else:
            kept.set_exception(error)
