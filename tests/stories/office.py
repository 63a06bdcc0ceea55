"""A desk where work is going on: a bot that runs, a profile, a campaign; and what the people there can see and do."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from tests.databases import ready_sqlite
from tests.running import until
from tests.stories.desk import Bot, Desk, a_desk

View = dict[str, Any]


class Office:
    """A desk with its bot, shared by the stories of one file: each takes creators of its own."""

    def __init__(self, desk: Desk, bot: Bot) -> None:
        self.desk = desk
        self.bot = bot
        self.ana, self.ben, self.chloe = (desk.slack.user(name) for name in ("ana", "ben", "chloe"))
        self._numbers = itertools.count(1)
        self._heard: set[str] = set()

    async def creator(self, behaviour: str = "manual") -> str:
        """Make a creator nobody has asked yet, and return the handle."""
        username = f"creator.{next(self._numbers)}.of.stories"
        await self.desk.meta.post("creator", username=username, behaviour=behaviour)
        return username

    async def close_windows(self, user: str) -> None:
        """Close every modal that a person has open."""
        for view in (await self.desk.slack.views(user))[-1:]:
            await self.desk.slack.post("interact", type="view_closed", user=user, view_id=view["id"], is_cleared=True)

    async def open_form(self, handles: str = "", *, user: str | None = None, channel: str | None = None) -> View:
        """Type `/partnership request` and return the form."""
        who = user or self.ana
        await self.close_windows(who)
        await self.desk.type(who, channel or self.desk.spring, f"request {handles}")
        return await self.desk.top_view(who, callback_id="request_form")

    async def submit(self, handles: str, *, user: str | None = None, channel: str | None = None) -> dict[str, Any]:
        """Ask by the form, everything but the handles as offered; returns what the submission answered."""
        view = await self.open_form(user=user, channel=channel)
        return await self.desk.submit(user or self.ana, view, {"handles": {"request_handles": handles}})

    async def asked(self, handles: str, *, user: str | None = None, channel: str | None = None) -> None:
        """Ask by the form, and see it accepted."""
        answered = await self.submit(handles, user=user, channel=channel)
        assert answered["ok"], answered

    async def press_in(self, view: View, action_id: str, *, user: str | None = None, **more: Any) -> dict[str, Any]:
        """Use an element of a modal."""
        return await self.desk.slack.post(
            "interact", type="block_actions", user=user or self.ana, view_id=view["id"], action_id=action_id, **more
        )

    async def view(self, *words: str, user: str | None = None, seconds: float = 10) -> View:
        """Wait until the modal on top shows those words."""

        async def look() -> list[View]:
            stack = await self.desk.slack.views(user or self.ana)
            return stack[-1:] if stack and all(word in words_of(stack[-1]) for word in words) else []

        try:
            return (await until(look, seconds=seconds))[0]
        except TimeoutError:
            stack = await self.desk.slack.views(user or self.ana)
            raise AssertionError(f"never on top: {words}\n{[words_of(each) for each in stack]}") from None

    async def whispered(self, *words: str, user: str | None = None, channel: str | None = None) -> str:
        """Wait for something new that only this person sees, and return all its words."""
        who, where = user or self.ana, channel or self.desk.spring

        async def look() -> str | None:
            seen = await self.desk.slack.messages(where, user=who)
            new = [each for each in seen if each.get("is_ephemeral") and each["ts"] not in self._heard]
            said = {each["ts"]: words_of(each) for each in new if all(word in words_of(each) for word in words)}
            self._heard |= said.keys()
            return next(reversed(said.values()), None)

        return str(await self.desk.eventually(look, about=f"a whisper with {words}"))

    async def written_to(self, user: str, *words: str, seconds: float = 45) -> str:
        """Wait for a direct message with those words."""

        async def look() -> str | None:
            said = [words_of(each) for each in await self.direct_messages(user)]
            return next((each for each in said if all(word in each for word in words)), None)

        return str(await self.desk.eventually(look, seconds=seconds, about=f"a direct message with {words}"))

    async def direct_messages(self, user: str) -> list[dict[str, Any]]:
        """Return what the bot wrote to one person."""
        channels = (await self.desk.slack.get("world"))["channels"]
        places = [each["id"] for each in channels if each["is_im"] and user in each["members"]]
        return [message for place in places for message in await self.desk.slack.messages(place)]

    async def asked_once(self, creator: str, *, channel: str | None = None) -> None:
        """See that the creator has one request and the channel one card."""
        assert len(await self.desk.meta.on_phone(creator)) == 1
        cards = [each for each in await self.desk.cards(channel=channel) if f"@{creator}:" in each["text"]]
        assert len(cards) == 1, [each["text"] for each in cards]


@asynccontextmanager
async def an_office(
    services: tuple[str, str],
    *,
    folder: Path,
    database_url: str | None = None,
    request_url: str | None = None,
    **environment: str,
) -> AsyncIterator[Office]:
    """Open an office in a fresh world, on SQLite unless told otherwise; rate limits are another story's, as are three seconds."""
    url = database_url or ready_sqlite(folder)
    async with a_desk(services, folder=folder, database_url=url) as desk:
        await desk.slack.post("limits", enabled=False, answer_seconds=20)  # the processors are busy with other stories
        desk.environment |= environment
        await desk.connect_profile()
        office = Office(desk, await desk.start_bot())
        if request_url is not None:
            await desk.slack.post("http", url=request_url)
        await desk.create_campaign()
        yield office


def words_of(shown: Any) -> str:
    """Return every text of a message or view, one a line."""
    match shown:
        case {"text": str(text), **rest}:
            return "\n".join([text, words_of(rest)])
        case dict():
            return "\n".join(words for each in shown.values() if (words := words_of(each)))
        case list():
            return "\n".join(words for each in shown if (words := words_of(each)))
    return ""


def block_of(view: View, action_id: str) -> str:
    """Return the id of the input block that holds an element."""
    found = [each["block_id"] for each in view["blocks"] if each.get("element", {}).get("action_id") == action_id]
    assert found, f"no {action_id} in {words_of(view)}"
    return str(found[0])
