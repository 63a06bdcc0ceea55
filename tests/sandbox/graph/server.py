"""A Graph sandbox on a free port, and a caller that signs its calls as Greenlight must."""

from __future__ import annotations

import hashlib
import hmac
import threading
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import uvicorn
from starlette.applications import Starlette

from sandbox.faults import allow_drops
from tests.running import plain_http

EDGE = "branded_content_ad_permissions"
VERSION = "v26.0"


@dataclass
class Graph:
    """One running sandbox; `call` and its friends speak for the first profile unless told otherwise."""

    url: str
    http: httpx.AsyncClient
    app_secret: str = ""
    profiles: list[dict[str, Any]] = field(default_factory=list)
    creators: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def ig_id(self) -> str:
        """Return the first profile's Instagram id."""
        return str(self.profiles[0]["ig_id"])

    @property
    def token(self) -> str:
        """Return the first profile's token."""
        return str(self.profiles[0]["access_token"])

    def prove(self, token: str) -> str:
        """Compute appsecret_proof as Meta's "Secure Graph API requests" says."""
        return hmac.new(self.app_secret.encode(), token.encode(), hashlib.sha256).hexdigest()

    def signed(self, params: Mapping[str, str], *, token: str | None = None) -> dict[str, str]:
        """Add a token and its proof to parameters."""
        token = token or self.token
        return {**params, "access_token": token, "appsecret_proof": self.prove(token)}

    async def get(self, path: str, *, token: str | None = None, **params: str) -> httpx.Response:
        """Make a signed GET below the version."""
        return await self.http.get(f"/{VERSION}/{path}", params=self.signed(params, token=token))

    async def post(self, path: str, *, token: str | None = None, **params: str) -> httpx.Response:
        """Make a signed POST of a form below the version."""
        return await self.http.post(f"/{VERSION}/{path}", data=self.signed(params, token=token))

    async def ask(self, username: str) -> str:
        """Ask a creator by handle; returns the permission's id."""
        answer = await self.post(f"{self.ig_id}/{EDGE}", creator_instagram_username=username)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["id"])

    async def revoke(self, username: str) -> httpx.Response:
        """Revoke what is open with a creator, by its id."""
        creator = self.creators[username]["ig_id"]
        return await self.post(f"{self.ig_id}/{EDGE}", creator_instagram_account=creator, revoke="true")

    async def rows(self, **params: str) -> list[dict[str, Any]]:
        """List one page of the first profile's permissions."""
        answer = await self.get(f"{self.ig_id}/{EDGE}", **params)
        assert answer.status_code == 200, answer.text
        return list(answer.json()["data"])

    async def status(self, username: str) -> str:
        """Return the newest status between the first profile and a creator."""
        return str((await self.rows(creator_username=username))[0]["permission_status"])

    async def control(self, call: str, **body: Any) -> Any:
        """Make a control call that must succeed."""
        answer = await self.http.post(f"/_control/{call}", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def read(self, what: str) -> Any:
        """Read something through control."""
        answer = await self.http.get(f"/_control/{what}")
        assert answer.status_code == 200, answer.text
        return answer.json()


@contextmanager
def serving(app: Starlette) -> Iterator[str]:
    """Serve an application with uvicorn, in a thread of its own, while the block runs; gives its address."""
    # uvicorn binds the port itself: a socket made elsewhere would keep Nagle's delay of 40 ms a call.
    config = uvicorn.Config(
        allow_drops(app),
        host="127.0.0.1",
        port=0,
        log_level="critical",
        access_log=False,
        ws="none",
        lifespan="off",
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.005)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


@asynccontextmanager
async def calling(url: str) -> AsyncIterator[Graph]:
    """Speak to the Graph service at an address, whatever it is mounted below, from its seeded world on."""
    async with plain_http(url, timeout=10) as http:
        graph = Graph(url=url, http=http)
        await graph.control("reset")
        world = await graph.read("world")
        graph.app_secret, graph.profiles = world["app_secret"], world["profiles"]
        graph.creators = {creator["username"]: creator for creator in world["creators"]}
        yield graph


def refusal(answer: httpx.Response) -> tuple[int, int, int | None]:
    """Read what a client decides by: status, code and subcode; the body must be whole."""
    error = answer.json()["error"]
    assert error["message"]
    assert error["type"] in ("OAuthException", "GraphMethodException")
    assert error["fbtrace_id"].startswith("A")
    return answer.status_code, error["code"], error.get("error_subcode")
