"""A list handed over as a file in a browser, with the real app behind it."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, expect

from tests.web.demo import open_page, running_demo, type_command

pytestmark = [pytest.mark.web, pytest.mark.story, pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(180)]


async def test_a_file_is_chosen_on_the_page_named_there_and_read(browser: Browser) -> None:
    async with running_demo() as url:
        page = await open_page(browser, url)
        await type_command(page, "/partnership import")
        form = page.get_by_role("dialog", name="Import a list")
        content = "handle,note\nmaya.makes,Zoë's friend\nslow.sundays,\n".encode()
        file = {"name": "list.csv", "mimeType": "text/csv", "buffer": content}

        await form.get_by_label("Or hand over a CSV file").set_input_files(file)  # type: ignore[arg-type]
        await expect(form.get_by_role("status").filter(has_text="list.csv")).to_have_text(
            f"Chosen: list.csv, {len(content)} bytes"
        )
        await form.get_by_role("button", name="Check the list").click()

        await expect(page.get_by_role("dialog")).to_contain_text("2 creators will be asked once you confirm")
