"""The main job in a browser, with the real app behind it: what a newcomer does after `make demo`."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, expect

from tests.web.demo import open_page, running_demo, type_command

pytestmark = [pytest.mark.web, pytest.mark.story, pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(180)]


async def test_a_newcomer_asks_approves_and_sees_the_channel_told(browser: Browser) -> None:
    async with running_demo() as url:
        page = await open_page(browser, url)
        await type_command(page, "/partnership request @maya.makes")
        form = page.get_by_role("dialog", name="Ask for permission")
        await expect(form.get_by_label("Creator handles")).to_have_value("@maya.makes")
        await expect(form).to_contain_text("followers")  # the pre-flight came by itself
        await form.get_by_role("button", name="Ask", exact=True).click()
        result = page.get_by_role("dialog")
        await expect(result).to_contain_text("Waiting", timeout=20_000)
        await result.get_by_role("button", name="Close").first.click()

        phone = page.get_by_role("complementary", name="The creator's phone")
        await phone.get_by_role("button", name="Approve the request of @northlight.skin to @maya.makes").click()

        conversation = page.get_by_role("main")
        told = conversation.get_by_role("article").filter(has_text="said yes")
        await expect(told.first).to_be_visible(timeout=30_000)
        await expect(told.first).to_contain_text("ana")
        card = conversation.get_by_role("article").filter(has_text="Revoke")
        await expect(card).to_have_count(1, timeout=20_000)
        await expect(card).to_contain_text("Approved")
