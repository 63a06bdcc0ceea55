"""A creator on a phone and at a desk: invite, page, login, connected, ad code, the end; checked by axe-core for WCAG 2.2 AA.

The pages and use cases are the real ones, served here; what is durable is done by hand, so that days can pass.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, expect

from bot.influencers.links import AT
from bot.web.site import listen
from tests.connections.conftest import _same_time
from tests.databases import ready_sqlite
from tests.influencers.house import CreatorsHouse
from tests.nursery import running_sandbox
from tests.running import Slack, until
from tests.stories.meta import Meta
from tests.web.look import looked_over, press_by_keyboard

pytestmark = [pytest.mark.web, pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(120)]
PHONE: Any = {"width": 390, "height": 844}
DESK: Any = {"width": 1280, "height": 800}
CRANES, KICKFLIP = "17895695668004553", "17895695668004575"
STANDARD = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture(scope="module")
def outside() -> Iterator[str]:
    """Slack and Meta for this file, whose clocks run ahead of those of others."""
    with running_sandbox() as url:
        yield url


@pytest_asyncio.fixture(loop_scope="session")
async def house(outside: str, tmp_path: Path) -> AsyncIterator[CreatorsHouse]:
    """A house whose pages can be opened in a browser, and whose work is done as soon as it is there."""
    listening = listen(0)
    base = f"http://127.0.0.1:{listening.getsockname()[1]}"
    async with Slack(f"{outside}/slack") as slack, Meta(f"{outside}/graph") as meta:
        skew = await _same_time(slack, meta) - time.time()
        house = CreatorsHouse(ready_sqlite(tmp_path), slack=slack, meta=meta, skew=skew, base=base)
        await house.set_up()
        async with house.served(listening, patience=10):
            working = asyncio.create_task(_work(house))
            yield house
            working.cancel()
        await house.close()


async def _work(house: CreatorsHouse) -> None:
    while True:
        await house.work("make-code", "delete-code", "notify")
        await asyncio.sleep(0.05)


@pytest_asyncio.fixture(loop_scope="session", params=[PHONE], ids=["phone"])
async def creator(browser: Browser, request: pytest.FixtureRequest) -> AsyncIterator[Page]:
    """A creator's browser."""
    page = await browser.new_page(viewport=request.param, locale="en-GB")
    page.set_default_timeout(10_000)
    yield page
    await page.close()


@pytest.mark.parametrize("creator", [PHONE, DESK], ids=["phone", "desk"], indirect=True)
async def test_on_a_phone_and_at_a_desk_a_creator_connects_makes_a_code_takes_it_back_comes_back_and_it_ends(
    house: CreatorsHouse, creator: Page
) -> None:
    link = f"{house.base}{AT}/{await house.invite(name='Maya Ferreira', days=7)}"
    await creator.goto(f"{link[:-1]}")
    await titled(creator, "There is no such invite.")
    await checked(creator)
    await creator.goto(link)
    await checked(creator)
    await signed_in(creator, "Maya Ferreira")
    await titled(creator, "Connect this account?")
    await checked(creator)
    await creator.get_by_role("button", name="Connect", exact=True).click()
    await titled(creator, "@maya.makes is connected")
    await checked(creator)

    await creator.get_by_role("link", name="Make ad codes for your posts").click()  # the first tap, and the second:
    crane = creator.get_by_role("listitem").filter(has_text="Morning light, paper cranes")
    await crane.get_by_role("button", name="Make a code").click()
    code = crane.get_by_role("textbox", name="Ad code")
    await expect(code).to_have_value(await code_at_meta(house, CRANES))
    await checked(creator)
    await crane.get_by_text("Take the code back").click()
    await checked(creator)
    await crane.get_by_role("button", name="Yes, take it back").click()
    await expect(creator.get_by_role("status")).to_contain_text("The ad code is taken back")
    await expect(crane.get_by_role("button", name="Make a code")).to_be_visible()

    await house.wait(days=7, minutes=-30)
    await creator.goto(link)
    await titled(creator, "This invite was used already.")
    await checked(creator)
    await signed_in(creator, "Maya Ferreira")
    await creator.get_by_role("link", name="Make ad codes for your posts").click()
    await titled(creator, "Ad codes of @maya.makes")
    await house.wait(minutes=40)
    await house.engine.tick("expire")
    await creator.reload()
    await titled(creator, "This connection has ended.")
    await checked(creator)
    await creator.goto(link)
    await expect(creator.get_by_role("button", name="Sign in with Facebook")).to_have_count(0)
    assert [each.split(" (Maya Ferreira)")[-1] for each in await heard(house, 4)] == [
        " connected an account.",
        "@maya.makes made an ad code for one of their posts.",
        "@maya.makes took back the ad code of one of their posts.",
        " has ended: its time is over. Nothing is monitored any more.",
    ]


