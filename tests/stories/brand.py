"""A brand's people at a desk: they connect accounts with Facebook, in Slack, in a browser and at Meta's dialog."""

from __future__ import annotations

import re
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from tests.stories.desk import Bot, Desk, a_desk
from tests.stories.visitor import Page, Visitor

SKIN, HOME = "instagram:17841405309211845", "instagram:17841409876543213"


class Brand:
    """A desk whose Greenlight has pages of its own."""

    def __init__(self, desk: Desk, *, port: int) -> None:
        self.desk = desk
        self.base = f"http://127.0.0.1:{port}"
        desk.environment |= {
            "GREENLIGHT_PUBLIC_URL": self.base,
            "GREENLIGHT_HTTP_PORT": str(port),
            "GREENLIGHT_LOGIN_URL": desk.meta.url,
        }
        self.ana, self.ben = desk.ana, desk.slack.user("ben")
        self.bot: Bot

    async def start(self) -> None:
        """Start Greenlight."""
        self.bot = await self.desk.start_bot()

    async def window(self, *, user: str | None = None, text: str = "profiles") -> dict[str, Any]:
        """Type the command and return the window."""
        who = user or self.ana
        await self.desk.close_windows(who)
        await self.desk.type(who, self.desk.spring, text)
        return await self.desk.top_view(who, callback_id="profiles_list")

    async def link_in(self, view: dict[str, Any]) -> str:
        """Return the link in a window."""
        return link_of(view)

    async def link(self, *, user: str | None = None) -> str:
        """Get a link from Slack."""
        return link_of(await self.window(user=user))

    async def inspect(self, profile: str = "", *, user: str | None = None) -> dict[str, Any]:
        """Open a profile of the window, by default the first."""
        who = user or self.ana
        view = await self.window(user=who, text=f"profiles {profile}".strip())
        row = next(block for block in view["blocks"] if block.get("block_id", "").startswith("profile:"))
        await self.press(view, "profiles_inspect", user=who, block_id=row["block_id"])
        return await self.desk.top_view(who, callback_id="profiles_detail")

    async def press(self, view: dict[str, Any], action_id: str, *, user: str | None = None, **more: Any) -> None:
        """Press a button of a window."""
        await self.desk.slack.post(
            "interact",
            type="block_actions",
            user=user or self.ana,
            view_id=view["id"],
            action_id=action_id,
            **more,
        )

    async def answer(self, visitor: Visitor, *, person: str = "nora", answer: str = "accept", **more: Any) -> Page:
        """Answer Meta's dialog, and go where it leads back to."""
        body = {"person": person, "redirect": visitor.dialog, "answer": answer, **more}
        location = (await self.desk.meta.post("login", **body))["location"]
        return await visitor.open(location)

    async def choosing(self, visitor: Visitor, *, user: str | None = None, **answer: Any) -> Page:
        """Go from the link to the page with the accounts."""
        start = await visitor.open(await self.link(user=user))
        assert start.status == 200, start.words
        await visitor.press(start, "Continue with Facebook")
        return await self.answer(visitor, **answer)

    async def connect(self, *keys: str, user: str | None = None, **answer: Any) -> Page:
        """Connect accounts, the whole way."""
        async with Visitor(self.base) as visitor:
            choose = await self.choosing(visitor, user=user, **answer)
            return await visitor.press(choose, "Connect", ticks=list(keys))

    async def invite(self, **values: dict[str, Any]) -> str:
        """Make an invite for Maya by the form, in the campaign's channel; returns its link. `values` are by block."""
        desk = self.desk
        await desk.type(desk.ana, desk.spring, "invite")
        form = await desk.top_view(desk.ana, callback_id="invite_form")
        done = await desk.submit(desk.ana, form, {"invite_name": {"invite_name": "Maya"}, **values})
        assert not done["errors"], done
        made = await desk.top_view(desk.ana, callback_id="invite_made")
        found = re.search(rf"{self.base}/invite/[\w-]+", str(made))
        assert found is not None
        return found[0]

    async def written_to(self, user: str, *words: str, seconds: float = 45) -> dict[str, Any]:
        """Wait for the one direct message to somebody with all those words."""

        async def look() -> list[dict[str, Any]]:
            return [each for each in await self.letters(user) if all(word in str(each) for word in words)]

        found: list[dict[str, Any]] = await self.desk.eventually(look, seconds=seconds, about=f"a letter with {words}")
        assert len(found) == 1, found
        return found[0]

    async def letters(self, user: str) -> list[dict[str, Any]]:
        """Return the direct messages that somebody got."""
        world = await self.desk.slack.get("world")
        places = [each["id"] for each in world["channels"] if each.get("is_im") and user in each.get("members", [])]
        return [message for place in places for message in await self.desk.slack.messages(place)]


@asynccontextmanager
async def a_brand(services: tuple[str, str], *, folder: Path, database_url: str) -> AsyncIterator[Brand]:
    """Set a brand's desk up, with nothing started yet."""
    async with a_desk(services, folder=folder, database_url=database_url) as desk:
        yield Brand(desk, port=free_port())


def free_port() -> int:
    """Find a port that nobody uses."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
        return port


def link_of(view: dict[str, Any]) -> str:
    """Return the link in a window's button."""
    rows: Sequence[dict[str, Any]] = [each for block in view["blocks"] for each in block.get("elements", [])]
    return str(next(each["url"] for each in rows if each.get("action_id") == "profiles_connect"))
