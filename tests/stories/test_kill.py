"""Kill the bot at every step of the flow, start it again: the creator has one request, the channel one card, told once.

A step is reached exactly: the outside world holds the call before or after its effect, the bot is killed meanwhile, and
the call is dropped. "Before": the effect never happened. "After": it did, and nobody was told.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.running import Slack
from tests.stories.desk import Desk
from tests.stories.meta import Meta

pytestmark = [pytest.mark.story, pytest.mark.xdist_group("kills")]

WHILE_ASKING = [
    ("meta", "list", "before"),
    ("meta", "list", "after"),
    ("meta", "discovery", "before"),
    ("meta", "request", "before"),
    ("meta", "request", "after"),
    ("slack", "chat.postMessage", "before"),
    ("slack", "chat.postMessage", "after"),
]
WHILE_HEARING = [
    ("meta", "list", "before"),
    ("meta", "list", "after"),
    ("slack", "chat.update", "before"),
    ("slack", "chat.update", "after"),
    ("slack", "chat.postMessage", "before"),
    ("slack", "chat.postMessage", "after"),
]


def _side(desk: Desk, place: str) -> Meta | Slack:
    return desk.meta if place == "meta" else desk.slack


async def _held_at(desk: Desk, place: str, call: str) -> None:
    async def look() -> Any:
        return [each for each in (await _side(desk, place).get("held"))["held"] if each["on"] == call]

    await desk.eventually(look, about=f"{call} held")


async def _hold(desk: Desk, place: str, call: str, when: str) -> None:
    await _side(desk, place).post("fault", on=call, kind="hold", when=when, times=1)


async def _drop(desk: Desk, place: str) -> None:
    await _side(desk, place).post("release", drop=True)


async def _everything_happened_once(desk: Desk) -> None:
    assert len(await desk.meta.on_phone("maya.makes")) == 1
    assert len(await desk.cards()) == 1


@pytest.mark.parametrize(("place", "call", "when"), WHILE_ASKING)
async def test_killed_while_asking(desk: Desk, place: str, call: str, when: str) -> None:
    await desk.connect_profile()
    first = await desk.start_bot()
    await desk.create_campaign()
    await _hold(desk, place, call, when)
    answered = await desk.ask("@maya.makes")
    assert not answered["errors"]
    await _held_at(desk, place, call)
    await first.kill()
    await _drop(desk, place)

    await desk.start_bot()
    card = await desk.card("@maya.makes", "Waiting")
    await _everything_happened_once(desk)
    await desk.meta.answer("maya.makes", "approve")
    await desk.told(card, "Approved", f"<@{desk.ana}>")
    await _everything_happened_once(desk)


@pytest.mark.parametrize(("place", "call", "when"), WHILE_HEARING)
async def test_killed_while_hearing_the_answer(desk: Desk, place: str, call: str, when: str) -> None:
    await desk.connect_profile()
    first = await desk.start_bot()
    await desk.create_campaign()
    await desk.ask("@maya.makes")
    card = await desk.card("@maya.makes", "Waiting")
    await desk.meta.answer("maya.makes", "approve")
    await _hold(desk, place, call, when)
    await _held_at(desk, place, call)
    await first.kill()
    await _drop(desk, place)

    await desk.start_bot()
    await desk.told(card, "Approved", f"<@{desk.ana}>")
    assert (await desk.card("@maya.makes", "Approved"))["ts"] == card["ts"]
    await _everything_happened_once(desk)


async def test_an_open_request_survives_any_number_of_restarts(desk: Desk) -> None:
    await desk.connect_profile()
    bot = await desk.start_bot()
    await desk.create_campaign()
    await desk.ask("@maya.makes")
    card = await desk.card("@maya.makes", "Waiting")
    for _ in range(4):
        await bot.kill()
        bot = await desk.start_bot()
    await desk.meta.answer("maya.makes", "decline")
    await desk.told(card, "Declined", f"<@{desk.ana}>")
    await _everything_happened_once(desk)
