"""Speaks with a running sandbox: its Slack half's control API."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import httpx

Found = TypeVar("Found")


def plain_http(url: str = "", *, timeout: float = 30) -> httpx.AsyncClient:
    """Open a client for calls on this machine. None is encrypted: reading the certificates would cost more than most tests."""
    return httpx.AsyncClient(base_url=url, timeout=timeout, transport=httpx.AsyncHTTPTransport(verify=False))


class Slack:
    """A running Slack workspace, moved by its control API."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.api_url = f"{url}/api/"
        self._client = plain_http(f"{url}/_control")
        self.world: dict[str, Any] = {}

    async def __aenter__(self) -> Slack:
        """Bring back the seeded world and learn it."""
        await self.post("reset")
        self.world = await self.get("world")
        return self

    async def __aexit__(self, *error: object) -> None:
        """Close the connections to the control API."""
        await self._client.aclose()

    async def get(self, path: str) -> dict[str, Any]:
        """Look at something."""
        answer = await self._client.get(f"/{path}")
        answer.raise_for_status()
        content: dict[str, Any] = answer.json()
        return content

    async def post(self, path: str, /, **body: Any) -> dict[str, Any]:
        """Do something that the workspace allows."""
        answer = await self.try_post(path, **body)
        assert answer.status_code == 200, answer.text
        content: dict[str, Any] = answer.json()
        return content

    async def try_post(self, path: str, /, **body: Any) -> httpx.Response:
        """Do something that the workspace may refuse."""
        return await self._client.post(f"/{path}", json=body)

    def user(self, name: str) -> str:
        """Give a person's id."""
        return next(str(user["id"]) for user in self.world["users"] if user["name"] == name)

    def channel(self, name: str) -> str:
        """Give a channel's id."""
        return next(str(channel["id"]) for channel in self.world["channels"] if channel["name"] == name)

    async def messages(self, channel: str, *, user: str | None = None) -> list[dict[str, Any]]:
        """Read a channel; with a user, what that person alone sees too."""
        query = f"?user={user}" if user else ""
        found: list[dict[str, Any]] = (await self.get(f"messages/{channel}{query}"))["messages"]
        return found

    async def has_connections(self, count: int) -> bool:
        """Tell whether so many Socket Mode connections are open."""
        connections: int = (await self.get("world"))["connections"]
        return connections == count

    async def views(self, user: str) -> list[dict[str, Any]]:
        """Give the modals that a person sees, the one on top last."""
        stack: list[dict[str, Any]] = (await self.get(f"views/{user}"))["stack"]
        return stack

    async def calls(self, method: str) -> list[dict[str, Any]]:
        """Tell which calls of a method the app has made."""
        found: list[dict[str, Any]] = (await self.get(f"log?method={method}"))["calls"]
        return found


async def until(look: Callable[[], Awaitable[Found]], *, seconds: float = 30) -> Found:
    """Look again and again, at first soon and then seldom, until there is something to see; give it."""
    pause = 0.02
    async with asyncio.timeout(seconds):
        while not (found := await look()):  # another process: no event to wait for
            await asyncio.sleep(pause)
            pause = min(pause * 1.3, 0.25)  # each look costs the processor that what is waited for needs
    return found
