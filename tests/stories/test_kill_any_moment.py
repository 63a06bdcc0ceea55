"""Kill the bot at any moment, again and again: nothing acked is lost, nobody is asked twice."""

from __future__ import annotations

import asyncio
import random

import pytest

from tests.stories.desk import Desk
from tests.stories.killing import new_creator

pytestmark = [pytest.mark.story, pytest.mark.timeout(300)]


async def test_killed_at_any_moment_nothing_acked_is_lost_and_nobody_is_asked_twice(desk: Desk) -> None:
    chance = random.Random(20261122)  # noqa: S311 - to have the same moments again
    await desk.connect_profile()
    bot = await desk.start_bot()
    await desk.create_campaign()
    acked = []
    for number in range(6):
        creator = await new_creator(desk, number)
        await desk.close_windows(desk.ana)
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
