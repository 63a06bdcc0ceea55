"""Kill the bot while a creator connects and makes an ad code: the same page goes on, and each thing is there once."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx
import pytest

from tests.databases import ready_sqlite
from tests.stories.brand import Brand, a_brand
from tests.stories.killing import drop, held_at, hold
from tests.stories.visitor import Form, Page, Visitor

pytestmark = [pytest.mark.story, pytest.mark.timeout(120)]


async def killed_while(brand: Brand, place: str, call: str, going: asyncio.Task[Page] | None) -> None:
    """Kill the bot while a call is held, drop the call, and start the bot again; a page that was loading is cut off."""
    await held_at(brand.desk, place, call)
    await brand.bot.kill()
    await drop(brand.desk, place)
    if going is not None:
        with pytest.raises(httpx.HTTPError):
            await going
    await brand.start()


async def test_killed_at_three_moments_a_creator_is_connected_told_of_and_given_a_code_once(
    services: tuple[str, str], tmp_path: Path
) -> None:
    async with (
        a_brand(services, folder=tmp_path, database_url=ready_sqlite(tmp_path)) as brand,
        Visitor(brand.base) as maya,
    ):
        desk = brand.desk
        await brand.start()
        await desk.create_campaign()
        link = await brand.invite()

        await maya.press(await maya.open(link), "Sign in with Facebook")
        await hold(desk, "meta", "debug_token", "after")
        going = asyncio.create_task(brand.answer(maya, person="maya"))
        await killed_while(brand, "meta", "debug_token", going)
        account = await maya.open(maya.last)
        assert account.title == "Connect this account?"

        await hold(desk, "slack", "chat.postMessage", "after")
        done = await maya.press(account, "Connect")
        assert done.title == "@maya.makes is connected"
        await killed_while(brand, "slack", "chat.postMessage", None)

        posts = await maya.open(next(each for each in done.links if "/account/posts/" in each))
        await hold(desk, "meta", "partnership_ad_code", "after")
        pressed = posts.form("Make a code")
        await killed_while(brand, "meta", "partnership_ad_code", asyncio.create_task(maya.send(pressed)))

        async def is_unsure() -> Form | None:
            page = await maya.open(posts.url)
            return next((each for each in page.forms if each.button == "Make a fresh code"), None)

        anew = await desk.eventually(is_unsure, about="it is said that nobody knows whether there is a code")
        assert "The ad code is made" in (await maya.send(anew)).words

        async def told() -> list[str] | None:
            texts = [each["text"] for each in await desk.slack.messages(desk.spring)]
            return texts if any("made an ad code" in each for each in texts) else None

        texts = await desk.eventually(told, about="the channel hears of the code")
        assert sum("connected an account" in each for each in texts) == 1
        assert sum("made an ad code" in each for each in texts) == 1
        made = [each for each in await desk.meta.calls("partnership_ad_code") if each["method"] == "POST"]
        assert len(made) == 2  # the one that was cut off, and the fresh one that took its place
