"""A whole desk for a story: the sandbox, the database, and Greenlight itself in processes of its own."""

from __future__ import annotations

import asyncio
import functools
import os
import signal
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from bot.cli import cli
from tests.nursery import be_born, command, running_sandbox
from tests.running import Slack, until
from tests.stories.meta import Meta

START_SECONDS = 30.0


class Bot:
    """One `greenlight run`, in a process of its own."""

    def __init__(self, process: ForkServerProcess, *, out: Path, log: Path) -> None:
        self._process = process
        self._out = out
        self._log = log

    @property
    def pid(self) -> int:
        """Its process id."""
        assert self._process.pid is not None
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        """Whether it still runs."""
        return self._process.is_alive()

    @property
    def log(self) -> str:
        """What it has said so far."""
        return self._log.read_text()

    async def ready(self) -> None:
        """Wait until it says that it is ready."""
        async with asyncio.timeout(START_SECONDS):
            while "ready" not in self._out.read_text():
                assert self._process.is_alive(), f"the bot ended before it was ready:\n{self.log}"
                await asyncio.sleep(0.02)

    async def kill(self) -> None:
        """Kill it as a power cut would: no handler runs, nothing is flushed."""
        self._process.kill()
        await self._ended()

    async def stop(self) -> int:
        """Ask it to end, as Ctrl-C does, and return its exit code."""
        if self._process.is_alive():
            os.kill(self.pid, signal.SIGINT)
        async with asyncio.timeout(15):
            return await self._ended()

    async def _ended(self) -> int:
        await asyncio.to_thread(self._process.join)
        assert self._process.exitcode is not None
        return self._process.exitcode


