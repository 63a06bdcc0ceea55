"""Modals: filled by keyboard, refused beside the field, changed while somebody types."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import Locator, Page, expect

from tests.web.look import find_nameless, focused
from tests.web.world import Sandbox

pytestmark = [pytest.mark.web, pytest.mark.asyncio(loop_scope="session")]

Heard = list[tuple[str, Any]]


async def open_form(page: Page) -> Locator:
    """Open the form by its slash command, without a mouse."""
    await page.get_by_label("Message #spring-launch").focus()
    await page.keyboard.type("/trial form")
    await page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Ask for permission")
    await expect(dialog).to_be_visible()
    return dialog


async def test_the_form_is_filled_and_sent_by_keyboard_alone(page: Page, heard: Heard) -> None:
    dialog = await open_form(page)
    assert await focused(page) == "Creators"

    await page.keyboard.type("@maya.makes")
    await page.keyboard.press("Tab")
    assert await focused(page) == "Sending profile"
    await page.keyboard.type("home")
    await expect(dialog.get_by_role("listbox").get_by_role("option")).to_have_count(1)
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    await page.keyboard.type("Sum")
    for _ in range(12):
        if await focused(page) == "Send request":
            break
        await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")

    await expect(page.get_by_role("dialog", name="Sent")).to_contain_text("Asked.")
    values = dict(heard)["form"]
    assert values["handles"]["value"] == "@maya.makes"
    assert values["profile"]["selected_option"]["value"] == "northlight.home"
    assert values["campaign"]["selected_option"]["value"] == "u"
    await page.keyboard.press("Escape")
    await expect(page.locator("dialog")).to_have_count(0)
    assert await focused(page) == "Message #spring-launch"


async def test_tab_never_leaves_an_open_dialog(page: Page, heard: Heard) -> None:
    await open_form(page)
    for key in ("Tab", "Shift+Tab"):
        for _ in range(16):
            await page.keyboard.press(key)
            assert await page.evaluate("document.querySelector('dialog').contains(document.activeElement)")


async def test_what_slack_refuses_and_what_the_app_refuses_stands_beside_the_field(page: Page, heard: Heard) -> None:
    dialog = await open_form(page)
    await dialog.get_by_role("button", name="Send request").click()
    handles = dialog.get_by_label("Creators")
    await expect(handles).to_have_attribute("aria-invalid", "true")
    await expect(handles).to_be_focused()
    await expect(handles).to_have_accessible_description("Please complete this required field.")
    await expect(dialog.get_by_label("Sending profile")).to_have_attribute("aria-invalid", "true")

    await handles.fill("maya!")
    await dialog.get_by_label("Sending profile").click()
    await dialog.get_by_role("option", name="@northlight.skin").click()
    await dialog.get_by_role("button", name="Send request").click()

    await expect(handles).to_have_accessible_description("A handle has no “!”.")
    await expect(handles).to_have_value("maya!")
    await expect(handles).to_be_focused()
    await expect(dialog.get_by_label("Sending profile")).not_to_have_attribute("aria-invalid", "true")


async def test_an_update_keeps_what_was_typed_and_says_what_changed(page: Page, heard: Heard) -> None:
    dialog = await open_form(page)
    await dialog.get_by_label("Creators").fill("@maya.makes")
    await dialog.get_by_label("Campaign").select_option(label="Spring")
    await dialog.get_by_label("Until").fill("2026-03-31")
    await dialog.get_by_role("radio", name="Post").check()
    await dialog.get_by_role("checkbox", name="Add a note").check()

    await expect(dialog.get_by_label("Your note")).to_be_visible()
    await expect(dialog.get_by_role("status").first).to_have_text("Found @maya.makes")
    await expect(dialog.get_by_label("Creators")).to_have_value("@maya.makes")
    await expect(dialog.get_by_label("Campaign")).to_have_value("s")
    await expect(dialog.get_by_label("Until")).to_have_value("2026-03-31")
    await expect(dialog.get_by_role("radio", name="Post")).to_be_checked()
    await expect(dialog.get_by_role("checkbox", name="Add a note")).to_be_checked()


async def test_a_pushed_view_comes_on_top_and_the_first_is_as_it_was_left(page: Page, heard: Heard) -> None:
    dialog = await open_form(page)
    await dialog.get_by_label("Creators").fill("@maya.makes")
    await dialog.get_by_role("button", name="Help").click()
    await expect(page.get_by_role("dialog", name="Help")).to_contain_text("Write one handle a line.")

    await page.keyboard.press("Escape")

    await expect(dialog).to_be_visible()
    await expect(dialog.get_by_label("Creators")).to_have_value("@maya.makes")


async def test_the_x_closes_every_view_at_once(page: Page, heard: Heard) -> None:
    dialog = await open_form(page)
    await dialog.get_by_role("button", name="Help").click()
    await page.get_by_role("dialog", name="Help").get_by_role("button", name="Close").click()

    await expect(page.locator("dialog")).to_have_count(0)
    await expect(page.get_by_label("Message #spring-launch")).to_be_focused()


async def test_escape_closes_the_list_first_and_then_the_view_with_its_event(page: Page, heard: Heard) -> None:
    dialog = await open_form(page)
    profile = dialog.get_by_role("combobox", name="Sending profile")
    await profile.click()
    await expect(profile).to_have_attribute("aria-expanded", "true")

    await page.keyboard.press("Escape")
    await expect(profile).to_have_attribute("aria-expanded", "false")
    await expect(dialog).to_be_visible()
    await page.keyboard.press("Escape")

    await expect(dialog).to_have_count(0)
    assert heard[-1] == ("closed", None)


async def test_many_people_are_chosen_and_taken_away_again(page: Page, heard: Heard, sandbox: Sandbox) -> None:
    dialog = await open_form(page)
    people = dialog.get_by_role("combobox", name="Tell")
    await dialog.get_by_label("Creators").fill("maya")
    await dialog.get_by_label("Sending profile").click()
    await dialog.get_by_role("option", name="@northlight.skin").click()
    for name in ("Ben", "Chloe"):
        await people.fill(name)
        await dialog.get_by_role("option", name=name).click()
    await dialog.get_by_role("button", name="Remove Ben Manager").click()
    await dialog.get_by_role("button", name="Send request").click()

    await expect(page.get_by_role("dialog", name="Sent")).to_be_visible()
    assert dict(heard)["form"]["people"]["selected_users"] == [sandbox.user("chloe")]


async def test_the_field_counts_the_last_characters(page: Page, heard: Heard) -> None:
    dialog = await open_form(page)
    handles = dialog.get_by_label("Creators")
    await handles.fill("a" * 30)
    await expect(dialog.locator(".count").first).to_be_hidden()
    await handles.fill("a" * 55)
    await expect(handles).to_have_accessible_description("5 characters left")
    await handles.fill("a" * 63)
    await expect(handles).to_have_accessible_description("3 characters too many")


async def test_every_control_of_a_form_has_a_name(page: Page, heard: Heard) -> None:
    await open_form(page)
    assert await find_nameless(page) == []
