"""The product in a browser, with the real app behind it: what a newcomer does after `make demo`.

All of it in one demo, which takes longer to start than to play in; so it is one file.
"""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.running import until
from tests.web.demo import open_page, type_command
from tests.web.look import looked_over, press_by_keyboard

pytestmark = [pytest.mark.web, pytest.mark.story, pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(180)]
PHONE: Any = {"width": 390, "height": 844}


@pytest_asyncio.fixture(loop_scope="session")
async def slack(browser: Browser, demo: str) -> AsyncIterator[Page]:
    """The demo's page, as somebody finds it who opens it now; no window is left open for whoever comes next."""
    page = await open_page(browser, demo)
    yield page
    window = page.get_by_role("dialog")
    if await window.count():
        await window.last.get_by_role("button", name="Close").first.click()
        await expect(window).to_have_count(0)
    await page.close()


@pytest_asyncio.fixture(loop_scope="session")
async def plain(browser: Browser) -> AsyncIterator[Page]:
    """A phone's browser without script; an error in its console fails the test."""
    context = await browser.new_context(viewport=PHONE, locale="en-GB", java_script_enabled=False)
    page = await context.new_page()
    troubles: list[str] = []
    page.on("console", lambda line: troubles.append(line.text) if line.type == "error" else None)
    page.set_default_timeout(20_000)
    yield page
    assert [each for each in troubles if "410 (Gone)" not in each] == []  # a page that says that something is over
    await context.close()


async def test_a_newcomer_asks_approves_and_sees_the_channel_told(slack: Page) -> None:
    await type_command(slack, "/partnership request @maya.makes")
    form = slack.get_by_role("dialog", name="Ask for permission")
    await expect(form.get_by_label("Creator handles")).to_have_value("@maya.makes")
    await expect(form).to_contain_text("followers")  # the pre-flight came by itself
    await form.get_by_role("button", name="Ask", exact=True).click()
    result = slack.get_by_role("dialog")
    await expect(result).to_contain_text("Waiting", timeout=20_000)
    await result.get_by_role("button", name="Close").first.click()

    phone = slack.get_by_role("complementary", name="The creator's phone")
    await phone.get_by_role("button", name="Approve the request of @northlight.skin to @maya.makes").click()

    conversation = slack.get_by_role("main")
    told = conversation.get_by_role("article").filter(has_text="said yes")
    await expect(told.first).to_be_visible(timeout=30_000)
    await expect(told.first).to_contain_text("ana")
    card = conversation.get_by_role("article").filter(has_text="Revoke")
    await expect(card).to_have_count(1, timeout=20_000)
    await expect(card).to_contain_text("Approved")


async def test_a_file_is_chosen_on_the_page_named_there_and_read(slack: Page) -> None:
    await type_command(slack, "/partnership import")
    form = slack.get_by_role("dialog", name="Import a list")
    content = "handle,note\njuno.skates,Zoë's friend\nslow.sundays,\n".encode()
    file: Any = {"name": "list.csv", "mimeType": "text/csv", "buffer": content}

    await form.get_by_label("Or hand over a CSV file").set_input_files(file)
    await expect(form.get_by_role("status").filter(has_text="list.csv")).to_have_text(
        f"Chosen: list.csv, {len(content)} bytes"
    )
    await form.get_by_role("button", name="Check the list").click()

    await expect(slack.get_by_role("dialog")).to_contain_text("2 creators will be asked once you confirm")


async def test_a_newcomer_connects_on_a_phone_without_script_and_slack_tells_what_was_found(
    slack: Page, plain: Page
) -> None:
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


