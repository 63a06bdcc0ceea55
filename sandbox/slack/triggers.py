"""Triggers: a few seconds, once. Response URLs: thirty minutes, five times.

https://docs.slack.dev/interactivity/handling-user-interaction
"""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.clock import Clock
from sandbox.slack.errors import Refused
from sandbox.slack.ids import Ids
from sandbox.slack.limits import Limits

RESPONSE_URL_LIFE = 30 * 60.0
RESPONSE_URL_USES = 5


@dataclass(kw_only=True)
class Trigger:
    """The right to open one view for this person."""

    user: str
    made_at: float
    channel: str | None = None
    view_id: str | None = None
    is_used: bool = False


@dataclass(kw_only=True)
class ResponseUrl:
    """The right to answer in one channel, about one message where there is one."""

    user: str
    channel: str
    message_ts: str | None
    made_at: float
    uses: int = 0


class Triggers:
    """Every trigger and response URL handed out."""

    def __init__(self, *, clock: Clock, ids: Ids, limits: Limits) -> None:
        self._clock = clock
        self._limits = limits
        self._ids = ids
        self._triggers: dict[str, Trigger] = {}
        self._urls: dict[str, ResponseUrl] = {}

    def mint(self, *, user: str, channel: str | None = None, view_id: str | None = None) -> str:
        """Make a trigger; `view_id` is the modal it was made in."""
        secret = self._ids.secret("trigger", length=32)
        trigger_id = f"{int(self._clock.now() * 1000)}.{len(self._triggers) + 1}.{secret}"
        self._triggers[trigger_id] = Trigger(user=user, channel=channel, view_id=view_id, made_at=self._clock.now())
        return trigger_id

    def exchange(self, trigger_id: str) -> Trigger:
        """Use a trigger up; raises Refused when it is unknown, used or too old."""
        trigger = self._triggers.get(trigger_id)
        if trigger is None:
            raise Refused("invalid_trigger_id")
        if trigger.is_used:
            raise Refused("exchanged_trigger_id")
        if self._clock.now() - trigger.made_at > self._limits.answer_seconds:
            raise Refused("expired_trigger_id")
        trigger.is_used = True
        return trigger

    def mint_url(self, *, user: str, channel: str, message_ts: str | None = None) -> str:
        """Make the secret end of a response URL."""
        secret = self._ids.secret("response url")
        self._urls[secret] = ResponseUrl(user=user, channel=channel, message_ts=message_ts, made_at=self._clock.now())
        return secret

    def use_url(self, secret: str) -> ResponseUrl:
        """Count one use of a response URL; raises Refused when it is unknown, too old or used up."""
        url = self._urls.get(secret)
        if url is None:
            raise Refused("invalid_url")
        if self._clock.now() - url.made_at > RESPONSE_URL_LIFE:
            raise Refused("expired_url")
        if url.uses >= RESPONSE_URL_USES:
            raise Refused("used_url")
        url.uses += 1
        return url
