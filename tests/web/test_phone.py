"""The creator's phone and the bar of the world."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from tests.web.world import Sandbox

pytestmark = [pytest.mark.web, pytest.mark.asyncio(loop_scope="session")]


async def test_a_request_arrives_is_said_and_is_approved(page: Page, sandbox: Sandbox) -> None:
    phone = page.get_by_role("complementary", name="The creator's phone")
    await expect(phone.get_by_text("Nothing to answer.")).to_be_visible()
    sandbox.request("maya.makes")

    await expect(phone.get_by_role("status")).to_have_text("New request for @maya.makes from @northlight.skin.")
    await expect(phone.get_by_text("You can take it back at any time.")).to_be_visible()
    await phone.get_by_role("button", name="Approve the request of @northlight.skin to @maya.makes").click()

    await expect(phone.get_by_role("status")).to_be_empty()
    answered = phone.get_by_role("region", name="Answered").get_by_role("listitem")
    await expect(answered).to_contain_text("Approved")
    assert sandbox.read("graph/phone/maya.makes")["requests"][0]["status"] == "APPROVED"

    await answered.get_by_role("button", name="Revoke").click()
    await expect(answered).to_contain_text("Revoked")
    await expect(answered.locator(".since")).to_contain_text(", revoked ")
    assert await answered.get_by_role("button").count() == 0


async def test_one_creators_phone_shows_only_their_requests(page: Page, sandbox: Sandbox) -> None:
    sandbox.request("maya.makes")
    sandbox.request("nimbus.knits")
    phone = page.get_by_role("complementary", name="The creator's phone")
    await expect(phone.get_by_role("button", name="Decline")).to_have_count(2)
    await expect(phone.get_by_role("status")).to_have_text("2 new requests: for @nimbus.knits, @maya.makes.")

    await phone.get_by_label("Whose phone").select_option("nimbus.knits")
    await expect(phone.get_by_role("button", name="Decline")).to_have_count(1)
    await phone.get_by_role("button", name="Decline").click()

    await expect(phone.get_by_role("region", name="Answered")).to_contain_text("Declined")
    assert sandbox.read("graph/phone/maya.makes")["requests"][0]["status"] == "PENDING"


async def test_somebody_comments_under_a_post_and_sees_what_the_owner_hides(page: Page, sandbox: Sandbox) -> None:
    phone = page.get_by_role("complementary", name="The creator's phone")
    await expect(phone.get_by_role("heading", name="Posts")).to_be_hidden()
    await phone.get_by_label("Whose phone").select_option("maya.makes")
    post = phone.get_by_role("region", name="Posts").locator(".post").first
    box = post.get_by_label("Comment as @passing.reader")
    await box.fill("Where can I buy this <b>bag</b>?")
    await box.press("Enter")

    comment = post.locator(".comment").first
    await expect(comment).to_have_text("@passing.reader: Where can I buy this <b>bag</b>?")
    await expect(box).to_have_value("")

    await box.fill("still typing")
    maya = next(each["ig_id"] for each in sandbox.read("graph/world")["creators"] if each["username"] == "maya.makes")
    posts = [each for each in sandbox.read(f"graph/posts?owner_id={maya}")["posts"] if each["kind"] != "story"]
    newest = max(posts, key=lambda each: each["published_at"])
    sandbox.do("graph/comment", on=newest["id"], username="other.reader", text="Lovely!")
    await expect(post.locator(".comment").first).to_contain_text("@other.reader: Lovely!")
    await expect(box).to_have_value("still typing")


async def test_the_clock_moves_and_a_fault_is_ordered(page: Page, sandbox: Sandbox) -> None:
    before = await page.locator(".clock").inner_text()
    await page.get_by_role("button", name="Move the clock +1 day").click()
    await expect(page.locator(".clock")).not_to_have_text(before)

    await page.get_by_role("button", name="Faults").click()
    await page.get_by_role("menuitem", name="Meta: token of @northlight.home expired").click()

    await expect(page.get_by_text("Ordered: Meta: token of @northlight.home expired.")).to_be_visible()
    home = next(each for each in sandbox.read("graph/world")["profiles"] if each["username"] == "northlight.home")
    assert home["is_expired"]


async def test_reset_asks_and_then_forgets_everything(page: Page, sandbox: Sandbox) -> None:
    sandbox.request("maya.makes")
    sandbox.do("slack/say", user=sandbox.user("ben"), channel=sandbox.channel("spring-launch"), text="Gone soon")
    await expect(page.get_by_role("article").filter(has_text="Gone soon")).to_be_visible()
    await page.get_by_role("button", name="Reset the world").click()
    question = page.get_by_role("dialog", name="Reset the world?")
    await expect(question.get_by_role("button", name="Keep it")).to_be_focused()

    await question.get_by_role("button", name="Reset", exact=True).click()

    await expect(page.get_by_role("article").filter(has_text="Gone soon")).to_have_count(0)
    await expect(page.get_by_text("Nothing to answer.")).to_be_visible()


async def test_a_request_between_pages_is_answered_on_the_same_phone(page: Page, sandbox: Sandbox) -> None:
    phone = page.get_by_role("complementary", name="The creator's phone")
    await expect(phone.get_by_text("Nothing to answer.")).to_be_visible()
    skin, maya = "104233445566701", "104233445566771"
    sandbox.do("graph/page_action", page_id=skin, partner_page_id=maya, action="send-request")

    await expect(phone.get_by_role("status")).to_have_text(
        "New request for @maya.makes from Northlight Skin (Facebook Page)."
    )
    await phone.get_by_role(
        "button", name="Approve the request of Northlight Skin (Facebook Page) to @maya.makes"
    ).click()

    answered = phone.get_by_role("region", name="Answered").get_by_role("listitem")
    await expect(answered).to_contain_text("Approved")
    assert sandbox.read("graph/phone/maya.makes")["page_requests"][0]["status"] == "APPROVED"
    await answered.get_by_role("button", name="Revoke").click()
    await expect(answered).to_contain_text("Removed by you")
    assert await answered.get_by_role("button").count() == 0
