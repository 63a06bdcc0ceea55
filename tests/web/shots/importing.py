"""A list: the form, what is said of each row before anybody is asked, and its one card."""

from __future__ import annotations

from typing import Any

from tests.web.shots.camera import Camera

LIST = """handle;email;note
@maya.makes;maya@makes.example;met in Lisbon
https://www.instagram.com/nimbus.knits/;;
MAYA.MAKES;;
slow sundays!;;
juno.skates;juno.skates;
private.pebble;;
slow.sundays;;"""


async def take(camera: Camera) -> None:
    """Import seven rows, of which four can be asked."""
    await _slow_file(camera)
    await camera.type("/partnership import")
    form = await camera.window("Paste the list")
    await form.get_by_label("Paste the list").fill(LIST)
    await camera.window_picture("import-form.png")
    await form.get_by_role("button", name="Check the list").click()
    trial = await camera.window_picture("import-trial.png", "once you confirm")
    await camera.press(trial, "Ask 4 creators")
    await camera.window("Asking 4 creators")
    await camera.close_windows()
    await camera.message("A list of 4 creators", "4 of 4 sent")
    await camera.answer("maya.makes", "approve")
    await camera.answer("nimbus.knits", "decline")
    card = await camera.message_picture("import-card.png", "A list of 4 creators", "Approved", "Declined")
    await camera.press(card, "What failed")
    await camera.page.wait_for_timeout(4000)
    thread = await camera.thread_of(await camera.message("A list of 4 creators", "Approved", "Declined"))
    await camera.entry_picture("import-failed.png", thread, "rows that failed")


async def _slow_file(camera: Camera) -> None:
    """Hand the list over as a file that Slack is slow to give."""
    await camera.type("/partnership import")
    form = await camera.window("Paste the list")
    file: Any = {"name": "list.csv", "mimeType": "text/csv", "buffer": LIST.encode()}
    await form.get_by_label("Or hand over a CSV file").set_input_files(file)
    await form.get_by_role("status").filter(has_text="list.csv").wait_for()
    async with camera.holding("files.info"):
        await camera.press(form, "Check the list")
        await camera.window_picture("import-reading.png", "Reading the list")
    await camera.window("once you confirm")
    await camera.close_windows()
