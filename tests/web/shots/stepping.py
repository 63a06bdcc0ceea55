"""A workflow comes to the step: what a builder fills in, and what the step hands on."""

from __future__ import annotations

from tests.web.shots.camera import Camera


async def take(camera: Camera) -> None:
    """Run a workflow that asks one creator, and one that cannot."""
    await _run(camera, "@maya.makes", "step-form.png")
    await camera.window_picture("step-done.png", "Completed: the workflow goes on", "Link to the card")
    await camera.close_windows()
    await _run(camera, "@maya.makes @juno.skates")
    await camera.window_picture("step-failed.png", "Failed: the workflow ends here")


async def _run(camera: Camera, handle: str, name: str | None = None) -> None:
    await camera.page.get_by_role("button", name="Shortcuts").first.click()
    await camera.page.get_by_role("menuitem", name="Request partnership-ad permission").click()
    window = await camera.window("Creator handle")
    await window.get_by_label("Creator handle").fill(handle)
    await window.get_by_label("Campaign").fill("Spring launch")
    if name is not None:
        await camera.window_picture(name)
    await camera.press(window, "Run")
