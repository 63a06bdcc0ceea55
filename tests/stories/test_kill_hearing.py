"""Kill the bot at every step of hearing the answer, start it again: the creator has one request, the channel one card, told once.

"Before": the effect of the call never happened. "After": it did, and nobody was told.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from tests.stories.desk import Desk
from tests.stories.killing import hold, killed_while_held, new_creator

pytestmark = [pytest.mark.story, pytest.mark.timeout(300)]

WHILE_HEARING = [
    ("meta", "list", "before"),
    ("meta", "list", "after"),
    ("slack", "chat.update", "before"),
    ("slack", "chat.update", "after"),
    ("slack", "chat.postMessage", "before"),
    ("slack", "chat.postMessage", "after"),
]


async def _answer(desk: Desk, creator: str, place: str, call: str, when: str, *, soon: dict[str, Any] | None) -> None:
    """Have the creator answer, which is heard by itself, or soon because somebody presses *Check now*."""
    await desk.meta.answer(creator, "approve")
    await hold(desk, place, call, when)
    if soon is not None:
        await desk.press(desk.ana, soon, "request_check_now")


async def test_killed_at_each_step_of_hearing_the_answer(desk: Desk, subtests: pytest.Subtests) -> None:
    await desk.connect_profile()
    bot = await desk.start_bot()
    await desk.create_campaign()
    for number, (place, call, when) in enumerate(WHILE_HEARING):
        with subtests.test(place=place, call=call, when=when):
            creator = await new_creator(desk, number)
            assert not (await desk.ask(creator))["errors"]
            card = await desk.card(f"@{creator}:", "Waiting")

            answer = partial(_answer, desk, creator, place, call, when, soon=card if number > 0 else None)
            bot = await killed_while_held(desk, bot, place, call, answer)
            await desk.told(card, "Approved", f"<@{desk.ana}>")
            assert (await desk.card(f"@{creator}:", "Approved"))["ts"] == card["ts"]
            assert len(await desk.meta.on_phone(creator)) == 1
            assert len(await desk.cards()) == number + 1
