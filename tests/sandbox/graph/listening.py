"""An app's own server that listens to what Meta sends, and says no when told to."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from tests.sandbox.graph.server import VERSION, Graph, serving

WORD = "a-word-of-our-own"


@dataclass
class Ear:
    """What arrived, and how the app answers: with `status`, and to a deletion with `deletion`."""

    url: str = ""
    status: int = 200
    challenge: str | None = None  # what is repeated; None: what was asked
    deletion: Any = field(default_factory=lambda: {"url": "https://greenlight.example/d/7", "confirmation_code": "7"})
    heard: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    forms: list[tuple[str, str]] = field(default_factory=list)

    async def verify(self, request: Request) -> Response:
        """Answer the verification request as the guide says."""
        asked = request.query_params
        if asked.get("hub.mode") != "subscribe" or asked.get("hub.verify_token") != WORD:
            return PlainTextResponse("no", status_code=403)
        return PlainTextResponse(self.challenge or asked["hub.challenge"])

    async def hear(self, request: Request) -> Response:
        """Take a delivery."""
        self.heard.append((dict(request.headers), await request.body()))
        return Response(status_code=self.status)

    async def call_back(self, request: Request) -> Response:
        """Take one of the login's callbacks."""
        body = (await request.body()).decode()
        self.forms.append((request.url.path, body.removeprefix("signed_request=")))
        if request.url.path == "/deleted":
            return JSONResponse(self.deletion, status_code=self.status)
        return Response(status_code=self.status)

    def bodies(self) -> list[dict[str, Any]]:
        """Return what was delivered, as JSON."""
        return [json.loads(body) for _, body in self.heard]

    def updates(self) -> list[tuple[str, str, dict[str, Any]]]:
        """Return every change that was delivered: about which node, which field, which value."""
        return [
            (entry["id"], change["field"], change["value"])
            for body in self.bodies()
            for entry in body["entry"]
            for change in entry["changes"]
        ]


@contextmanager
def listening() -> Iterator[Ear]:
    """Serve an ear while the block runs."""
    ear = Ear()
    routes = [
        Route("/hook", ear.verify, methods=["GET"]),
        Route("/hook", ear.hear, methods=["POST"]),
        Route("/removed", ear.call_back, methods=["POST"]),
        Route("/deleted", ear.call_back, methods=["POST"]),
    ]
    with serving(Starlette(routes=routes)) as url:
        ear.url = url
        yield ear


async def app_call(graph: Graph, method: str, **params: str) -> httpx.Response:
    """Call the app's subscriptions with the app's own token."""
    world = await graph.read("world")
    signed = {"access_token": f"{world['app_id']}|{world['app_secret']}", **params}
    return await graph.http.request(method, f"/{VERSION}/{world['app_id']}/subscriptions", params=signed)


async def subscribe(graph: Graph, ear: Ear, kind: str, fields: str) -> httpx.Response:
    """Subscribe the ear to an object's fields."""
    hook = {"callback_url": f"{ear.url}/hook", "verify_token": WORD}
    return await app_call(graph, "POST", object=kind, fields=fields, **hook)


def sign(graph: Graph, body: bytes) -> str:
    """Compute the signature that a delivery must carry."""
    return "sha256=" + hmac.new(graph.app_secret.encode(), body, hashlib.sha256).hexdigest()


async def until(seen: Callable[[], bool] | Callable[[], Awaitable[bool]], *, seconds: float = 5.0) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(seconds):
        while True:
            found = seen()
            if (await found) if isinstance(found, Awaitable) else found:
                return
            await asyncio.sleep(0.01)
