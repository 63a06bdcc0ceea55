"""The lists, one request's window, what is found, the Home tab, a new handle, and a login that ended."""

from __future__ import annotations

from playwright.async_api import expect

from tests.web.shots.camera import LONG, PICTURES, Camera

CREATORS = {"maya.makes": "approve", "nimbus.knits": "decline", "slow.sundays": None, "juno.skates": None}


async def take(camera: Camera) -> None:
    """Have five requests in every state, and look at them from everywhere."""
    await camera.type("/partnership request " + " ".join([*CREATORS, "private.pebble"]))
    form = await camera.window("followers")
    await form.get_by_role("button", name="Ask", exact=True).click()
    await camera.window("Failed")
    await camera.close_windows()
    for creator, answer in CREATORS.items():
        if answer is not None:
            await camera.answer(creator, answer)
    await camera.message("@nimbus.knits", "as of", "Declined")
    await _lists(camera)
    await _handles(camera)
    await _home(camera)


async def _lists(camera: Camera) -> None:
    await camera.type("/partnership status")
    await camera.message_picture("status.png", "Only visible to you", "@nimbus.knits")
    await camera.type("/partnership help")
    await camera.message_picture("help.png", "Only visible to you", "/partnership import")
    await camera.type("/partnership manage")
    await camera.window_picture("manage.png", "@nimbus.knits")
    await camera.close_windows()
    await camera.type("/partnership manage @maya.makes")
    window = await camera.window_picture("request.png", "Approved")
    await camera.press(window, "Revoke")
    await camera.window_picture("revoke.png", "Revoke this permission?")
    await camera.page.keyboard.press("Escape")
    await camera.press(await camera.window("Approved"), "History")
    await camera.window_picture("past.png", "said yes")
    await camera.page.keyboard.press("Escape")
    await camera.press(await camera.window("Approved"), "Move")
    await camera.window_picture("move.png", "Campaign")
    await camera.close_windows()
    await camera.type("/partnership manage @slow.sundays")
    await camera.press(await camera.window("Copy instructions"), "Copy instructions")
    await camera.window_picture("instructions.png", "Ad partners")
    await camera.close_windows()


async def _handles(camera: Camera) -> None:
    await camera.do("graph/creator", username="slow.sundays", rename_to="slower.sundays")
    card = await camera.message("@slower.sundays", "as of", "Waiting")
    thread = await camera.thread_of(card)
    await camera.entry_picture("handle-new.png", thread, "is called")
    await camera.type("/partnership find sundays")
    await camera.message_picture("find.png", "Only visible to you", "slower.sundays")
    await camera.do("graph/creator", username="nimbus.knits", rename_to="nimbus.weaves")
    await camera.do("graph/creator", username="nimbus.knits", behaviour="manual")
    await camera.type("/partnership request nimbus.knits")
    form = await camera.window("Another account than before")
    await form.get_by_role("button", name="Ask", exact=True).click()
    await camera.window("Failed")
    await camera.close_windows()
    await camera.message_picture("handle-other.png", "@nimbus.knits", "as of", "Failed")


async def _home(camera: Camera) -> None:
    await camera.end_login("northlight.skin")
    card = await camera.message("@slower.sundays", "Sending profile")
    await expect(card).to_contain_text("login", timeout=LONG)
    await camera.message_picture("card-login.png", "@slower.sundays", "Sending profile", "login")
    await camera.go("Greenlight")
    await camera.page.set_viewport_size({"width": 1360, "height": 720})
    home = camera.page.get_by_role("main")
    await expect(home).to_contain_text("Profiles that need attention", timeout=LONG)
    await camera.page.wait_for_timeout(1500)
    await home.screenshot(path=PICTURES / "home.png")
