"""The page itself: its policy, what it shows to whom, and on which window."""

from __future__ import annotations

import re
from typing import Any

import httpx
import pytest
from playwright.async_api import Browser, Page, expect

from tests.web.look import find_faint, find_nameless
from tests.web.world import Sandbox, running_sandbox

pytestmark = [pytest.mark.web, pytest.mark.asyncio(loop_scope="session")]

Heard = list[tuple[str, Any]]

MARKUP = (
    "<img src=x onerror=\"document.title='owned'\">",
    "<script>document.title='owned'</script>",
    "<https://example.org/\"onmouseover=\"document.title='owned'|<b>bold</b>>",
    "<javascript:document.title='owned'|press me>",
)


async def test_the_policy_lets_nothing_in_from_elsewhere(sandbox: Sandbox) -> None:
    async with httpx.AsyncClient(base_url=sandbox.url) as client:
        for path in ("/static/app.js", "/"):
            answer = await client.get(path)
            assert answer.status_code == 200
            assert answer.headers["content-security-policy"].startswith("default-src 'self';")
            assert "unsafe" not in answer.headers["content-security-policy"]
    markup = answer.text
    assert not re.search(r"\sstyle=|\son\w+=|<style|<script(?![^>]*\ssrc=)", markup)


@pytest.mark.parametrize("text", MARKUP)
async def test_a_message_cannot_bring_markup_in(page: Page, sandbox: Sandbox, text: str) -> None:
    before = await page.locator("img, script").count()
    where = {"user": sandbox.user("ben"), "channel": sandbox.channel("spring-launch")}
    sandbox.do("slack/say", text=f"{text} end", **where)

    message = page.get_by_role("article").filter(has_text="end")
    await expect(message).to_be_visible()
    await expect(message.locator("b, img, script, [onmouseover], a[href^='javascript']")).to_have_count(0)
    assert await page.locator("img, script").count() == before
    assert await page.title() == "Greenlight sandbox"


async def test_every_control_and_landmark_has_a_name(page: Page, heard: Heard, sandbox: Sandbox) -> None:
    sandbox.request("maya.makes")
    await page.get_by_label("Message #spring-launch").fill("/trial card")
    await page.keyboard.press("Enter")
    await page.get_by_role("article").filter(has_text="Waiting").wait_for()
    await page.get_by_role("button", name="Approve").wait_for()
    assert await find_nameless(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_words_stand_out_from_their_ground(page: Page, heard: Heard, sandbox: Sandbox, scheme: Any) -> None:
    for creator, status in (("maya.makes", "PENDING"), ("nimbus.knits", "APPROVED"), ("juno.skates", "REVOKED")):
        sandbox.request(creator, status=status)
    await page.emulate_media(color_scheme=scheme)
    for command, sign in (("card", "@maya.makes"), ("note", "Nothing is open"), ("form", "")):
        await page.get_by_label("Message #spring-launch").fill(f"/trial {command}")
        await page.keyboard.press("Enter")
        await page.get_by_role("article").filter(has_text=sign).first.wait_for()
    await page.get_by_role("button", name="Send request").click()
    await page.locator("[aria-invalid]").first.wait_for()
    await page.mouse.move(2, 2)
    assert await find_faint(page) == []


async def test_a_narrow_window_shows_one_pane_at_a_time(page: Page, heard: Heard, sandbox: Sandbox) -> None:
    sandbox.request("maya.makes")
    await page.set_viewport_size({"width": 390, "height": 780})
    conversation, phone = page.locator("#conversation"), page.locator("#phone")
    await expect(conversation).to_be_visible()
    await expect(phone).to_be_hidden()

    panes = page.get_by_role("navigation", name="Panes")
    await panes.get_by_role("button", name="Phone 1 waiting").click()
    await expect(phone.get_by_role("button", name="Approve")).to_be_in_viewport()
    await expect(conversation).to_be_hidden()

    await panes.get_by_role("button", name="Places").click()
    await page.get_by_role("navigation", name="Channels").get_by_role("button", name="general").click()
    await expect(conversation.get_by_role("heading", name="general")).to_be_visible()

    await page.get_by_label("Message #general").fill("/trial form")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="Send request")).to_be_in_viewport(ratio=1)
    assert await page.evaluate("document.documentElement.scrollWidth") <= 390


async def test_the_page_comes_back_by_itself_when_the_sandbox_does(browser: Browser) -> None:
    with running_sandbox() as first:
        page = await browser.new_page()
        await page.goto(first.url)
        await page.get_by_text("Live", exact=True).wait_for()
    await page.get_by_text("Reconnecting…").wait_for()

    with running_sandbox(port=int(first.url.rpartition(":")[2])) as second:
        where = {"user": second.user("ben"), "channel": second.channel("spring-launch")}
        second.do("slack/say", text="Said while nobody listened", **where)
        await page.get_by_text("Live", exact=True).wait_for()
        await expect(page.get_by_role("article").filter(has_text="Said while nobody listened")).to_be_visible()


async def test_the_first_tab_leads_past_everything_to_the_conversation(page: Page) -> None:
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="Skip to the conversation")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.locator("#conversation")).to_be_focused()
