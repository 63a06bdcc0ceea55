"""Kill the bot at each step of a sign-in: only the sign-in is lost, and the page says so; what was picked is told once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from tests.stories.brand import SKIN, Brand, a_brand
from tests.stories.killing import drop, held_at, hold
from tests.stories.visitor import Page, Visitor

pytestmark = [pytest.mark.story, pytest.mark.timeout(300)]


@pytest.fixture
async def brand(services: tuple[str, str], tmp_path: Path, ready_url: str) -> AsyncIterator[Brand]:
    """A brand's desk, running; on SQLite, then on PostgreSQL."""
    async with a_brand(services, folder=tmp_path, database_url=ready_url) as brand:
        await brand.start()
        yield brand


async def killed_while(brand: Brand, call: str, going: asyncio.Task[Page], *, place: str = "meta") -> None:
    """Kill the bot while a call of a page is held, drop the call, and start the bot again."""
    await held_at(brand.desk, place, call)
    await brand.bot.kill()
    await drop(brand.desk, place)
    with pytest.raises(httpx.HTTPError):
        await going
    await brand.start()


async def test_killed_while_the_code_is_traded_the_page_says_that_the_sign_in_is_lost_and_goes_on(
    brand: Brand,
) -> None:
    async with Visitor(brand.base) as visitor:
        await visitor.press(await visitor.open(await brand.link()), "Continue with Facebook")
        back = (await brand.desk.meta.post("login", person="nora", redirect=visitor.dialog, answer="accept"))[
            "location"
        ]
        await hold(brand.desk, "meta", "oauth", "after")
        await killed_while(brand, "oauth", asyncio.create_task(visitor.open(back)))

        page = await visitor.open(back)
        assert page.title == "This way back from Facebook was used already."
        assert "Nothing was connected" in page.words
        await visitor.press(page, "Sign in again")
        choose = await brand.answer(visitor)
        assert (await visitor.press(choose, "Connect", ticks=[SKIN])).title == "1 account is connected"


@pytest.mark.parametrize("call", ["debug_token", "batch"])
async def test_killed_while_the_accounts_are_read_the_same_page_goes_on(brand: Brand, call: str) -> None:
    async with Visitor(brand.base) as visitor:
        await visitor.press(await visitor.open(await brand.link()), "Continue with Facebook")
        await hold(brand.desk, "meta", call, "before")
        going = asyncio.create_task(brand.answer(visitor))
        await killed_while(brand, call, going)

        back = visitor.last
        choose = await visitor.open(back)
        assert choose.title == "Choose accounts to connect"
        assert (await visitor.press(choose, "Connect", ticks=[SKIN])).title == "1 account is connected"


@pytest.mark.parametrize("when", ["before", "after"])
async def test_killed_while_the_person_is_told_they_are_told_once(brand: Brand, when: str) -> None:
    await hold(brand.desk, "slack", "chat.postMessage", when)
    await brand.connect(SKIN)
    await held_at(brand.desk, "slack", "chat.postMessage")
    await brand.bot.kill()
    await drop(brand.desk, "slack")
    await brand.start()
    await brand.written_to(brand.ana, "1 profile is connected.")
    await asyncio.sleep(3)  # a second one would have come by now
    assert len(await brand.letters(brand.ana)) == 1


async def test_killed_while_a_login_is_given_back_it_is_given_back_once_and_told(brand: Brand) -> None:
    await brand.connect(SKIN)
    await brand.written_to(brand.ana, "1 profile is connected.")
    await brand.desk.meta.post("fault", on="me", kind="hold", when="after", method="DELETE")
    await brand.press(await brand.inspect(), "profiles_disconnect")
    await held_at(brand.desk, "meta", "me")
    await brand.bot.kill()
    await drop(brand.desk, "meta")
    await brand.start()
    await brand.written_to(brand.ana, "is removed, here and at Meta")
    assert len(await brand.letters(brand.ana)) == 2
