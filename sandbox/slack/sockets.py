"""Socket Mode: tickets, at most ten connections, one envelope to one of them.

https://docs.slack.dev/apis/events-api/using-socket-mode
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any, cast

from starlette.websockets import WebSocket, WebSocketDisconnect

from sandbox.clock import Clock
from sandbox.slack import world
from sandbox.slack.ids import digest

_MOST = 10
_WARNING_SECONDS = 10.0
_LIFE = 18_060


class Unheard(Exception):
    """No connection could take the envelope, or the one that had it is gone."""


class Connection:
    """One client's WebSocket and the envelopes it has not acked."""

    def __init__(self, websocket: WebSocket) -> None:
        self.websocket = websocket
        self.waiting: dict[str, asyncio.Future[Any]] = {}

    async def listen(self) -> None:
        """Take acks until the client goes; then whoever waits for one is told."""
        try:
            while True:
                self._take(await self.websocket.receive_text())
        except WebSocketDisconnect:
            pass
        finally:
            for future in self.waiting.values():
                if not future.done():
                    future.set_exception(Unheard)

    def _take(self, text: str) -> None:
        try:
            message = json.loads(text)
        except ValueError:
            return
        if not isinstance(message, dict):
            return
        future = self.waiting.get(str(message.get("envelope_id")))
        if future is not None and not future.done():
            future.set_result(message.get("payload"))

    async def end(self, reason: str) -> None:
        """Say goodbye as Slack does before it closes."""
        await self.websocket.send_json({"type": "disconnect", "reason": reason, "debug_info": {}})

    def drop(self) -> None:
        """Cut the TCP connection without a word."""
        cast(Callable[[], None], self.websocket.scope["sandbox.drop"])()


class Sockets:
    """The app's open connections, used in turn."""

    def __init__(self, *, clock: Clock) -> None:
        self._clock = clock
        self._open: list[Connection] = []
        self._closing: list[Connection] = []
        self._came = asyncio.Event()
        self._turn = 0
        self._tickets: set[str] = set()
        self._made = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self.is_refusing = False

    def ticket(self) -> str:
        """Make the secret for one connection."""
        self._made += 1
        ticket = digest(f"ticket{self._made}", length=24).lower()
        self._tickets.add(ticket)
        return ticket

    def count(self) -> int:
        """Tell how many connections take envelopes."""
        return len(self._open)

    async def serve(self, websocket: WebSocket) -> None:
        """Carry one connection from its handshake to its end; a ticket works once, even when refused."""
        ticket = websocket.query_params.get("ticket", "")
        is_known = ticket in self._tickets
        self._tickets.discard(ticket)
        if self.is_refusing or not is_known:
            await websocket.close()  # before the handshake: the client sees status 403
            return
        await websocket.accept()
        connection = Connection(websocket)
        if len(self._open) >= _MOST:
            await connection.end("too_many_websockets")
            await websocket.close()
            return
        self._open.append(connection)
        await websocket.send_json(
            {
                "type": "hello",
                "num_connections": len(self._open),
                "debug_info": {"host": "applink-sandbox", "approximate_connection_time": _LIFE},
                "connection_info": {"app_id": world.APP_ID},
            }
        )
        self._came.set()
        try:
            await connection.listen()
        finally:
            self._forget(connection)

    async def send(self, envelope: dict[str, Any]) -> Any:
        """Send to the next connection and wait for the ack; answers its payload, or raises Unheard."""
        if not self._open:
            raise Unheard
        connection = self._open[self._turn % len(self._open)]
        self._turn += 1
        envelope_id = envelope["envelope_id"]
        acked: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        connection.waiting[envelope_id] = acked
        try:
            await connection.websocket.send_json(envelope)
        except (WebSocketDisconnect, RuntimeError):
            del connection.waiting[envelope_id]
            self._forget(connection)
            raise Unheard from None
        try:
            return await acked
        finally:
            del connection.waiting[envelope_id]

    async def wait_until_open(self) -> None:
        """Wait until somebody is connected."""
        while not self._open:
            self._came.clear()
            await self._came.wait()

    async def act(self, action: str) -> None:
        """Do to the connections what the control API asks."""
        match action:
            case "disconnect":
                for connection in list(self._open):
                    await connection.end("warning")
                    self._later(self._close_after_warning(connection))
            case "refresh":
                for connection in list(self._open):
                    await connection.end("refresh_requested")
                    self._open.remove(connection)
                    self._closing.append(connection)
                    self._later(self._close(connection))
            case "drop":
                self._drop()
            case "refuse":
                self.is_refusing = True
                self._drop()
            case "accept":
                self.is_refusing = False
            case _:
                raise ValueError(f"There is no socket action {action!r}.")

    def _drop(self) -> None:
        for connection in list(self._open):
            connection.drop()
            self._forget(connection)

    async def _close_after_warning(self, connection: Connection) -> None:
        await self._clock.sleep(_WARNING_SECONDS)
        await self._close(connection)

    async def _close(self, connection: Connection) -> None:
        # The client may be gone already, which is what we want.
        with suppress(WebSocketDisconnect, RuntimeError):
            await connection.websocket.close()

    def _forget(self, connection: Connection) -> None:
        for connections in (self._open, self._closing):
            if connection in connections:
                connections.remove(connection)
        if not self._open:
            self._turn = 0

    def _later(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
