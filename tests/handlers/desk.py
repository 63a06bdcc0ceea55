"""A whole desk for flow tests: the sandbox and the app as processes of their own, and a person who clicks."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import httpx

from tests.nursery import be_born, command, running_sandbox
from tests.running import Slack, plain_http, until

View = dict[str, Any]


class Desk:
    """The workspace, Meta's side, and the app between them."""

    def __init__(self, *, slack: Slack, graph: httpx.AsyncClient) -> None:
        self.slack = slack
        self.graph = graph

    async def close_windows(self, *, user: str = "ana") -> None:
        """Close every modal that a person has open."""
        person = self.slack.user(user)
        for view in (await self.slack.views(person))[-1:]:
            await self.slack.post("interact", type="view_closed", user=person, view_id=view["id"], is_cleared=True)

    async def type(self, text: str, *, user: str = "ana", channel: str = "spring-launch") -> None:
        """Type `/partnership <text>`, with no window open."""
        await self.close_windows(user=user)
        place = self.slack.channel(channel)
        outcome = await self.slack.post(
            "command", user=self.slack.user(user), channel=place, command="/partnership", text=text
        )
        assert outcome["error"] is None, outcome  # acked in time, whatever becomes of it

    async def whispered(self, containing: str, *, user: str = "ana", channel: str = "spring-launch") -> str:
        """Wait for something that only this person sees, and give all its words."""

        async def look() -> str | None:
            seen = await self.slack.messages(self.slack.channel(channel), user=self.slack.user(user))
            words = [words_of(each) for each in seen if each.get("is_ephemeral")]
            return next((each for each in reversed(words) if containing in each), None)

        return str(await until(look))

    async def view(self, containing: str, *, user: str = "ana") -> View:
        """Wait until the modal on top shows some words, and give it."""

        async def look() -> list[View]:
            stack = await self.slack.views(self.slack.user(user))
            return stack[-1:] if stack and containing in words_of(stack[-1]) else []

        return (await until(look))[0]

    async def click(self, view: View, action_id: str, *, user: str = "ana", **more: Any) -> dict[str, Any]:
        """Use an element of a modal."""
        return await self.slack.post(
            "interact",
            type="block_actions",
            user=self.slack.user(user),
            view_id=view["id"],
            action_id=action_id,
            **more,
        )

    async def press(self, message: dict[str, Any], action_id: str, *, user: str = "ana") -> dict[str, Any]:
        """Press a button of a message in #spring-launch."""
        return await self.slack.post(
            "interact",
            type="block_actions",
            user=self.slack.user(user),
            channel=self.slack.channel("spring-launch"),
            message_ts=message["ts"],
            action_id=action_id,
        )

    async def search(self, view: View, action_id: str, text: str = "", *, user: str = "ana") -> list[dict[str, Any]]:
        """Open a searchable select and type into it."""
        answer = await self.slack.post(
            "interact",
            type="block_suggestion",
            user=self.slack.user(user),
            view_id=view["id"],
            action_id=action_id,
            value=text,
        )
        options: list[dict[str, Any]] = answer["ack"]["body"]["options"]
        return options

    async def submit(self, view: View, *, user: str = "ana", **values: Any) -> dict[str, Any]:
        """Fill in fields by action id, and submit."""
        blocks = block_ids(view)
        filled = {blocks[action_id]: {action_id: value} for action_id, value in values.items()}
        return await self.slack.post("view_submit", user=self.slack.user(user), view_id=view["id"], values=filled)

    async def card(self, creator: str, containing: str, *, channel: str = "spring-launch") -> dict[str, Any]:
        """Wait until the newest card of a creator shows some words, and give it."""

        async def look() -> list[dict[str, Any]]:
            messages = await self.slack.messages(self.slack.channel(channel))
            cards = [
                each
                for each in messages
                if not each.get("thread_ts") or each["thread_ts"] == each["ts"]
                if f"@{creator}" in words_of(each)
            ]
            return cards[-1:] if cards and containing in words_of(cards[-1]) else []

        return (await until(look, seconds=20))[0]

    async def ask(self, creator: str, *, user: str = "ana") -> dict[str, Any]:
        """Ask somebody who answers by hand only, the shortest way, and give the card."""
        told = await self.graph.post("/creator", json={"username": creator, "behaviour": "manual"})
        assert told.status_code == 200, told.text
        await self.type(f"request {creator}", user=user)
        await self.submit(await self.view("Ready to ask", user=user), user=user)
        return await self.card(creator, "Waiting for the creator")

    async def answer(self, creator: str, answer: str) -> None:
        """Have the creator answer on the phone."""
        told = await self.graph.post("/answer", json={"creator_username": creator, "answer": answer})
        assert told.status_code == 200, told.text

    async def answer_heard(self, creator: str, answer: str, *, card: dict[str, Any]) -> None:
        """Have the creator answer, and somebody press *Check now*: by itself it is heard within ten seconds."""
        await self.answer(creator, answer)
        await self.press(card, "request_check_now")

    async def make_campaign(
        self,
        name: str,
        *,
        user: str = "ana",
        channel: str = "spring-launch",
        profile: str = "skin",
        askers: Sequence[str] = (),
    ) -> None:
        """Make a campaign in a channel."""
        await self.type("campaign new", user=user, channel=channel)
        view = await self.view("Message template", user=user)
        found = await self.search(view, "campaign_profile", profile, user=user)
        outcome = await self.submit(
            view,
            user=user,
            campaign_name=name,
            campaign_profile=found[0]["value"],
            campaign_askers=[self.slack.user(each) for each in askers],
        )
        assert not outcome["errors"], outcome


