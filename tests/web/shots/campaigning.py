"""A campaign's window and its forms."""

from __future__ import annotations

from tests.web.shots.camera import Camera

CREATORS = {"maya.makes": "approve", "nimbus.knits": "decline", "slow.sundays": None}


async def take(camera: Camera) -> None:
    """Make one, fill it, and look at each of its windows."""
    await camera.type("/partnership campaign new")
    form = await camera.window("Create campaign")
    await form.get_by_label("Name", exact=True).fill("Autumn serum")
    await camera.window_picture("campaign-new.png")
    await camera.close_windows()
    await camera.type("/partnership request " + " ".join(CREATORS))
    form = await camera.window("followers")
    await form.get_by_role("button", name="Ask", exact=True).click()
    await camera.window("Waiting")
    await camera.close_windows()
    for creator, answer in CREATORS.items():
        if answer is not None:
            await camera.answer(creator, answer)
    await camera.message("@maya.makes", "as of", "Approved")
    await camera.message("@nimbus.knits", "as of", "Declined")
    await camera.type("/partnership campaign")
    window = await camera.window_picture("campaign.png", "@maya.makes", "Declined")
    for button, words, name in (
        ("Rules", "Time to undo", "campaign-rules.png"),
        ("Roles", "Roles in", "roles.png"),
    ):
        await camera.press(window, button)
        await camera.window_picture(name, words)
        await camera.close_windows()
        await camera.type("/partnership campaign")
        window = await camera.window("@maya.makes", "Declined")
    await camera.close_windows()
    await camera.type("/partnership campaign")
    await camera.press(await camera.window("@maya.makes"), "All campaigns")
    await camera.window_picture("campaigns.png", "Spring launch")
    await camera.close_windows()
    await camera.archive("spring-launch")
    await camera.go_to_messages()
    await camera.message_picture("channel-archived.png", "was archived")
