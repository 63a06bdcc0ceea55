"""How often the app may call, a tier a method and one message a second a channel, and how soon it has to answer.

https://docs.slack.dev/apis/web-api/rate-limits names the least that each tier allows a minute; the
sandbox allows exactly that. Bursts of messages are allowed "small"; three at once is our reading of it.
"""

from __future__ import annotations

import math
from collections import deque
from enum import IntEnum

from sandbox.clock import Clock
from sandbox.slack.errors import Throttled

_MINUTE = 60.0
_ANSWER_SECONDS = 3.0  # https://docs.slack.dev/interactivity/handling-user-interaction#acknowledgment_response
_MESSAGE_BURST = 3


class Tier(IntEnum):
    """Calls a minute."""

    T1 = 1
    T2 = 20
    T3 = 50
    T4 = 100
    # "Several hundred a minute" for chat.postMessage, "hundreds" for auth.test and chat.getPermalink.
    SPECIAL = 300


class Limits:
    """Counts calls, and refuses what is over the limit; a refused call is not counted.

    `answer_seconds`: so long is waited for an ack, and a trigger lives.
    """

    def __init__(self, *, clock: Clock) -> None:
        self.as_usual()
        self._clock = clock
        self._calls: dict[str, deque[float]] = {}
        self._channel_ready: dict[str, float] = {}

    def count(self, method: str, *, tier: Tier) -> None:
        """Count one call of a method; raises Throttled over the tier."""
        if not self.enabled:
            return
        now = self._clock.now()
        calls = self._calls.setdefault(method, deque())
        while calls and calls[0] <= now - _MINUTE:
            calls.popleft()
        if len(calls) >= tier:
            raise Throttled(math.ceil(calls[0] + _MINUTE - now))
        calls.append(now)

    def count_message(self, channel: str) -> None:
        """Count one message to a channel; raises Throttled over one a second with a burst of three."""
        if not self.enabled:
            return
        now = self._clock.now()
        ready = max(self._channel_ready.get(channel, 0.0), now - (_MESSAGE_BURST - 1))
        if ready > now:
            raise Throttled(math.ceil(ready - now))
        self._channel_ready[channel] = ready + 1

    def as_usual(self) -> None:
        """Be as strict as Slack is."""
        self.enabled = True
        self.answer_seconds = _ANSWER_SECONDS

    def forget(self) -> None:
        """Start every window anew."""
        self._calls.clear()
        self._channel_ready.clear()
