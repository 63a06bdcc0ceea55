"""A report: its form, as a message with charts, with pictures in their place, and its files."""

from __future__ import annotations

from tests.web.shots.camera import Camera

CREATORS = {"maya.makes": "approve", "nimbus.knits": "decline", "juno.skates": "approve", "slow.sundays": None}


async def take(camera: Camera) -> None:
    """Ask five, hear three, and have it counted."""
    await camera.type("/partnership request " + " ".join([*CREATORS, "private.pebble"]))
    form = await camera.window("followers")
    await form.get_by_role("button", name="Ask", exact=True).click()
    await camera.window("Failed")
    await camera.close_windows()
    for creator, answer in CREATORS.items():
        if answer is not None:
            await camera.answer(creator, answer)
    await camera.message("@nimbus.knits", "as of", "Declined")
    await camera.message("@juno.skates", "as of", "Approved")
    await camera.type("/partnership report 30d")
    form = await camera.window("Requests asked in")
    await form.get_by_label("Every request").check()
    await camera.window_picture("report-form.png")
    async with camera.holding("chat.postMessage"):
        await camera.press(form, "Make the report")
        await camera.window_picture("report-progress.png", "is being made")
    await camera.window("The report is there")
    await camera.close_windows()
    await camera.message_picture("report.png", "Report on")
    thread = await camera.thread_of(await camera.message("Report on"))
    await camera.element_picture(
        "report-comments.png", thread.get_by_role("article").filter(has_text="By creator").last
    )
    await camera.entry_picture("report-files.png", thread, "for a spreadsheet")
    await camera.do("slack/charts", taken=False)
    await camera.type("/partnership report 30d")
    await camera.press(await camera.window("Requests asked in"), "Make the report")
    await camera.window("The report is there")
    await camera.close_windows()
    await camera.message("The charts of the report above")
    await camera.file_picture("report-funnel.png", "How far they came")
