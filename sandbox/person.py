"""A person at the local workspace, for the demo: types commands, fills forms by their labels, reads the channel."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

import httpx

Seen = TypeVar("Seen")

LOOK_EVERY = 0.1


class NotSeen(Exception):
    """What was waited for did not appear in time."""


class Person:
    """Somebody signed in to the workspace, as the page lets you be; holds the creator's phone too."""

    def __init__(self, url: str) -> None:
        self._http = httpx.AsyncClient(base_url=url, timeout=30)
        self.id = ""
        self._channels: dict[str, str] = {}

    async def sign_in(self, name: str) -> None:
        """Become one of the seeded people."""
        world = await self._get("slack/_control/world")
        self.id = next(user["id"] for user in world["users"] if user["name"] == name)
        self._channels = {channel["name"]: channel["id"] for channel in world["channels"]}

    async def leave(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def type(self, command: str, text: str, *, channel: str) -> None:
        """Type a slash command; raises NotSeen with the workspace's word when it is not answered."""
        typed = await self._post(
            "slack/_control/command", user=self.id, channel=self._channels[channel], command=command, text=text
        )
        if not typed["ok"]:
            raise NotSeen(f"{command} {text}: {typed['error']}")

    async def form(self, title: str) -> dict[str, Any]:
        """Wait for the form of that title."""

        async def look() -> dict[str, Any] | None:
            stack = (await self._get(f"slack/_control/views/{self.id}"))["stack"]
            return stack[-1] if stack and stack[-1]["title"]["text"] == title and stack[-1].get("submit") else None

        return await self.see(look, what=f"the form “{title}”")

    async def submit(self, view: dict[str, Any], typed: Mapping[str, str | list[str]]) -> None:
        """Fill fields by their labels and submit, boxes by the values of those that are ticked; all else stays as it is offered."""
        values = {}
        for block in view["blocks"]:
            label = block.get("label", {}).get("text")
            if label in typed:
                chosen = await self._chosen(view, block, typed[label])
                values[block["block_id"]] = {block["element"]["action_id"]: chosen}
        done = await self._post("slack/_control/view_submit", user=self.id, view_id=view["id"], values=values)
        if done["errors"]:
            raise NotSeen(f"the form was refused: {done['errors']}")

    async def _chosen(self, view: dict[str, Any], block: dict[str, Any], typed: str | list[str]) -> str | list[str]:
        """Return what typing this into the field comes to: for a searchable select the option it finds."""
        element = block["element"]
        if element["type"] != "external_select":
            return typed
        found = await self._post(
            "slack/_control/interact",
            type="block_suggestion",
            user=self.id,
            view_id=view["id"],
            block_id=block["block_id"],
            action_id=element["action_id"],
            value=typed,
        )
        options = found["ack"]["body"]["options"]
        if not options:
            raise NotSeen(f"“{typed}” is not among the choices of “{block['label']['text']}”")
        return str(options[0]["value"])

    async def window(self, title: str) -> dict[str, Any]:
        """Wait for the window of that title."""

        async def look() -> dict[str, Any] | None:
            stack = (await self._get(f"slack/_control/views/{self.id}"))["stack"]
            return stack[-1] if stack and stack[-1]["title"]["text"] == title else None

        return await self.see(look, what=f"the window “{title}”")

    async def close(self) -> None:
        """Close whatever window is open."""
        for view in reversed((await self._get(f"slack/_control/views/{self.id}"))["stack"]):
            await self._post("slack/_control/interact", type="view_closed", user=self.id, view_id=view["id"])

    async def message(self, *words: str, channel: str, seconds: float = 30.0) -> dict[str, Any]:
        """Wait for a message in the channel, or in a thread of it, that has all those words."""

        async def look() -> dict[str, Any] | None:
            messages = (await self._get(f"slack/_control/messages/{self._channels[channel]}"))["messages"]
            return next((each for each in messages if all(word in each["text"] for word in words)), None)

        return await self.see(look, what=f"a message with “{' … '.join(words)}”", seconds=seconds)

    async def request_on_phone(self, creator: str) -> dict[str, Any]:
        """Wait for a request on the creator's phone."""

        async def look() -> dict[str, Any] | None:
            requests = (await self._get(f"graph/_control/phone/{creator}"))["requests"]
            return requests[-1] if requests else None

        return await self.see(look, what=f"a request on @{creator}'s phone")

    async def answer_on_phone(self, creator: str, answer: str) -> None:
        """Tap Approve, Decline or Revoke on the creator's phone."""
        await self._post("graph/_control/answer", creator_username=creator, answer=answer)

    async def press(self, message: dict[str, Any], words: str, *, channel: str) -> None:
        """Press a message's button with those words; raises NotSeen where there is none."""
        buttons = [
            each for block in message["blocks"] for each in block.get("elements", ()) if each["type"] == "button"
        ]
        found = next((each for each in buttons if each["text"]["text"] == words), None)
        if found is None:
            raise NotSeen(f"the message has no button “{words}”")
        await self._post(
            "slack/_control/interact",
            type="block_actions",
            user=self.id,
            channel=self._channels[channel],
            message_ts=message["ts"],
            action_id=found["action_id"],
        )

    async def app_is_on(self, pages: int) -> None:
        """Wait until the app is on so many Pages, so that Meta tells it of what is written there."""

        async def look() -> bool | None:
            return len((await self._get("graph/_control/app"))["installs"]) >= pages or None

        await self.see(look, what="the app on the creator's Page", seconds=60)

    async def comment(self, text: str, *, on: str) -> str:
        """Write under a post, as anybody with a phone may; returns the comment's id."""
        written = await self._post("graph/_control/comment", on=on, username="passing.reader", text=text)
        return str(written["comment_id"])

    async def hidden_on_phone(self, comment_id: str, *, on: str) -> None:
        """Wait until a comment is hidden from others."""

        async def look() -> bool | None:
            comments = (await self._get(f"graph/_control/comments/{on}"))["comments"]
            return any(each["id"] == comment_id and each["hidden"] for each in comments) or None

        await self.see(look, what="the comment hidden at Instagram")

    async def see(self, look: Callable[[], Awaitable[Seen | None]], *, what: str, seconds: float = 30.0) -> Seen:
        """Look until there is something to see; raises NotSeen."""
        try:
            async with asyncio.timeout(seconds):
                while (seen := await look()) is None:  # noqa: ASYNC110 - another process: no event to wait for
                    await asyncio.sleep(LOOK_EVERY)
        except TimeoutError:
            raise NotSeen(f"{what} was not seen within {seconds:.0f} s") from None
        return seen

    async def _get(self, path: str) -> Any:
        answer = await self._http.get(f"/{path}")
        answer.raise_for_status()
        return answer.json()

    async def _post(self, path: str, **body: Any) -> Any:
        answer = await self._http.post(f"/{path}", json=body)
        answer.raise_for_status()
        return answer.json()
