"""Kill the bot at every point of a workflow's step, start it again: one request, and an end that is told once."""

from __future__ import annotations

from typing import Any

import pytest

from tests.stories.desk import Desk
from tests.stories.killing import hold, killed_while_held, new_creator

pytestmark = [pytest.mark.story, pytest.mark.timeout(300)]

WHILE_IT_RUNS = [
    ("meta", "request", "after"),
    ("slack", "functions.completeSuccess", "before"),
    ("slack", "functions.completeSuccess", "after"),
]


async def test_killed_at_each_point_of_a_step(desk: Desk, subtests: pytest.Subtests) -> None:
    await desk.slack.post("limits", enabled=False)
    await desk.connect_profile()
    bot = await desk.start_bot()
    await desk.create_campaign()
    for number, (place, call, when) in enumerate(WHILE_IT_RUNS):
        with subtests.test(place=place, call=call, when=when):
            creator = await new_creator(desk, number)
            await hold(desk, place, call, when)

            async def run(creator: str = creator) -> None:
                inputs = {"handle": creator, "campaign": "Spring"}
                await desk.slack.post("step", user=desk.ana, callback_id="request_permission", inputs=inputs)

            bot = await killed_while_held(desk, bot, place, call, run)

            async def is_over(number: int = number) -> dict[str, Any] | None:
                steps: list[dict[str, Any]] = (await desk.slack.get("steps"))["steps"]
                return steps[number] if steps[number]["state"] != "running" else None

            step = await desk.eventually(is_over, about=f"the step about {creator} is over")
            assert step["state"] == "completed", step
            assert step["outputs"].keys() == {"state", "permission_id", "card_link"}
            assert len(await desk.meta.on_phone(creator)) == 1

    async def ends() -> list[dict[str, Any]]:
        return [each for each in await desk.slack.calls("functions.completeSuccess") if each["ok"]]

    told = [each["args"]["function_execution_id"] for each in await ends()]
    assert len(set(told)) == len(told)
