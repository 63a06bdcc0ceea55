"""The routes of the sandbox page: one HTML file and its static parts, sent with a strict policy."""

from __future__ import annotations

from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

STATIC = Path(__file__).parent / "static"

# Nothing inline and nothing from elsewhere: a message that smuggles in markup finds no way to run.
POLICY = "; ".join(
    (
        "default-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-cache",  # the files are edited while the page is open
}


class PageHeaders:
    """Puts the page's security headers on every answer of the application it wraps."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        await self.app(scope, receive, send_guarded)


async def show_page(_: Request) -> FileResponse:
    """Answers the one HTML file; everything else is drawn from the control APIs."""
    return FileResponse(STATIC / "index.html")


def routes() -> list[BaseRoute]:
    """The routes to put behind `/slack` and `/graph` on the sandbox's port."""
    guard = [Middleware(PageHeaders)]
    return [
        Route("/", show_page, middleware=guard),
        Mount("/static", app=StaticFiles(directory=STATIC), middleware=guard),
    ]
