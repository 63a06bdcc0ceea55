"""Sign-off, undo and terms, in a campaign that has rules."""

from __future__ import annotations

from datetime import date, timedelta

from playwright.async_api import Locator

from tests.web.shots.camera import Camera


async def take(camera: Camera) -> None:
    """Set the rules, ask three, refuse one, sign one, see it held back, and its last day on the card."""
    await _rules(camera)
    await _ask(camera, "maya.makes", until=date.today() + timedelta(days=5))  # noqa: DTZ011 - the demo's own day
    await camera.message_picture("sign-off.png", "@maya.makes", "Waiting for sign-off")
    await _ask(camera, "juno.skates")
    await _ask(camera, "nimbus.knits")
    await camera.be("Ben Manager")
    card = await camera.message("@nimbus.knits", "Waiting for sign-off")
    await camera.press(card, "Refuse")
    window = await camera.window("Why not?")
    await window.get_by_label("Why not?").fill("Over budget this quarter.")
    await camera.window_picture("sign-off-refuse.png")
    await camera.press(window, "Refuse")
    await camera.message_picture("sign-off-refused.png", "@nimbus.knits", "Not signed off", "as of")
    await camera.press(await camera.message("@maya.makes", "Waiting for sign-off"), "Sign off")
    await camera.message_picture("undo.png", "@maya.makes", "Undo", "as of")
    await camera.answer("maya.makes", "approve")
    await camera.message_picture("card-term.png", "@maya.makes", "Approved", "as of", seconds=90)


async def _rules(camera: Camera) -> None:
    await camera.type("/partnership campaign")
    await camera.press(await camera.window("Spring launch"), "Roles")
    roles = await camera.window("Roles in")
    await camera.press(roles, "Change who is among the managers")
    form = await camera.window("People")
    await _choose(camera, form.get_by_label("People"), "Ben")
    await camera.press(form, "Save")
    await camera.window("Saved")
    await camera.close_windows()
    await camera.type("/partnership campaign")
    await camera.press(await camera.window("Spring launch"), "Rules")
    rules = await camera.window("Time to undo")
    await rules.get_by_label("Requests").check()
    await rules.get_by_label("Revokes").check()
    await rules.get_by_label("Time to undo").select_option(label="30 seconds")
    await camera.press(rules, "Save")
    await camera.window("is changed")
    await camera.close_windows()


async def _choose(camera: Camera, field: Locator, words: str) -> None:
    await field.fill(words)
    await camera.page.get_by_role("listbox").get_by_role("option").filter(has_text=words).first.click()


async def _ask(camera: Camera, creator: str, *, until: date | None = None) -> None:
    await camera.type(f"/partnership request @{creator}")
    form = await camera.window("followers")
    if until is not None:
        await form.get_by_label("May be used until").fill(until.isoformat())
    await form.get_by_role("button", name="Ask", exact=True).click()
    await camera.window("Waiting for sign-off")
    await camera.close_windows()
