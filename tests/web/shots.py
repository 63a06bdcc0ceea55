"""Takes the pictures of docs/ from the running demo: `make shots`."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx
from playwright.async_api import Error, Locator, Page, async_playwright, expect

from tests.web.conftest import CHROMIUM, FLAGS
from tests.web.demo import open_page, running_demo, type_command

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
CREATORS = {
    "maya.makes": ("approve", "Approved"),
    "nimbus.knits": ("decline", "Declined"),
    "slow.sundays": (None, "Waiting"),
}
"""Whom the story asks, and what each answers."""
ARCHIVE = "17841401122334457"
FOUND = {"maya.makes": "APPROVED", "juno.skates": "APPROVED", "nimbus.knits": "PENDING"}
"""Whom the third brand has asked in Meta's own tools before it is connected."""


async def main() -> None:
    """Play the story once and keep a picture of each thing a person meets."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    async with async_playwright() as playwright, running_demo() as url, httpx.AsyncClient(base_url=url) as control:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        page = await open_page(browser, url)
        await _form(page)
        await _waiting(page)
        await _answers(page, control)
        await _lists(page)
        await _connecting(page, control)
        dark = await open_page(browser, url, dark=True)
        await dark.wait_for_timeout(1000)
        await dark.screenshot(path=PICTURES / "overview-dark.png")
        narrow = await open_page(browser, url, width=390, height=844)
        await narrow.get_by_role("navigation", name="Panes").get_by_role("button", name="Phone").click()
        await narrow.screenshot(path=PICTURES / "phone-narrow.png")
        await browser.close()


async def _form(page: Page) -> None:
    await type_command(page, "/partnership request @maya.makes nimbus.knits slow.sundays private.pebble")
    form = page.get_by_role("dialog", name="Ask for permission")
    await expect(form).to_contain_text("followers")
    await form.get_by_label("Prepare a message to the creator").check()
    await form.get_by_label("Message to the creator").wait_for()
    await page.screenshot(path=PICTURES / "form.png")
    await form.get_by_label("Creator handles").fill("maya makes!\n@explore")
    await form.get_by_role("button", name="Ask", exact=True).click()
    await expect(form).to_contain_text("keeps that word")
    await page.screenshot(path=PICTURES / "form-errors.png")
    await form.get_by_label("Creator handles").fill("\n".join([*CREATORS, "private.pebble"]))
    await form.get_by_role("button", name="Ask", exact=True).click()


async def _waiting(page: Page) -> None:
    result = page.get_by_role("dialog")
    await expect(result).to_contain_text("Failed", timeout=30_000)
    await page.wait_for_timeout(4000)  # the cards, one a second
    await page.screenshot(path=PICTURES / "result.png")
    await result.get_by_role("button", name="Close").first.click()
    await _picture_of_card(page, "slow.sundays", "Waiting", "card-waiting.png")
    await _picture_of_card(page, "private.pebble", "Failed", "card-failed.png")
    phone = page.get_by_role("complementary", name="The creator's phone")
    await phone.screenshot(path=PICTURES / "phone.png")


async def _answers(page: Page, control: httpx.AsyncClient) -> None:
    for creator, (answer, _state) in CREATORS.items():
        if answer is not None:
            await control.post("/graph/_control/answer", json={"creator_username": creator, "answer": answer})
    await _picture_of_card(page, "maya.makes", "Approved", "card-approved.png")
    await _picture_of_card(page, "nimbus.knits", "Declined", "card-declined.png")
    approved = await _card(page, "maya.makes", "Approved")
    await approved.get_by_role("button", name="repl").first.click()
    await page.wait_for_timeout(1500)
    await page.screenshot(path=PICTURES / "thread.png")
    await page.get_by_role("button", name="Close thread").click()
    await page.locator("#conversation .scroller").evaluate("node => (node.scrollTop = node.scrollHeight)")
    await page.wait_for_timeout(500)
    await page.screenshot(path=PICTURES / "overview.png")
    await control.post("/graph/_control/answer", json={"creator_username": "maya.makes", "answer": "revoke"})
    await page.wait_for_timeout(1000)
    await _picture_of_card(page, "maya.makes", "Revoked", "card-revoked.png", seconds=90)


async def _lists(page: Page) -> None:
    await type_command(page, "/partnership status")
    await page.get_by_text("Only visible to you").last.wait_for()
    await page.screenshot(path=PICTURES / "status.png")
    await type_command(page, "/partnership help")
    await page.wait_for_timeout(1500)
    await page.screenshot(path=PICTURES / "help.png")
    await page.get_by_role("navigation").get_by_text("Greenlight").first.click()
    await page.wait_for_timeout(1500)
    await page.screenshot(path=PICTURES / "home.png")


async def _connecting(page: Page, control: httpx.AsyncClient) -> None:
    """Connect an account on a phone, as somebody does who was sent there by Slack."""
    for creator, status in FOUND.items():
        wish = {"profile_ig_id": ARCHIVE, "creator_username": creator, "status": status}
        (await control.post("/graph/_control/permission", json=wish)).raise_for_status()
    await page.get_by_role("navigation").get_by_text("spring-launch").first.click()
    await type_command(page, "/partnership profiles")
    window = page.get_by_role("dialog")
    await expect(window).to_contain_text("profiles connected")
    await page.wait_for_timeout(1000)
    await window.screenshot(path=PICTURES / "profiles.png")
    async with page.context.expect_page() as opened:
        await window.get_by_role("button", name="Connect with Facebook").click()
    phone = await opened.value
    await phone.set_viewport_size({"width": 390, "height": 844})
    await phone.get_by_role("heading", level=1).wait_for()
    await phone.screenshot(path=PICTURES / "connect-start.png", full_page=True)
    await phone.get_by_role("button", name="Continue with Facebook").click()
    await phone.get_by_role("button", name="Nora Lind").click()
    await phone.get_by_role("button", name="Continue as Nora").click()
    await expect(phone.get_by_role("heading", level=1)).to_have_text("Choose accounts to connect")
    await phone.get_by_label("@northlight.archive").check()
    await phone.get_by_label("@northlight.home").uncheck()
    await phone.get_by_label("@northlight.skin").uncheck()
    top = {"x": 0, "y": 0, "width": 390, "height": 1300}
    await phone.screenshot(path=PICTURES / "connect-choose.png", full_page=True, clip=top)  # type: ignore[arg-type]
    await phone.get_by_role("button", name="Connect", exact=True).click()
    await expect(phone.get_by_role("heading", level=1)).to_contain_text("connected")
    await phone.set_viewport_size({"width": 390, "height": 560})
    await phone.screenshot(path=PICTURES / "connect-done.png")
    await phone.close()
    await window.get_by_role("button", name="Look again").click()
    await window.get_by_role("button", name="Open the profile @northlight.archive").click()
    profile = page.get_by_role("dialog", name="Profile", exact=True)
    await expect(profile).to_contain_text("Login ends")
    await page.wait_for_timeout(1000)
    await profile.screenshot(path=PICTURES / "profile.png")
    while await (close := page.get_by_role("dialog").last.get_by_role("button", name="Close").first).is_visible():
        await close.click()
        await page.wait_for_timeout(500)


async def _card(page: Page, creator: str, state: str, *, seconds: float = 40) -> Locator:
    cards = page.get_by_role("main").get_by_role("article").filter(has_text=f"@{creator}").filter(has_text="as of")
    card = cards.filter(has_text=state).first
    await card.wait_for(timeout=seconds * 1000)
    return card


async def _picture_of_card(page: Page, creator: str, state: str, name: str, *, seconds: float = 40) -> None:
    """Keep a picture of a card; the page draws a channel anew when something comes in, so it may take a second try."""
    for tries_left in (3, 2, 1, 0):
        card = await _card(page, creator, state, seconds=seconds)
        try:
            await card.screenshot(path=PICTURES / name, timeout=5000)
        except Error:
            if not tries_left:
                raise
        else:
            return


if __name__ == "__main__":
    asyncio.run(main())