@contextmanager
def running_app(folder: Path) -> Iterator[str]:
    """Run the sandbox and the app, with two profiles connected; gives the sandbox's URL."""
    with running_sandbox() as url:
        slack = httpx.get(f"{url}/slack/_control/world").json()
        meta = httpx.get(f"{url}/graph/_control/world").json()
        environment = {
            **os.environ,
            "GREENLIGHT_SLACK_API_URL": f"{url}/slack/api/",
            "GREENLIGHT_SLACK_FILES_URL": url,
            "GREENLIGHT_SLACK_BOT_TOKEN": slack["bot_token"],
            "GREENLIGHT_SLACK_APP_TOKEN": slack["app_token"],
            "GREENLIGHT_GRAPH_URL": f"{url}/graph",
            "GREENLIGHT_META_APP_SECRET": meta["app_secret"],
            "GREENLIGHT_DATABASE_URL": f"sqlite:///{folder / 'greenlight.db'}",
        }
        httpx.post(f"{url}/slack/_control/limits", json={"enabled": False, "answer_seconds": 20})
        for profile in meta["profiles"][:2]:
            _connect(environment, profile)
        app = be_born(["run"], environment=environment, out=folder / "out", errors=folder / "greenlight.log")
        try:
            yield url
        finally:
            app.terminate()
            app.join(20)


@asynccontextmanager
async def sitting_at(url: str) -> AsyncIterator[Desk]:
    """Sit down at a running app; what others did there before stays."""
    slack = Slack(f"{url}/slack")
    async with plain_http(f"{url}/graph/_control") as graph:
        try:
            slack.world = await slack.get("world")
            await until(lambda: slack.has_connections(1), seconds=60)
            yield Desk(slack=slack, graph=graph)
        finally:
            await slack.__aexit__()


def words_of(shown: Any) -> str:
    """Give everything that a view or a message says, a line for each piece."""
    return "\n".join(_pieces(shown))


def _pieces(shown: Any) -> Iterator[str]:
    match shown:
        case dict():
            for key, value in shown.items():
                if isinstance(value, str) and key in ("text", "initial_value"):
                    yield value
                elif key not in ("private_metadata", "state", "metadata"):
                    yield from _pieces(value)
        case list():
            for each in shown:
                yield from _pieces(each)


def block_ids(view: View) -> dict[str, str]:
    """Tell which block holds which element."""
    return {block["element"]["action_id"]: block["block_id"] for block in view["blocks"] if block["type"] == "input"}


def _connect(environment: dict[str, str], profile: dict[str, str]) -> None:
    options = ["--ig-id", profile["ig_id"], "--username", profile["username"], "--token-stdin"]
    done = command(["profiles", "add", *options], environment=environment, stdin=profile["access_token"])
    assert done.returncode == 0, done
