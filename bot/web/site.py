"""The one web application: Slack's signed requests in HTTP mode, people's pages, Meta's calls, and health."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Awaitable, Callable, Iterator, Sequence

import uvicorn
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Message

SLACK_PATH = "/slack/events"
MOST_BYTES = 4 * 1024 * 1024
"""Far more than Slack sends: a whole window is 250 kB at most, before it is encoded for a form."""

Readiness = Callable[[], Awaitable[dict[str, str]]]
"""Answers what is not ready, by name, in words; nothing when everything is."""


def site(*, slack: AsyncApp | None, readiness: Readiness, pages: Sequence[Route] = ()) -> Starlette:
    """Build the application. `slack` is None in Socket Mode: then nothing is to be delivered here."""

    async def alive(_request: Request) -> Response:
        return JSONResponse({"status": "alive"})

    async def ready(_request: Request) -> Response:
        missing = await readiness()
        return JSONResponse(
            {"status": "not ready" if missing else "ready", **missing}, status_code=503 if missing else 200
        )

    routes = [Route("/healthz", alive), Route("/readyz", ready), *pages]
    if slack is not None:
        handler = AsyncSlackRequestHandler(slack)

        async def slack_events(request: Request) -> Response:
            # The signature is of the whole body, so anybody could have us keep as much as they send.
            kept = bytearray()
            async for piece in request.stream():
                kept += piece
                if len(kept) > MOST_BYTES:
                    return Response(status_code=413)
            return await handler.handle(_read_again(request, bytes(kept)))

        routes.append(Route(SLACK_PATH, slack_events, methods=["POST"]))
    return Starlette(routes=routes)


def _read_again(request: Request, body: bytes) -> Request:
    """Give a request whose body was read already to somebody who reads it."""

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return Request(request.scope, receive)


def listen(port: int) -> socket.socket:
    """Take `port` on all addresses; raises OSError when it cannot be had."""
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(("0.0.0.0", port))  # noqa: S104 - a service is for others to reach
        listening.listen()
    except OSError:
        listening.close()
        raise
    return listening


class Server(uvicorn.Server):
    """A uvicorn server inside our own process, which minds the signals itself."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals to the process."""
        yield


KEPT_OPEN_SECONDS = 75
"""Longer than proxies and load balancers keep an idle line: who closes first must be them, or a request meets a closing door.

https://nginx.org/en/docs/http/ngx_http_upstream_module.html#keepalive_timeout
"""


def server(application: Starlette) -> Server:
    """Make a server for `application`, ready to be awaited with `serve()` on sockets that listen."""
    config = uvicorn.Config(application, log_config=None, access_log=False, timeout_keep_alive=KEPT_OPEN_SECONDS)
    return Server(config)
