"""A creator on a phone and at a desk: invite, page, login, connected; checked by axe-core against WCAG 2.2 AA."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, expect

from tests.web.demo import open_page, running_demo, type_command
from tests.web.look import find_faint, find_nameless

pytestmark = [pytest.mark.web, pytest.mark.story, pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(240)]
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 800}
STANDARD = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


async def link_from_slack(page: Page, name: str) -> str:
    """Make an invite by the form, and copy its link."""
    await type_command(page, "/partnership invite")
    window = page.get_by_role("dialog")
    await window.get_by_label("Name of the creator").fill(name)
    await window.get_by_role("button", name="Make the link").click()
    link = (await window.locator("pre").inner_text()).strip()
    await window.get_by_role("button", name="Close").first.click()
    return link


async def test_a_creator_connects_by_a_link_on_a_phone_and_at_a_desk_and_by_keyboard_alone(browser: Browser) -> None:
    async with running_demo() as url:
        slack = await open_page(browser, url)
        for view, who, handle in ((PHONE, "Maya Ferreira", "maya.makes"), (DESK, "Juno Park", "juno.skates")):
            link = await link_from_slack(slack, who)
            page = await browser.new_page(viewport=view, locale="en-GB")  # type: ignore[arg-type]
            page.set_default_timeout(20_000)
            await page.goto(f"{link[:-1]}")
            await expect(page.get_by_role("heading", level=1)).to_have_text("There is no such invite.")
            await looked_over(page, view)
            await page.goto(link)
            await looked_over(page, view)
            await pressed(page, "Sign in with Facebook", by_keyboard=view is DESK)
            await page.get_by_role("button", name=who).click()
            await page.get_by_role("button", name=f"Continue as {who.split()[0]}").click()
            await expect(page.get_by_role("heading", level=1)).to_have_text("Connect this account?")
            await looked_over(page, view)
            await pressed(page, "Connect", by_keyboard=view is DESK)
            await expect(page.get_by_role("heading", level=1)).to_have_text(f"@{handle} is connected")
            await looked_over(page, view)
            await page.goto(link)
            await expect(page.get_by_role("heading", level=1)).to_have_text("This invite was used already.")
            await page.close()
            told = slack.get_by_role("main").get_by_role("article").filter(has_text="connected an account")
            await expect(told.filter(has_text=handle)).to_be_visible(timeout=30_000)


async def looked_over(page: Page, view: dict[str, Any]) -> None:
    """See that a tool finds nothing against the standard, and that nothing is nameless, faint or wider than the screen."""
    found = await Axe().run(page, options=STANDARD)
    assert [(each["id"], each["help"]) for each in found.response["violations"]] == []
    assert await find_nameless(page) == []
    assert await find_faint(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth") <= view["width"]


async def pressed(page: Page, name: str, *, by_keyboard: bool) -> None:
    """Press a button: with Tab and Enter alone, or by touch."""
    if not by_keyboard:
        await page.get_by_role("button", name=name, exact=True).click()
        return
    for _step in range(30):
        await page.keyboard.press("Tab")
        if await page.evaluate("document.activeElement.innerText") == name:
            await page.keyboard.press("Enter")
            return
    raise AssertionError(f"no way to {name} with the keyboard")