@pytest.mark.parametrize("creator", [DESK, PHONE], ids=["desk", "phone"], indirect=True)
async def test_at_a_desk_and_on_a_phone_a_creator_connects_and_makes_a_code_by_keyboard_alone(
    house: CreatorsHouse, creator: Page
) -> None:
    await creator.goto(f"{house.base}{AT}/{await house.invite(name='Juno Park')}")
    await checked(creator)
    await press_by_keyboard(creator, "Sign in with Facebook")
    await at_meta(creator, "Juno Park")
    await titled(creator, "Connect this account?")
    await press_by_keyboard(creator, "Connect")
    await titled(creator, "@juno.skates is connected")
    await press_by_keyboard(creator, "Make ad codes for your posts")
    await press_by_keyboard(creator, "Make a code")
    await expect(creator.get_by_role("textbox", name="Ad code")).to_have_value(await code_at_meta(house, KICKFLIP))
    await checked(creator)


async def test_on_a_phone_a_creator_asks_declines_and_a_link_ends_by_itself(
    house: CreatorsHouse, creator: Page
) -> None:
    link = f"{house.base}{AT}/{await house.invite()}"
    await creator.goto(link)
    await creator.get_by_role("button", name="Send the question").click()
    await expect(creator.get_by_role("alert")).to_have_text("Write your question first.")
    await checked(creator)
    await creator.get_by_label("Your question").fill("Which posts?")
    await creator.get_by_role("button", name="Send the question").click()
    await titled(creator, "Your question was sent")
    await creator.get_by_role("link", name="Back to the invite").click()
    await creator.get_by_label("Why (if you like to say)").fill("I am on holiday.")
    await creator.get_by_role("button", name="Decline the invite").click()
    await titled(creator, "You have declined")
    await checked(creator)
    await creator.goto(link)
    await titled(creator, "This invite was declined.")

    other = f"{house.base}{AT}/{await house.invite()}"
    await house.wait(days=15)
    await creator.goto(other)
    await titled(creator, "The time of this invite is over.")
    assert [each.split(" ", 1)[1].split(" (")[0] for each in await heard(house, 2)] == [
        "has a question about the invite",
        "declined the invite",
    ]


async def signed_in(page: Page, who: str) -> None:
    """Sign in with Facebook."""
    await page.get_by_role("button", name="Sign in with Facebook").click()
    await at_meta(page, who)


async def at_meta(page: Page, who: str) -> None:
    """Say yes in Meta's dialog, whose keys are Meta's."""
    await page.get_by_role("button", name=who).click()
    await page.get_by_role("button", name=f"Continue as {who.split()[0]}").click()


async def heard(house: CreatorsHouse, count: int) -> list[str]:
    """Return what the channel has heard, once that is so many messages."""

    async def look() -> list[str]:
        told = await house.told()
        return told if len(told) >= count else []

    return await until(look)


async def titled(page: Page, title: str) -> None:
    await expect(page.get_by_role("heading", level=1)).to_have_text(title)


async def checked(page: Page) -> None:
    """See that the tool finds nothing against the standard, and that it can be read and tapped."""
    found = await Axe().run(page, options=STANDARD)
    assert [(each["id"], each["help"]) for each in found.response["violations"]] == []
    assert page.viewport_size is not None
    await looked_over(page, width=page.viewport_size["width"])


async def code_at_meta(house: CreatorsHouse, post: str) -> str:
    """Return a post's ad code as its creator reads it in the Instagram app."""
    return str((await house.meta.post("post_code", post_id=post))["ad_code"])