async def test_the_pages_of_a_sign_in_are_whole_for_a_keyboard_a_screen_reader_and_tired_eyes(
    browser: Browser, slack: Page
) -> None:
    link = await link_from_slack(slack)
    light = await browser.new_page(viewport=PHONE, locale="en-GB")
    await light.goto(link)
    await looked_over(light, width=PHONE["width"])
    await press_by_keyboard(light, "Continue with Facebook")
    await light.get_by_role("button", name="Iris Vale").click()
    await light.get_by_role("button", name="Continue as Iris").click()
    await expect(light.get_by_role("heading", level=1)).to_be_visible()
    await looked_over(light, width=PHONE["width"])
    await light.close()

    dark = await browser.new_page(viewport=PHONE, locale="en-GB", color_scheme="dark")
    link = await link_from_slack(slack)
    for address in (link, f"{link}x"):
        await dark.goto(address)
        await looked_over(dark, width=PHONE["width"])
    await dark.close()


async def test_a_creator_connects_by_a_link_from_slack_it_ends_by_itself_and_is_reconnected_there(
    slack: Page, plain: Page, demo_folder: Path
) -> None:
    await type_command(slack, "/partnership invite")
    window = slack.get_by_role("dialog")
    await window.get_by_label("Name of the creator").fill("Juno Park")
    await window.get_by_role("button", name="Make the link").click()
    await connect_as_juno(plain, (await window.locator("pre").inner_text()).strip())
    await window.get_by_role("button", name="Close").first.click()

    told = slack.get_by_role("main").get_by_role("article").filter(has_text="Juno Park")
    joined = told.filter(has_text="connected an account")
    await joined.get_by_role("button", name="Influencer assets").click(timeout=30_000)
    await window.get_by_role("button", name="Change what is monitored of @juno.skates").click()
    rules = slack.get_by_role("dialog", name="What is monitored")
    await rules.get_by_label("Comments on other posts").check()
    await rules.get_by_role("button", name="Save").click()
    await expect(window.last).to_contain_text("They go further than the creator agreed to")
    await plain.reload()
    await expect(plain.get_by_role("status").last).to_contain_text("The team has changed something")

    its_time_is_over(demo_folder, "juno.skates")
    await plain.get_by_role("link", name="Make ad codes for your posts").click()
    await expect(plain.get_by_role("heading", level=1)).to_have_text("This connection has ended.")
    await expect(told.filter(has_text="its time is over").first).to_be_visible(timeout=40_000)
    await window.last.get_by_role("button", name="Close").first.click()
    await expect(window).to_have_count(0)

    await until(partial(is_given_back, demo_folder, "Juno Park"))  # else what is granted anew goes with it
    await joined.get_by_role("button", name="Influencer assets").click()
    await expect(window).to_contain_text("Expired")
    await window.get_by_role("button", name="Make a new invite for @juno.skates").click()
    link = await window.last.locator("pre").inner_text()
    await connect_as_juno(plain, link.strip())


async def connect_as_juno(phone: Page, link: str) -> None:
    """Open a link on a phone, sign in and connect the account."""
    await phone.goto(link)
    await phone.get_by_role("button", name="Sign in with Facebook").click()
    await phone.get_by_role("button", name="Juno Park").click()
    await phone.get_by_role("button", name="Continue as Juno").click()
    await expect(phone.get_by_role("heading", level=1)).to_have_text("Connect this account?")
    await phone.get_by_role("button", name="Connect", exact=True).click()
    await expect(phone.get_by_role("heading", level=1)).to_have_text("@juno.skates is connected")


def database_of(folder: Path) -> Path:
    """Return where the demo's Greenlight keeps all it knows."""
    (database,) = folder.glob("greenlight-demo-*/greenlight.sqlite")
    return database


async def is_given_back(folder: Path, name: str) -> bool:
    """Tell whether somebody's login was given back at Meta and is forgotten."""
    with closing(sqlite3.connect(database_of(folder), timeout=10)) as kept:
        return kept.execute("SELECT 1 FROM connections WHERE name = ?", (name,)).fetchone() is None


def its_time_is_over(folder: Path, handle: str) -> None:
    """Have a connection's days be over, which nobody can wait for: Greenlight finds it so, and does the rest."""
    with closing(sqlite3.connect(database_of(folder), timeout=10)) as kept, kept:
        changed = kept.execute("UPDATE assets SET ends_at = connected_at WHERE username = ?", (handle,)).rowcount
    assert changed == 1


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
