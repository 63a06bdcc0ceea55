"""Killing the bot at an exact step: the outside world holds a call, the bot dies meanwhile, the call is dropped."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from tests.running import Slack
from tests.stories.desk import Bot, Desk
from tests.stories.meta import Meta


def side_of(desk: Desk, place: str) -> Meta | Slack:
    return desk.meta if place == "meta" else desk.slack


async def held_at(desk: Desk, place: str, call: str) -> None:
    async def look() -> Any:
        return [each for each in (await side_of(desk, place).get("held"))["held"] if each["on"] == call]

    await desk.eventually(look, about=f"{call} held")


async def hold(desk: Desk, place: str, call: str, when: str) -> None:
    await side_of(desk, place).post("fault", on=call, kind="hold", when=when, times=1)


async def drop(desk: Desk, place: str) -> None:
    await side_of(desk, place).post("release", drop=True)


async def killed_while_held(desk: Desk, bot: Bot, place: str, call: str, act: Callable[[], Awaitable[object]]) -> Bot:
    """Do `act`, kill the bot while the call is held, drop the call, and start the bot again."""
    await act()
    await held_at(desk, place, call)
    await bot.kill()
    await drop(desk, place)
    return await desk.start_bot()


async def new_creator(desk: Desk, number: int) -> str:
    name = f"creator.{number}"
    await desk.meta.post("creator", username=name, behaviour="manual")
    return name
