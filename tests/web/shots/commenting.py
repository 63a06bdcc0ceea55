"""What people write under a creator's post: told in the thread, hidden and undone, listed, assigned, and an alarm."""

from __future__ import annotations

from playwright.async_api import Locator, expect

from sandbox.monitored import POST
from tests.web.shots.camera import PICTURES, Camera

WRITTEN = {
    "slow.sundays": "So beautiful!",
    "deal.hunter": "Is there a code for this one?",
    "wheel.geek": "Which trucks are those? https://example.org/trucks",
}


async def take(camera: Camera) -> None:
    """Read the first comment, hide another one and undo that, say what to look at, and hear the alarm."""
    await _undo_time(camera)
    for username, text in WRITTEN.items():
        await camera.do("graph/comment", on=POST, username=username, text=text)
    thread = await _thread(camera)
    news = thread.get_by_role("article").filter(has_text="new comment").last
    await news.get_by_role("button", name="Hide the comment of").first.wait_for()
    await camera.element_picture("comments-news.png", news)
    await news.get_by_role("button", name="Hide the comment of").first.click()
    await news.get_by_role("button", name="Undo what is about to be done").first.wait_for()
    await camera.element_picture("comments-undo.png", news)
    await news.get_by_role("button", name="Undo what is about to be done").first.click()
    await camera.page.get_by_role("button", name="Close thread").click()

    await camera.type("/partnership comments")
    await camera.press(await camera.window("Spring launch"), "What to look at")
    rules = await camera.window("Keywords")
    await rules.get_by_label("Keywords").fill("scam*\ncode")
    await rules.get_by_label("Too many: so many comments").fill("3")
    await rules.get_by_label("within so many minutes").fill("10")
    await camera.press(rules, "Try over last week")
    await camera.window("These keywords find")
    rules = await camera.window_picture("comments-rules.png", "These keywords find")
    await camera.press(rules, "Save")
    await camera.window("Saved")
    await camera.close_windows()
    await camera.do("graph/comment", on=POST, username="grumpy.gull", text="What a SCÁM, do not buy")
    await camera.message_picture("comments-alarm.png", "has a keyword of this campaign")
    await _at_home(camera)

    await camera.type("/partnership comments")
    listed = await camera.window("grumpy.gull")
    await camera.press(listed, "Reply to the comment of @deal.hunter")
    form = await camera.window("Your reply")
    await form.get_by_label("Your reply").fill("Yes: NORTH10, until Sunday.")
    form = await camera.window_picture("comments-reply.png", "Everybody can read it at Instagram")
    await camera.press(form, "Cancel")
    listed = await camera.window("grumpy.gull")
    await camera.press(listed, "Say who looks after the comment of @grumpy.gull")
    form = await camera.window("Who looks after it")
    await form.get_by_label("Person").select_option(label="Ben Manager")
    form = await camera.window_picture("comments-assign.png", "Who looks after it")
    await camera.press(form, "Assign")
    await camera.window("Every creator", "for ")
    await camera.window_picture("comments-list.png", "Every creator")
    await camera.close_windows()
    await _tried_for_one_account(camera)


async def _at_home(camera: Camera) -> None:
    await camera.go("Greenlight")
    home = camera.page.get_by_role("main")
    await expect(home).to_contain_text("Comments to look after")
    usual = camera.page.viewport_size
    assert usual is not None
    await camera.page.set_viewport_size({"width": usual["width"], "height": 480})
    await home.screenshot(path=PICTURES / "home-comments.png")
    await camera.page.set_viewport_size(usual)
    await camera.go("spring-launch")


async def _tried_for_one_account(camera: Camera) -> None:
    await camera.type("/partnership profiles")
    await camera.press(await camera.window("Influencer assets"), "Influencer assets")
    assets = await camera.window("Monitoring")
    await assets.get_by_role("button", name="Change what is monitored of").first.click()
    rules = await camera.window("from now on")
    await rules.get_by_label("Caption contains").fill("sale")
    await camera.press(rules, "Try over last week")
    await camera.window_picture("asset-rules-tried.png", "these rules would have")
    await camera.close_windows()


async def _undo_time(camera: Camera) -> None:
    await camera.type("/partnership campaign")
    await camera.press(await camera.window("Spring launch"), "Rules")
    rules = await camera.window("Time to undo")
    await rules.get_by_label("Time to undo").select_option(label="30 seconds")
    await camera.press(rules, "Save")
    await camera.window("is changed")
    await camera.close_windows()


async def _thread(camera: Camera) -> Locator:
    """Open the creator's thread, once something is told in it."""
    head = await camera.message("Comments on what")
    await head.get_by_role("button", name="repl").first.wait_for()
    return await camera.thread_of(head)
