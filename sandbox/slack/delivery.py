"""Brings commands, interactions and events to the app, by Socket Mode or signed HTTP.

Everything is to be acked within 3 seconds. Commands and interactions are sent once; events again, up to
three times: https://docs.slack.dev/apis/events-api
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any, Literal
from uuid import uuid4

import httpx

from sandbox.clock import Clock
from sandbox.slack.limits import Limits
from sandbox.slack.signed_http import SignedHttp
from sandbox.slack.sockets import Sockets, Unheard

Kind = Literal["slash_commands", "interactive", "events_api"]

_PAUSES = (0.0, 60.0, 300.0)


@dataclass(frozen=True)
class Ack:
    """The app's answer in time: an HTTP status (200 for a socket's ack) and its body."""

    status: int
    body: Any

    @property
    def is_ok(self) -> bool:
        """Tell whether the app accepted the delivery."""
        return 200 <= self.status < 300


class Unacked(Exception):
    """Nobody acked; `reason` is in the words of Slack's retry header."""

    def __init__(self, reason: str, *, wants_retry: bool = True) -> None:
        super().__init__(reason)
        self.reason = reason
        self.wants_retry = wants_retry


class Delivery:
    """The one way from the workspace to the app."""

    def __init__(self, *, clock: Clock, limits: Limits, request_url: str | None) -> None:
        self._clock = clock
        self._limits = limits
        self.request_url = request_url
        self.sockets = Sockets(clock=clock)
        self.log: list[dict[str, Any]] = []
        self._http = SignedHttp(clock=clock)
        self._events: set[asyncio.Task[None]] = set()

    async def ask(self, kind: Kind, payload: dict[str, Any], *, accepts_payload: bool) -> Ack:
        """Deliver a command or an interaction once; raises Unacked."""
        return await self._send(kind, payload, accepts_payload=accepts_payload, retry=None)

    def tell(self, payload: dict[str, Any]) -> None:
        """Deliver an event in the background, again when it is not acked."""
        task = asyncio.ensure_future(self._tell(payload))
        self._events.add(task)
        task.add_done_callback(self._events.discard)

    def forget_events(self) -> None:
        """Give up events that are not delivered yet."""
        for task in self._events:
            task.cancel()

    async def _tell(self, payload: dict[str, Any]) -> None:
        retry: tuple[int, str] | None = None
        for pause in (*_PAUSES, None):
            if self.request_url is None:
                await self.sockets.wait_until_open()
            try:
                await self._send("events_api", payload, accepts_payload=False, retry=retry)
            except Unacked as unacked:
                if pause is None or not unacked.wants_retry:
                    return
                retry = ((retry[0] if retry else 0) + 1, unacked.reason)
                # A connection that went away says nothing of the app: the next one gets it at once.
                await self._clock.sleep(0.0 if unacked.reason == "connection_closed" else pause)
            else:
                return

    async def _send(
        self, kind: Kind, payload: dict[str, Any], *, accepts_payload: bool, retry: tuple[int, str] | None
    ) -> Ack:
        envelope_id = str(uuid4())
        entry: dict[str, Any] = {
            "at": self._clock.now(),
            "envelope_id": envelope_id,
            "type": kind,
            "name": payload.get("type") if kind == "interactive" else payload.get("command"),
            "attempt": retry[0] if retry else 0,
            "acked": False,
            "failed": None,
        }
        if kind == "events_api":
            entry["name"] = payload["event"]["type"]
        self.log.append(entry)
        try:
            ack = await self._carry(envelope_id, kind, payload, accepts_payload=accepts_payload, retry=retry)
        except Unacked as unacked:
            entry["failed"] = (
                unacked.reason
            )  # what waits for it may move the clock now: the next try is a pause from here
            raise
        entry["acked"] = True
        return ack

    async def _carry(
        self,
        envelope_id: str,
        kind: Kind,
        payload: dict[str, Any],
        *,
        accepts_payload: bool,
        retry: tuple[int, str] | None,
    ) -> Ack:
        if self.request_url is None:
            envelope = {
                "envelope_id": envelope_id,
                "payload": payload,
                "type": kind,
                "accepts_response_payload": accepts_payload,
            }
            if kind == "events_api":
                envelope |= {"retry_attempt": retry[0] if retry else 0, "retry_reason": retry[1] if retry else ""}
            return await self._by_socket(envelope, accepts_payload=accepts_payload)
        return await self._by_http(self.request_url, kind, payload, retry=retry)

    async def _by_socket(self, envelope: dict[str, Any], *, accepts_payload: bool) -> Ack:
        try:
            body = await self._in_time(self.sockets.send(envelope))
        except Unheard:
            raise Unacked("connection_closed") from None
        return Ack(200, body if accepts_payload else None)

    async def _by_http(self, url: str, kind: Kind, payload: dict[str, Any], *, retry: tuple[int, str] | None) -> Ack:
        try:
            answer = await self._in_time(self._http.post(url, kind, payload, retry=retry))
        except httpx.TransportError:
            raise Unacked("connection_failed") from None
        if kind == "events_api" and not 200 <= answer.status < 300:
            raise Unacked("http_error", wants_retry=not answer.wants_no_retry)
        return Ack(answer.status, answer.body)

    async def _in_time(self, work: Any) -> Any:
        answer = asyncio.ensure_future(work)
        deadline = asyncio.ensure_future(self._clock.sleep(self._limits.answer_seconds))
        try:
            await asyncio.wait([answer, deadline], return_when=asyncio.FIRST_COMPLETED)
            if not answer.done():
                raise Unacked("http_timeout" if self.request_url else "timeout")
            return answer.result()
        finally:
            answer.cancel()
            deadline.cancel()
