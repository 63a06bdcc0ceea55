"""Connecting in a real browser, without script: what a newcomer does after `make demo`, on a phone and by keyboard."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.web.demo import open_page, running_demo, type_command
from tests.web.look import find_faint, find_nameless

pytestmark = [pytest.mark.web, pytest.mark.story, pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(240)]
PHONE = {"width": 390, "height": 844}


async def link_from_slack(page: Page) -> str:
    """Press the button in Slack's window, and give the address that the browser opened."""
    await type_command(page, "/partnership profiles")
    window = page.get_by_role("dialog")
    async with page.context.expect_page() as opened:
        await window.get_by_role("button", name="Connect with Facebook").click()
    started = await opened.value
    await started.wait_for_load_state()
    url = started.url
    await started.close()
    await window.get_by_role("button", name="Close").first.click()
    return url


@pytest_asyncio.fixture(loop_scope="session")
async def plain(browser: Browser) -> AsyncIterator[Page]:
    """A phone's browser without script; an error in its console fails the test."""
    context = await browser.new_context(viewport=PHONE, locale="en-GB", java_script_enabled=False)  # type: ignore[arg-type]
    page = await context.new_page()
    troubles: list[str] = []
    page.on("console", lambda line: troubles.append(line.text) if line.type == "error" else None)
    page.set_default_timeout(20_000)
    yield page
    assert troubles == []
    await context.close()


async def test_a_newcomer_connects_on_a_phone_without_script_and_slack_tells_what_was_found(
    browser: Browser, plain: Page
) -> None:
    async with running_demo() as url:
        slack = await open_page(browser, url)
        await plain.goto(await link_from_slack(slack))
        await expect(plain.get_by_role("heading", level=1)).to_have_text("Connect your accounts")
        await plain.get_by_role("button", name="Continue with Facebook").click()
        await plain.get_by_role("button", name="Nora Lind").click()
        await plain.get_by_role("button", name="Continue as Nora").click()

        await expect(plain.get_by_role("heading", level=1)).to_have_text("Choose accounts to connect")
        await plain.get_by_label("@northlight.archive").check()
        await plain.get_by_label("@northlight.home").uncheck()
        await plain.get_by_label("@northlight.skin").uncheck()
        await plain.get_by_role("button", name="Connect", exact=True).click()
        await expect(plain.get_by_role("heading", level=1)).to_have_text("1 account is connected")

        letters = slack.get_by_role("button", name="Greenlight (direct messages)")
        await letters.click(timeout=30_000)
        told = slack.get_by_role("main").get_by_role("article").filter(has_text="1 profile is connected.")
        await expect(told.first).to_be_visible(timeout=30_000)


async def test_the_pages_are_whole_for_a_keyboard_a_screen_reader_and_tired_eyes(browser: Browser) -> None:
    async with running_demo() as url:
        slack = await open_page(browser, url)
        link = await link_from_slack(slack)
        for scheme in ("light", "dark"):
            context = await browser.new_context(viewport=PHONE, locale="en-GB", color_scheme=scheme)  # type: ignore[arg-type]
            page = await context.new_page()
            await page.goto(link)
            await looked_over(page)
            if scheme == "dark":
                await page.goto(f"{link}x")
                await looked_over(page)
                await context.close()
                continue
            await press_by_keyboard(page, "Continue with Facebook")
            await page.get_by_role("button", name="Iris Vale").click()
            await page.get_by_role("button", name="Continue as Iris").click()
            await expect(page.get_by_role("heading", level=1)).to_be_visible()
            await looked_over(page)
            await context.close()
            link = await link_from_slack(slack)


async def looked_over(page: Page) -> None:
    """See that nothing is nameless, faint, too small to tap, or wider than the screen."""
    assert await find_nameless(page) == []
    assert await find_faint(page) == []
    width = await page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE["width"]
    for button in await page.get_by_role("button").all():
        box = await button.bounding_box()
        assert box is not None
        assert box["height"] >= 44
    assert await page.get_by_role("heading", level=1).count() == 1


async def press_by_keyboard(page: Page, name: str) -> None:
    """Reach a button with Tab alone, and press it with Enter."""
    for _step in range(20):
        await page.keyboard.press("Tab")
        if await page.evaluate("document.activeElement.innerText") == name:
            await page.keyboard.press("Enter")
            await page.wait_for_load_state()
            return
    raise AssertionError(f"no way to {name} with the keyboard")
