"""Kill the bot at every step of asking, start it again: the creator has one request, the channel one card, told once.

"Before": the effect of the call never happened. "After": it did, and nobody was told.
"""

from __future__ import annotations

import pytest

from tests.stories.desk import Desk
from tests.stories.killing import hold, killed_while_held, new_creator

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


async def test_killed_at_each_step_of_asking(desk: Desk, subtests: pytest.Subtests) -> None:
    await desk.connect_profile()
    bot = await desk.start_bot()
    await desk.create_campaign()
    creators = {}
    for number, (place, call, when) in enumerate(WHILE_ASKING):
        with subtests.test(place=place, call=call, when=when):
            creator = creators[place, call, when] = await new_creator(desk, number)
            await hold(desk, place, call, when)

            async def ask(creator: str = creator) -> None:
                assert not (await desk.ask(creator))["errors"]

            bot = await killed_while_held(desk, bot, place, call, ask)
            await desk.card(f"@{creator}:", "Waiting")
    for creator in creators.values():
        await desk.meta.answer(creator, "approve")
    for step, creator in creators.items():
        with subtests.test(after=step):
            await desk.told(await desk.card(f"@{creator}:", "Approved"), "Approved", f"<@{desk.ana}>")
            assert len(await desk.meta.on_phone(creator)) == 1
    assert len(await desk.cards()) == len(creators)
