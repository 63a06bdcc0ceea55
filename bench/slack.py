"""A Slack workspace of the sandbox, moved and read by its control API."""

from __future__ import annotations

import time
from typing import Any, Self

import httpx

from bench.waiting import until

VIEW_SECONDS = 15.0
FORM = "request_form"


class Refused(Exception):
    """A submission was not accepted: it was acked with errors, or not in time. The form stays open."""


class Slack:
    """One workspace, from its people's side."""

    def __init__(self, url: str) -> None:
        self.api_url = f"{url}/api/"
        self.world: dict[str, Any] = {}
        self._client = httpx.AsyncClient(base_url=f"{url}/_control", timeout=60, trust_env=False)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *error: object) -> None:
        await self._client.aclose()

    async def begin(self) -> None:
        """Bring back the seeded world, without rate limits: what is measured is not how long Slack makes us wait."""
        await self.post("reset")
        await self.post("limits", enabled=False)
        self.world = await self.get("world")

    async def get(self, path: str) -> dict[str, Any]:
        """Look at something."""
        answer = await self._client.get(f"/{path}")
        answer.raise_for_status()
        content: dict[str, Any] = answer.json()
        return content

    async def post(self, path: str, /, **body: Any) -> dict[str, Any]:
        """Do something."""
        answer = await self._client.post(f"/{path}", json=body)
        answer.raise_for_status()
        content: dict[str, Any] = answer.json()
        return content

    @property
    def people(self) -> list[str]:
        """The ids of the people who work here."""
        return [user["id"] for user in self.world["users"] if not user["is_bot"]]

    async def make_channel(self, name: str) -> str:
        """Make a channel with everybody and the bot in it, and return its id."""
        made = await self.post("channel", name=name, members=[*self.people, self.world["bot_user_id"]])
        return str(made["id"])

    async def type(self, text: str, *, person: str, channel: str) -> float:
        """Type `/partnership <text>`; returns after how many seconds it was acked."""
        begun = time.perf_counter()
        typed = await self.post("command", user=person, channel=channel, command="/partnership", text=text)
        seconds = time.perf_counter() - begun
        if not typed["ok"]:
            raise RuntimeError(f"the command was not acked: {typed}")
        return seconds

    async def submit(self, view: dict[str, Any], values: dict[str, Any], *, person: str) -> float:
        """Submit a modal; returns after how many seconds it was acked with another view. Raises Refused."""
        begun = time.perf_counter()
        done = await self.post("view_submit", user=person, view_id=view["id"], values=values)
        seconds = time.perf_counter() - begun
        if not done["ok"] or done["errors"]:
            raise Refused(f"{done['error'] or ''} {done['errors']}".strip())
        return seconds

    async def open_form(
        self, text: str, *, person: str, channel: str, callback_id: str = FORM
    ) -> tuple[float, dict[str, Any]]:
        """Type a command that opens a form; returns after how many seconds it was acked, and the form."""
        before = {view["id"] for view in await self.views(person)}
        seconds = await self.type(text, person=person, channel=channel)

        async def look() -> dict[str, Any] | None:
            stack = await self.views(person)
            is_there = stack and stack[-1]["callback_id"] == callback_id and stack[-1]["id"] not in before
            return stack[-1] if is_there else None

        form = await until(look, seconds=VIEW_SECONDS)
        assert form is not None, "what until returns is something"
        return seconds, form

    async def views(self, person: str) -> list[dict[str, Any]]:
        """Return the modals that the person sees, the one on top last."""
        stack: list[dict[str, Any]] = (await self.get(f"views/{person}"))["stack"]
        return stack

    async def messages(self, channel: str, *, seen_by: str | None = None) -> list[dict[str, Any]]:
        """Read a channel, with what only `seen_by` sees."""
        query = f"?user={seen_by}" if seen_by else ""
        found: list[dict[str, Any]] = (await self.get(f"messages/{channel}{query}"))["messages"]
        return found

    async def posts(self) -> list[dict[str, Any]]:
        """Return the messages that the app has posted, as calls."""
        calls = (await self.get("log"))["calls"]
        return [call for call in calls if call["method"] == "chat.postMessage" and call["ok"]]
