"""The message to a creator: its preview, by hand, by e-mail, and as it arrives."""

from __future__ import annotations

from playwright.async_api import Locator

from tests.web.shots.camera import PICTURES, Camera


async def take(camera: Camera) -> None:
    """Write to one creator by e-mail and to another by hand."""
    form = await _form(camera, "@maya.makes")
    await form.get_by_label("The creator's e-mail address").fill("maya@makes.example")
    await camera.press(form, "Show preview")
    await camera.window_picture("message-form.png", "a direct message takes")
    await form.get_by_role("button", name="Ask", exact=True).click()
    await camera.window("Waiting")
    await camera.close_windows()
    await _thread(camera, "@maya.makes", "Sent by e-mail", "message-mailed.png")
    form = await _form(camera, "@slow.sundays")
    await form.get_by_role("button", name="Ask", exact=True).click()
    await camera.window("Waiting")
    await camera.close_windows()
    await _thread(camera, "@slow.sundays", "To send it", "message-by-hand.png")
    box = await camera.browser.new_page(viewport={"width": 760, "height": 560}, locale="en-GB")
    await box.goto(f"{camera.url}/mail/")
    await box.get_by_text("maya@makes.example").first.wait_for()
    await box.screenshot(path=PICTURES / "message-arrived.png")


async def _form(camera: Camera, creator: str) -> Locator:
    await camera.type(f"/partnership request {creator}")
    form = await camera.window("followers")
    await form.get_by_label("Prepare a message to the creator").check()
    await form.get_by_label("Message to the creator").wait_for()
    return form


async def _thread(camera: Camera, creator: str, words: str, name: str) -> None:
    thread = await camera.thread_of(await camera.message(creator, "as of"))
    await camera.entry_picture(name, thread, words)
