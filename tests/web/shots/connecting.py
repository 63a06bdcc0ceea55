"""Connecting an account on a phone, as somebody does who was sent there by Slack, and its profile."""

from __future__ import annotations

from playwright.async_api import expect

from tests.web.shots.camera import PICTURES, Camera

ARCHIVE = "17841401122334457"
FOUND = {"maya.makes": "APPROVED", "juno.skates": "APPROVED", "nimbus.knits": "PENDING"}
"""Whom the third brand has asked in Meta's own tools before it is connected."""


async def take(camera: Camera) -> None:
    """Connect the third brand, and look at the profiles."""
    page = camera.page
    for creator, status in FOUND.items():
        await camera.do("graph/permission", profile_ig_id=ARCHIVE, creator_username=creator, status=status)
    await camera.type("/partnership profiles")
    window = await camera.window_picture("profiles.png", "profiles connected")
    async with page.context.expect_page() as opened:
        await window.get_by_role("button", name="Connect with Facebook").click()
    phone = await opened.value
    await phone.set_viewport_size({"width": 390, "height": 844})
    await phone.get_by_role("heading", level=1).wait_for()
    await phone.screenshot(path=PICTURES / "connect-start.png", full_page=True)
    await phone.get_by_role("button", name="Continue with Facebook").click()
    await phone.get_by_role("button", name="Nora Lind").click()
    await phone.get_by_role("button", name="Continue as Nora").click()
    await expect(phone.get_by_role("heading", level=1)).to_have_text("Choose accounts to connect")
    await phone.get_by_label("@northlight.archive").check()
    await phone.get_by_label("@northlight.home").uncheck()
    await phone.get_by_label("@northlight.skin").uncheck()
    top = {"x": 0, "y": 0, "width": 390, "height": 1300}
    await phone.screenshot(path=PICTURES / "connect-choose.png", full_page=True, clip=top)  # type: ignore[arg-type]
    await phone.get_by_role("button", name="Connect", exact=True).click()
    await expect(phone.get_by_role("heading", level=1)).to_contain_text("connected")
    await phone.set_viewport_size({"width": 390, "height": 560})
    await phone.screenshot(path=PICTURES / "connect-done.png")
    await phone.close()
    await window.get_by_role("button", name="Look again").click()
    await window.get_by_role("button", name="Open the profile @northlight.archive").click()
    profile = await camera.window_picture("profile.png", "Login ends")
    await camera.press(profile, "Move @northlight.archive to influencer assets")
    await camera.window_picture("influencer-move.png", "becomes an influencer asset")
