"""Kill the bot at every step of the flow, start it again: the creator has one request, the channel one card, told once.

A step is reached exactly: the outside world holds the call before or after its effect, the bot is killed meanwhile, and
the call is dropped. "Before": the effect never happened. "After": it did, and nobody was told.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from tests.running import Slack
from tests.stories.desk import Bot, Desk
from tests.stories.meta import Meta

pytestmark = [pytest.mark.story, pytest.mark.timeout(300)]

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


async def _killed_while_held(desk: Desk, bot: Bot, place: str, call: str, act: Callable[[], Awaitable[object]]) -> Bot:
    """Do `act`, kill the bot while the call is held, drop the call, and start the bot again."""
    await act()
    await _held_at(desk, place, call)
    await bot.kill()
    await _drop(desk, place)
    return await desk.start_bot()


async def _new_creator(desk: Desk, number: int) -> str:
    name = f"creator.{number}"
    await desk.meta.post("creator", username=name, behaviour="manual")
    return name


async def test_killed_at_each_step_of_asking(desk: Desk, subtests: pytest.Subtests) -> None:
    await desk.connect_profile()
    bot = await desk.start_bot()
    await desk.create_campaign()
    creators = {}
    for number, (place, call, when) in enumerate(WHILE_ASKING):
        with subtests.test(place=place, call=call, when=when):
            creator = creators[place, call, when] = await _new_creator(desk, number)
            await _hold(desk, place, call, when)

            async def ask(creator: str = creator) -> None:
                assert not (await desk.ask(creator))["errors"]

            bot = await _killed_while_held(desk, bot, place, call, ask)
            await desk.card(f"@{creator}:", "Waiting")
    for creator in creators.values():
        await desk.meta.answer(creator, "approve")
    for step, creator in creators.items():
        with subtests.test(after=step):
            await desk.told(await desk.card(f"@{creator}:", "Approved"), "Approved", f"<@{desk.ana}>")
            assert len(await desk.meta.on_phone(creator)) == 1
    assert len(await desk.cards()) == len(creators)


async def test_killed_at_each_step_of_hearing_the_answer(desk: Desk, subtests: pytest.Subtests) -> None:
    await desk.connect_profile()
    bot = await desk.start_bot()
    await desk.create_campaign()
    for number, (place, call, when) in enumerate(WHILE_HEARING):
        with subtests.test(place=place, call=call, when=when):
            creator = await _new_creator(desk, number)
            assert not (await desk.ask(creator))["errors"]
            card = await desk.card(f"@{creator}:", "Waiting")

            async def answer(creator: str = creator, place: str = place, call: str = call, when: str = when) -> None:
                await desk.meta.answer(creator, "approve")
                await _hold(desk, place, call, when)

            bot = await _killed_while_held(desk, bot, place, call, answer)
            await desk.told(card, "Approved", f"<@{desk.ana}>")
            assert (await desk.card(f"@{creator}:", "Approved"))["ts"] == card["ts"]
            assert len(await desk.meta.on_phone(creator)) == 1
            assert len(await desk.cards()) == number + 1


async def test_killed_at_any_moment_nothing_acked_is_lost_and_nobody_is_asked_twice(desk: Desk) -> None:
    chance = random.Random(20261122)  # noqa: S311 - to have the same moments again
    await desk.connect_profile()
    bot = await desk.start_bot()
    await desk.create_campaign()
    acked = []
    for number in range(6):
        creator = await _new_creator(desk, number)
        await desk.type(desk.ana, desk.spring, "request")
        view = await desk.top_view(desk.ana, callback_id="request_form")
        sent = asyncio.create_task(desk.submit(desk.ana, view, {"handles": {"request_handles": creator}}))
        await asyncio.sleep(chance.uniform(0.0, 1.2))
        await bot.kill()
        bot = await desk.start_bot()
        if (await sent)["ok"]:
            acked.append(creator)
    assert acked, "the moments were chosen so that some submissions are acked before the kill"
    for creator in acked:
        await desk.card(f"@{creator}:", "Waiting")
    for number in range(6):
        assert len(await desk.meta.on_phone(f"creator.{number}")) in ({1} if f"creator.{number}" in acked else {0, 1})
    cards = [card["text"].split(":")[0] for card in await desk.cards()]
    assert len(cards) == len(set(cards))


async def test_an_open_request_survives_any_number_of_restarts(desk: Desk) -> None:
    await desk.connect_profile()
    bot = await desk.start_bot()
    await desk.create_campaign()
    await desk.ask("@maya.makes")
    card = await desk.card("@maya.makes", "Waiting")
    for _ in range(3):
        await bot.kill()
        bot = await desk.start_bot()
    await desk.meta.answer("maya.makes", "decline")
    await desk.told(card, "Declined", f"<@{desk.ana}>")
    assert len(await desk.meta.on_phone("maya.makes")) == 1
    assert len(await desk.cards()) == 1
