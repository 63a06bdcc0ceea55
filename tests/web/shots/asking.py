"""The form, what it says, the cards, and how answers are told."""

from __future__ import annotations

from playwright.async_api import expect

from tests.web.shots.camera import PICTURES, Camera

CREATORS = {"maya.makes": "approve", "nimbus.knits": "decline", "slow.sundays": None}
"""Whom the story asks, and what each answers."""


async def take(camera: Camera) -> None:
    """Ask four, one of whom cannot be asked, and hear two."""
    await _form(camera)
    await _waiting(camera)
    await _answers(camera)
    dark = await camera.another_page(dark=True)
    await dark.screenshot(path=PICTURES / "overview-dark.png")
    narrow = await camera.another_page(width=390, height=844)
    await narrow.screenshot(path=PICTURES / "channel-narrow.png")
    await narrow.get_by_role("navigation", name="Panes").get_by_role("button", name="Phone").click()
    await narrow.screenshot(path=PICTURES / "phone-narrow.png")


async def _form(camera: Camera) -> None:
    await camera.type("/partnership request @maya.makes nimbus.knits slow.sundays private.pebble")
    form = await camera.window("followers")
    await form.get_by_label("Prepare a message to the creator").check()
    await form.get_by_label("Message to the creator").wait_for()
    await camera.window_picture("form.png")
    await form.get_by_label("Creator handles").fill("maya makes!\n@explore")
    await form.get_by_role("button", name="Ask", exact=True).click()
    await expect(form).to_contain_text("keeps that word")
    await camera.whole_page("form-errors.png")
    await form.get_by_label("Creator handles").fill("\n".join([*CREATORS, "private.pebble"]))
    await form.get_by_role("button", name="Ask", exact=True).click()


async def _waiting(camera: Camera) -> None:
    await camera.window("Failed")
    await camera.page.wait_for_timeout(4000)  # the cards, one a second
    await camera.window_picture("result.png")
    await camera.close_windows()
    await camera.message_picture("card-waiting.png", "@slow.sundays", "as of", "Waiting")
    await camera.message_picture("card-failed.png", "@private.pebble", "as of", "Failed")
    phone = camera.page.get_by_role("complementary", name="The creator's phone")
    await phone.screenshot(path=PICTURES / "phone.png")


async def _answers(camera: Camera) -> None:
    for creator, answer in CREATORS.items():
        if answer is not None:
            await camera.answer(creator, answer)
    await camera.message_picture("card-approved.png", "@maya.makes", "as of", "Approved")
    await camera.message_picture("card-declined.png", "@nimbus.knits", "as of", "Declined")
    await camera.thread_of(await camera.message("@maya.makes", "as of", "Approved"))
    await camera.whole_page("thread.png")
    await camera.page.get_by_role("button", name="Close thread").click()
    await camera.page.locator("#conversation .scroller").evaluate("node => (node.scrollTop = node.scrollHeight)")
    await camera.whole_page("overview.png")
    await camera.answer("maya.makes", "revoke")
    await camera.message_picture("card-revoked.png", "@maya.makes", "as of", "Revoked", seconds=90)