class Desk:
    """The people, the places and the processes of one story."""

    def __init__(self, *, slack: Slack, meta: Meta, folder: Path, database_url: str) -> None:
        self.slack = slack
        self.meta = meta
        self._folder = folder
        self._bots: list[Bot] = []
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("GREENLIGHT_")},
            "GREENLIGHT_SLACK_API_URL": slack.api_url,
            "GREENLIGHT_SLACK_BOT_TOKEN": slack.world["bot_token"],
            "GREENLIGHT_SLACK_APP_TOKEN": slack.world["app_token"],
            "GREENLIGHT_SLACK_SIGNING_SECRET": slack.world["signing_secret"],
            "GREENLIGHT_SLACK_FILES_URL": slack.url,
            "GREENLIGHT_GRAPH_URL": meta.url,
            "GREENLIGHT_META_APP_ID": meta.world["app_id"],
            "GREENLIGHT_META_APP_SECRET": meta.world["app_secret"],
            "GREENLIGHT_DATABASE_URL": database_url,
            "GREENLIGHT_SECRET_KEYS": "a-key-for-stories-of-enough-characters",
        }
        self.ana = slack.user("ana")
        self.spring = slack.channel("spring-launch")

    async def start_bot(self, *, ready: bool = True, **environment: str) -> Bot:
        """Start Greenlight, and wait until it is ready."""
        out, log = (self._folder / f"bot-{len(self._bots)}.{kind}" for kind in ("out", "log"))
        out.touch()
        log.touch()
        process = be_born(["run"], environment=self.environment | environment, out=out, errors=log)
        bot = Bot(process, out=out, log=log)
        self._bots.append(bot)
        if ready:
            await bot.ready()
        return bot

    async def kill_all(self) -> None:
        """Leave no process behind."""
        for bot in self._bots:
            await bot.kill()

    def is_alive(self) -> bool:
        """Tell whether every bot that was started still runs."""
        return all(bot.is_alive for bot in self._bots)

    def log(self) -> str:
        """Return what all bots have said."""
        return "\n".join(bot.log for bot in self._bots)

    async def command(self, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        """Run `greenlight <arguments>` to its end."""
        return await asyncio.to_thread(command, list(arguments), environment=self.environment, stdin=stdin)

    async def connect_profile(self, username: str = "northlight.skin") -> None:
        """Connect one of the brand's accounts as an operator does, but without a process: they are dear to start."""
        profile = self.meta.profile(username)
        arguments = ["profiles", "add", "--ig-id", profile["ig_id"], "--username", username, "--token-stdin"]
        run = functools.partial(CliRunner(env=self.environment).invoke, cli, arguments, input=profile["access_token"])
        done = await asyncio.to_thread(run)
        assert done.exit_code == 0, (done.output, done.exception)

    async def create_campaign(
        self, *, channel: str | None = None, user: str | None = None, name: str = "Spring"
    ) -> None:
        """Create a campaign in its channel, by the modal."""
        who, where = user or self.ana, channel or self.spring
        await self.type(who, where, "campaign new")
        view = await self.top_view(who, callback_id="campaign_form")
        done = await self.submit(who, view, {"name": {"campaign_name": name}})
        assert not done["errors"], done

    async def ask(
        self, handles: str, *, channel: str | None = None, user: str | None = None, **values: dict[str, Any]
    ) -> dict[str, Any]:
        """Ask by the modal, everything but the handles as it is offered; returns what the submission answered."""
        who, where = user or self.ana, channel or self.spring
        await self.close_windows(who)
        await self.type(who, where, "request")
        view = await self.top_view(who, callback_id="request_form")
        return await self.submit(who, view, {"handles": {"request_handles": handles}, **values})

    async def type(self, user: str, channel: str, text: str) -> dict[str, Any]:
        """Type `/partnership <text>` and see it acked."""
        typed = await self.slack.post("command", user=user, channel=channel, command="/partnership", text=text)
        assert typed["ok"], typed
        return typed

    async def close_windows(self, user: str) -> None:
        """Close what is open, so that the next form is not mistaken for one that a killed bot left."""
        for view in reversed(await self.slack.views(user)):
            await self.slack.try_post("interact", type="view_closed", user=user, view_id=view["id"])

    async def submit(self, user: str, view: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
        """Submit a modal."""
        return await self.slack.post("view_submit", user=user, view_id=view["id"], values=values)

    async def press(
        self, user: str, message: dict[str, Any], action_id: str, *, channel: str | None = None
    ) -> dict[str, Any]:
        """Press a button on a message."""
        return await self.slack.post(
            "interact",
            type="block_actions",
            user=user,
            channel=channel or self.spring,
            message_ts=message["ts"],
            action_id=action_id,
        )

    async def top_view(self, user: str, *, callback_id: str) -> dict[str, Any]:
        """Wait for a modal to be on top, and return it."""

        async def look() -> dict[str, Any] | None:
            views = await self.slack.views(user)
            return views[-1] if views and views[-1]["callback_id"] == callback_id else None

        found = await until(look)
        assert found is not None
        return found

    async def cards(self, *, channel: str | None = None) -> list[dict[str, Any]]:
        """Return the bot's messages in the channel itself that are no thread entries."""
        messages = await self.slack.messages(channel or self.spring)
        return [message for message in messages if message.get("thread_ts") in (None, message["ts"])]

    async def card(self, *words: str, channel: str | None = None, seconds: float = 45) -> dict[str, Any]:
        """Wait for the one card whose text has all those words."""

        async def look() -> list[dict[str, Any]]:
            return [card for card in await self.cards(channel=channel) if all(word in card["text"] for word in words)]

        found: list[dict[str, Any]] = await self.eventually(look, seconds=seconds, about=f"a card with {words}")
        assert len(found) == 1, found
        return found[0]

    async def thread(self, card: dict[str, Any], *, channel: str | None = None) -> list[dict[str, Any]]:
        """Return the entries of a card's thread."""
        messages = await self.slack.messages(channel or self.spring)
        return [
            message for message in messages if message.get("thread_ts") == card["ts"] and message["ts"] != card["ts"]
        ]

    async def thread_in(self, channel: str) -> list[dict[str, Any]]:
        """Return the entries of all threads of a channel."""
        messages = await self.slack.messages(channel)
        return [message for message in messages if message.get("thread_ts") not in (None, message["ts"])]

    async def told(
        self, card: dict[str, Any], *words: str, channel: str | None = None, seconds: float = 45
    ) -> dict[str, Any]:
        """Wait for a thread entry whose text has all those words."""

        async def look() -> list[dict[str, Any]]:
            return [
                entry
                for entry in await self.thread(card, channel=channel)
                if all(word in entry["text"] for word in words)
            ]

        found: list[dict[str, Any]] = await self.eventually(look, seconds=seconds, about=f"an entry with {words}")
        assert len(found) == 1, found
        return found[0]

    async def eventually(self, look: Callable[[], Awaitable[Any]], *, seconds: float = 45, about: str) -> Any:
        """Wait until `look` sees something; say what was missing, and what the bot said, when it never does."""
        try:
            return await until(look, seconds=seconds)
        except TimeoutError:
            messages = [message["text"] for message in await self.slack.messages(self.spring)]
            raise AssertionError(f"never seen: {about}\nin the channel: {messages}\n{self.log()[-4000:]}") from None


@contextmanager
def both_services() -> Iterator[tuple[str, str]]:
    """Run Slack and Meta, each on a port of its own."""
    with running_sandbox("slack") as slack_url, running_sandbox("graph") as graph_url:
        yield slack_url, graph_url


@asynccontextmanager
async def a_desk(services: tuple[str, str], *, folder: Path, database_url: str) -> AsyncIterator[Desk]:
    """Set a desk up in a fresh world; kills what still runs afterwards."""
    slack_url, graph_url = services
    async with Slack(slack_url) as slack, Meta(graph_url) as meta:
        desk = Desk(slack=slack, meta=meta, folder=folder, database_url=database_url)
        try:
            yield desk
        finally:
            await desk.kill_all()
