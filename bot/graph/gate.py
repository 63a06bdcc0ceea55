"""The gate every call passes: it may go, or is held back unsent; and each answer is listened to."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime

from pydantic import SecretStr

from bot.graph.access import MetaApp
from bot.graph.buckets import Bucket, Draws, draws_of
from bot.graph.budget import RESUMED, Gauge, Weight, opens_at
from bot.graph.call import Call
from bot.graph.codes import ACCOUNT_WHY, APP_WHY, USER_WHY
from bot.graph.errors import GraphError, GraphHeld, ThrottleScope
from bot.graph.ledger import Ledger
from bot.graph.throttle import in_words
from bot.graph.usage import heard
from bot.words import say

PATIENCE_SECONDS = 1.0
"""A wait that is no longer is waited here; anything longer is for whoever calls to plan."""


class Gate:
    """Holds calls back before Meta has to. One for a process: it counts how many go after a wall has lifted."""

    def __init__(self, ledger: Ledger, *, app: MetaApp, now: Callable[[], datetime]) -> None:
        self._ledger = ledger
        self._app = app
        self._now = now
        self._resumed: dict[Bucket, tuple[datetime, int]] = {}

    async def admit(self, call: Call, *, token: SecretStr | None, weight: Weight) -> Draws:
        """Return, as soon as the call may go, what it draws from.

        Raises GraphHeld when that is more than a second away: nothing was sent then.
        """
        draws, patience = draws_of(call, token=token, app=self._app), PATIENCE_SECONDS
        while True:
            known = await self._ledger.known(tuple(draws))
            now = self._now()
            held = {bucket: self._opens_at(bucket, gauge, weight=weight, now=now) for bucket, gauge in known.items()}
            latest = max(held, key=lambda bucket: held[bucket], default=None)
            if latest is None or held[latest] <= now:
                self._count(known, now=now)
                return draws
            wait = (held[latest] - now).total_seconds()
            if wait > patience:
                raise _held(known[latest], latest.scope, wait=wait, now=now)
            patience -= wait
            await asyncio.sleep(wait)

    async def hear(self, draws: Draws, headers: Mapping[str, str], *, error: GraphError | None = None) -> None:
        """Take in what an answer says, be it one that was hoped for or `error`."""
        news = heard(headers, draws=draws, app=self._app, now=self._now(), error=error)
        if news:
            await self._ledger.note(news)

    def _opens_at(self, bucket: Bucket, gauge: Gauge, *, weight: Weight, now: datetime) -> datetime:
        lifted_at, resumed = self._resumed.get(bucket, (None, 0))
        return opens_at(gauge, weight=weight, now=now, resumed=resumed if lifted_at == gauge.lifts_at else 0)

    def _count(self, known: Mapping[Bucket, Gauge], *, now: datetime) -> None:
        """Remember how many calls have gone through a wall that has lifted just now."""
        self._resumed = {each: (at, count) for each, (at, count) in self._resumed.items() if now < at + RESUMED}
        for bucket, gauge in known.items():
            if gauge.lifts_at is not None and now < gauge.lifts_at + RESUMED:
                lifted_at, resumed = self._resumed.get(bucket, (gauge.lifts_at, 0))
                self._resumed[bucket] = (gauge.lifts_at, resumed + 1 if lifted_at == gauge.lifts_at else 1)


_USED_UP: Mapping[ThrottleScope, str] = {"app": APP_WHY, "user": USER_WHY, "business": ACCOUNT_WHY}
_NEARLY: Mapping[ThrottleScope, str] = {
    "app": "graph.why.app_nearly",
    "user": "graph.why.user_nearly",
    "business": "graph.why.account_nearly",
}


def _held(gauge: Gauge, scope: ThrottleScope, *, wait: float, now: datetime) -> GraphHeld:
    is_wall = gauge.lifts_at is not None and now < gauge.lifts_at
    return GraphHeld(
        None if is_wall else say("graph.held.happened_by_itself"),
        why=say((_USED_UP if is_wall else _NEARLY)[scope]),
        todo=say("graph.todo.wait", wait=in_words(wait)),
        wait_seconds=wait,
        scope=scope,
    )
