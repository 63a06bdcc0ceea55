"""A creator is invited, reads the page on a phone, asks, connects; what the team sees of it."""

from __future__ import annotations

from playwright.async_api import expect

from tests.influencers.house import BROWSER
from tests.web.shots.camera import PICTURES, Camera


async def take(camera: Camera) -> None:
    """Invite a creator, and be that creator."""
    await camera.type("/partnership invite")
    window = await camera.window("Name of the creator")
    await window.get_by_label("Name of the creator").fill("Maya, spring edit")
    await window.get_by_label("Instagram handle").fill("maya.makes")
    await window.get_by_label("Your websites").fill("northlight.example")
    await window.get_by_label("Caption contains").fill("#northlight")
    window = await camera.window_picture("invite-form.png", "Connection expires in")
    await camera.press(window, "Make the link")
    window = await camera.window_picture("invite-link.png", "shown this once")
    link = (await window.locator("pre").inner_text()).strip()
    phone = await camera.browser.new_page(
        viewport={"width": 390, "height": 844}, locale="en-GB", user_agent=BROWSER["User-Agent"]
    )
    await phone.goto(link)
    await phone.get_by_role("heading", level=1).wait_for()
    await phone.screenshot(path=PICTURES / "invite-page.png", full_page=True)
    await phone.get_by_label("Your question").fill("Do you read my stories too?")
    await phone.get_by_role("button", name="Send the question").click()
    await camera.close_windows()
    await camera.message_picture("invite-asked.png", "has a question about the invite")
    await phone.get_by_role("link", name="Back to the invite").click()
    await phone.get_by_role("button", name="Sign in with Facebook").click()
    await phone.get_by_role("button", name="Maya Ferreira").click()
    await phone.get_by_role("button", name="Continue as Maya").click()
    await expect(phone.get_by_role("heading", level=1)).to_have_text("Connect this account?")
    await phone.screenshot(path=PICTURES / "invite-account.png", full_page=True)
    await phone.get_by_role("button", name="Connect", exact=True).click()
    await expect(phone.get_by_role("heading", level=1)).to_have_text("@maya.makes is connected")
    connected = phone.url
    await phone.screenshot(path=PICTURES / "invite-connected.png", full_page=True)
    await phone.get_by_role("link", name="Make ad codes for your posts").click()
    crane = phone.get_by_role("listitem").filter(has_text="Morning light, paper cranes")
    await crane.get_by_role("button", name="Make a code").click()
    await expect(crane.get_by_role("textbox", name="Ad code")).to_be_visible()
    await phone.screenshot(path=PICTURES / "invite-codes.png", full_page=True)
    await phone.goto(link)
    await expect(phone.get_by_role("heading", level=1)).to_have_text("This invite was used already.")
    await phone.screenshot(path=PICTURES / "invite-used.png", full_page=True)
    await camera.message_picture("invite-news.png", "connected an account")
    await camera.message_picture("invite-code-news.png", "made an ad code")
    await camera.type("/partnership profiles")
    window = await camera.window("Influencer assets")
    await window.get_by_role("button", name="Influencer assets").click()
    assets = await camera.window_picture("influencer-assets.png", "Monitoring")
    await assets.get_by_role("button", name="Change what is monitored of @maya.makes").click()
    rules = await camera.window("from now on")
    await rules.get_by_label("Comments on other posts").check()
    rules = await camera.window_picture("asset-rules.png", "from now on")
    await camera.press(rules, "Save")
    await camera.window("further than the creator agreed to")
    await phone.goto(connected)
    await phone.screenshot(path=PICTURES / "invite-widened.png", full_page=True)
    await phone.close()
    await camera.close_windows()
    await _invites(camera)
    await _boosting(camera)


async def _invites(camera: Camera) -> None:
    """Invite two more, and look at all of them."""
    for name in ("Juno, spring edit", "Olive, spring edit"):
        await camera.type("/partnership invite")
        form = await camera.window("Name of the creator")
        await form.get_by_label("Name of the creator").fill(name)
        await camera.press(form, "Make the link")
        made = await camera.window("shown this once")
        if name.startswith("Olive"):
            await camera.press(made, "Invites of the campaign")
            await camera.window_picture("invite-list.png", "Olive, spring edit", "Maya, spring edit")
        await camera.close_windows()


async def _boosting(camera: Camera) -> None:
    """Let the brand boost a post of the creator who connected."""
    await camera.type("/partnership posts @maya.makes")
    listed = await camera.window("A jar worth keeping")
    named = listed.get_by_text("A jar worth keeping")
    await named.locator("xpath=following::button[starts-with(@aria-label, 'Open post')][1]").click()
    post = await camera.window("One post", "A jar worth keeping")
    async with camera.holding("branded_content_partner_promote", at="graph"):
        await camera.press(post, "Allow boosting")
        await camera.window_picture("post-deed.png", "This is being done at Meta.")
    await camera.window_picture("post-deed-done.png", "boost this post")
