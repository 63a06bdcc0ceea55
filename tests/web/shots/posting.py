"""What can be boosted, one post, its ad code, launch readiness; and who may tag the brand."""

from __future__ import annotations

from tests.web.shots.camera import Camera

JAR, TO_VOTE = "17895695668004571", "17895695668004577"
CREATORS = {"juno.skates": "approve", "maya.makes": None, "olive.outdoors": "decline"}


async def take(camera: Camera) -> None:
    """Ask three, hear two, look at their posts, keep a code, and look up who may tag."""
    await camera.type("/partnership request " + " ".join(CREATORS))
    form = await camera.window("followers")
    await form.get_by_role("button", name="Ask", exact=True).click()
    await camera.window("Waiting")
    await camera.close_windows()
    for creator, answer in CREATORS.items():
        if answer is not None:
            await camera.answer(creator, answer)
    await camera.message("@juno.skates", "as of", "Approved")
    await camera.message("@olive.outdoors", "as of", "Declined")
    code = (await camera.do("graph/post_code", post_id=JAR))["ad_code"]
    await camera.type("/partnership posts")
    listed = await camera.window("Ready to boost", "Needs permission", "Cannot be an ad")
    await camera.window_picture("posts.png", "Ready to boost")
    await camera.press(listed, "Add an ad code")
    form = await camera.window_picture("code-form.png", "As the creator sent it.")
    await form.get_by_label("Ad code", exact=True).fill(code)
    await camera.press(form, "Keep")
    await camera.window_picture("code.png", "opens this post")
    await camera.close_windows()
    await camera.type("/partnership posts @juno.skates")
    listed = await camera.window("Cannot be an ad")
    await listed.get_by_role("button", name="Open post 2").click()
    await camera.window_picture("post.png", "One post", "Meta says")
    await camera.close_windows()
    await camera.type("/partnership campaign")
    await camera.press(await camera.window("@maya.makes"), "Launch readiness")
    await camera.window_picture("readiness.png", "creators asked")
    await camera.close_windows()
    await camera.type("/partnership tags @maya.makes @juno.skates @slow.sundays @private.pebble")
    form = await camera.window("What to do")
    await form.get_by_label("Let them tag the brand", exact=True).check()
    await camera.press(form, "Go on")
    await camera.window_picture("tags.png", "Not done: Meta refused")
    await camera.press(await camera.window("Not done: Meta refused"), "Find who fails, and do the rest")
    await camera.window_picture("tags-done.png", "Meta refuses: 1", "Done now")
