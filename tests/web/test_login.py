"""Facebook's login dialog in a browser: by keyboard, without script, on a phone."""

from __future__ import annotations

import http.server
import threading
from collections.abc import AsyncIterator, Iterator
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.web.look import find_faint, find_nameless
from tests.web.world import Sandbox

pytestmark = [pytest.mark.web, pytest.mark.asyncio(loop_scope="session")]

SCOPES = "instagram_basic,instagram_branded_content_ads_brand,pages_show_list"


@pytest.fixture
def callback() -> Iterator[str]:
    """An app's own address, which only says that somebody came back."""

    class Callback(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"<!doctype html><title>back</title><p>Back at the app.")

        def log_message(self, *_: Any) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Callback) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/connect/callback"
        server.shutdown()
        thread.join()


@pytest_asyncio.fixture(loop_scope="session")
async def dialog(browser: Browser, sandbox: Sandbox, callback: str) -> AsyncIterator[Page]:
    """The dialog on a phone, with scripts switched off."""
    context = await browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    page = await context.new_page()
    page.set_default_timeout(8000)
    app_id = sandbox.read("graph/world")["app_id"]
    asked = {"client_id": app_id, "redirect_uri": callback, "state": "s-1", "scope": SCOPES}
    await page.goto(f"{sandbox.url}/graph/v26.0/dialog/oauth?{urlencode(asked)}")
    yield page
    await context.close()


async def test_somebody_signs_in_by_keyboard_and_declines_one_scope(dialog: Page, sandbox: Sandbox) -> None:
    await dialog.get_by_role("button", name="Nora Lind").focus()
    await dialog.keyboard.press("Enter")
    await expect(dialog.get_by_role("heading", name="Greenlight asks for access")).to_be_visible()

    await dialog.get_by_role("checkbox", name="instagram_branded_content_ads_brand").focus()
    await dialog.keyboard.press("Space")
    await dialog.get_by_role("button", name="Continue as Nora").focus()
    await dialog.keyboard.press("Enter")

    await expect(dialog.get_by_text("Back at the app.")).to_be_visible()
    back = parse_qs(urlsplit(dialog.url).query)
    assert back.keys() == {"code", "state"}
    assert urlsplit(dialog.url).fragment == "_=_"


async def test_the_wrong_account_can_be_left_for_another_one(dialog: Page) -> None:
    await dialog.get_by_role("button", name="The wrong account").click()
    await expect(dialog.get_by_text("You are Pat Moreno")).to_be_visible()

    await dialog.get_by_role("link", name="Log in as somebody else").click()
    await dialog.get_by_role("button", name="Maya Ferreira").click()

    await expect(dialog.get_by_role("checkbox", name="@maya.makes")).to_be_checked()


async def test_cancelling_leads_back_with_a_denial(dialog: Page) -> None:
    await dialog.get_by_role("button", name="Nora Lind").click()
    await dialog.get_by_role("button", name="Cancel").click()

    await expect(dialog.get_by_text("Back at the app.")).to_be_visible()
    assert parse_qs(urlsplit(dialog.url).query)["error"] == ["access_denied"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_its_pages_read_well_and_fit_a_phone(dialog: Page, browser: Browser, scheme: Any) -> None:
    # The checks themselves are scripts: the same pages, in a window that runs them.
    page = await browser.new_page(viewport={"width": 320, "height": 700}, color_scheme=scheme)
    for address in (dialog.url, f"{dialog.url}&person=nora", dialog.url.replace("client_id=", "client_id=0")):
        await page.goto(address)
        assert await find_nameless(page) == []
        assert await find_faint(page) == []
        assert await page.evaluate("document.documentElement.scrollWidth") <= 320


async def test_the_app_is_removed_on_facebooks_own_page(page: Page, sandbox: Sandbox) -> None:
    params = {"client_id": sandbox.read("graph/world")["app_id"], "redirect_uri": "http://localhost/x", "scope": SCOPES}
    sandbox.do("graph/login", person="nora", params=params)
    async with page.expect_popup() as opened:
        await page.get_by_role("link", name="Apps people let in at Facebook").click()
    apps = await opened.value

    assert await find_nameless(apps) == []
    assert await find_faint(apps) == []
    await apps.get_by_role("button", name="Remove Greenlight for Nora Lind", exact=True).click()

    await expect(apps.get_by_text("Nobody has let an app in.")).to_be_visible()
