"""The main job: ask in Slack, hear the answer in the campaign's channel."""

from __future__ import annotations

import pytest

from tests.stories.desk import Desk

pytestmark = [pytest.mark.story]


async def test_a_creator_is_asked_from_a_modal_says_yes_and_the_channel_is_told(desk: Desk) -> None:
    await desk.connect_profile()
    bot = await desk.start_bot()
    await desk.create_campaign()

    answered = await desk.ask("@maya.makes")
    assert not answered["errors"]
    card = await desk.card("@maya.makes", "Waiting")
    assert [request["status"] for request in await desk.meta.on_phone("maya.makes")] == ["PENDING"]

    await desk.meta.answer("maya.makes", "approve")
    told = await desk.told(card, "Approved", f"<@{desk.ana}>")
    assert told["subtype"] == "thread_broadcast"
    assert (await desk.card("@maya.makes", "Approved"))["ts"] == card["ts"]
    assert len(await desk.cards()) == 1
    assert await bot.stop() == 0
