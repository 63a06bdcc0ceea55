"""Channels, messages, threads, commands and the Home tab."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import Locator, Page, expect

from tests.running import until
from tests.web.look import find_faint, find_nameless, focused
from tests.web.world import Sandbox

pytestmark = [pytest.mark.web, pytest.mark.asyncio(loop_scope="session")]

Heard = list[tuple[str, Any]]


async def type_command(page: Page, command: str) -> None:
    """Type into the open channel's composer and send."""
    await page.get_by_label("Message #spring-launch").fill(command)
    await page.keyboard.press("Enter")


async def test_a_slash_lists_the_commands_and_enter_completes(page: Page, heard: Heard) -> None:
    composer = page.get_by_label("Message #spring-launch")
    await composer.focus()
    await page.keyboard.type("/tr")
    await expect(page.get_by_role("option", name="/trial")).to_contain_text("Opens a form")

    await page.keyboard.press("Enter")

    await expect(composer).to_have_value("/trial ")
    await expect(page.get_by_text("/trial form | card | slow | note", exact=True)).to_be_visible()
    assert heard == []


async def test_a_command_nobody_answers_says_so_to_the_person_alone(page: Page, heard: Heard) -> None:
    await type_command(page, "/trial slow")
    note = page.get_by_role("article").filter(has_text="/trial failed: operation_timeout")
    await expect(note).to_contain_text("Only visible to you", timeout=10_000)


async def test_an_unknown_command_is_refused_without_asking_the_app(page: Page, heard: Heard) -> None:
    await type_command(page, "/nonsense now")
    await expect(page.get_by_role("article").filter(has_text="/nonsense is not a valid command.")).to_be_visible()
    assert heard == []


async def test_an_ephemeral_answer_is_seen_by_the_asker_only(page: Page, heard: Heard) -> None:
    await type_command(page, "/trial note")
    await expect(page.get_by_role("article").filter(has_text="Nothing is open here.")).to_contain_text(
        "Only visible to you"
    )

    await page.get_by_label("Signed in as").select_option(label="Ben Manager")

    await expect(page.get_by_role("article").filter(has_text="Nothing is open here.")).to_have_count(0)


async def test_a_card_is_edited_in_place_and_its_thread_told(page: Page, heard: Heard) -> None:
    await type_command(page, "/trial card")
    waiting = page.get_by_role("article").filter(has_text="Waiting")
    await expect(waiting.get_by_role("link", name="@maya.makes")).to_be_visible()
    await expect(waiting.get_by_role("img", name="hourglass flowing sand")).to_be_visible()
    await waiting.get_by_role("button", name="Check now").click()

    approved = page.get_by_role("article").filter(has_text="@maya.makes")
    await expect(approved).to_contain_text("Approved")
    await expect(approved).to_have_count(1)
    broadcast = page.get_by_role("article").filter(has_text="Replied to a thread")
    await expect(broadcast).to_contain_text("@Ana Producer approved")

    await approved.get_by_role("button", name="1 reply").click()
    thread = page.get_by_role("complementary", name="Thread")
    await expect(thread.get_by_role("article")).to_have_count(2)
    await thread.get_by_label("Reply in the thread").fill("Lovely")
    await page.keyboard.press("Enter")
    await expect(thread.get_by_role("article")).to_have_count(3)
    await expect(approved.get_by_role("button", name="2 replies")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(thread).to_be_hidden()


async def test_a_dangerous_button_asks_first(page: Page, heard: Heard) -> None:
    await type_command(page, "/trial card")
    revoke = page.get_by_role("button", name="Revoke", exact=True)
    await revoke.click()
    await page.get_by_role("dialog", name="Revoke?").get_by_role("button", name="Keep").click()
    assert ("revoke", None) not in heard
    assert await focused(page) == "Revoke"

    await revoke.click()
    async with page.expect_response("**/slack/_control/interact"):
        await page.get_by_role("dialog", name="Revoke?").get_by_role("button", name="Revoke").click()
    assert ("revoke", None) in heard


async def test_what_is_sent_while_an_app_takes_its_time_follows_and_is_not_lost(page: Page, heard: Heard) -> None:
    await type_command(page, "/trial slow")
    await page.get_by_text("Waiting for").wait_for()
    await type_command(page, "/trial note")
    await page.get_by_role("article").filter(has_text="Nothing is open here.").wait_for()
    assert heard == [("command", "slow"), ("command", "note")]


async def test_an_overflow_menu_is_worked_by_keys(page: Page, heard: Heard) -> None:
    await type_command(page, "/trial card")
    await page.get_by_role("button", name="More options").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("menuitem", name="History")).to_be_focused()
    await page.keyboard.press("ArrowDown")
    async with page.expect_response("**/slack/_control/interact"):
        await page.keyboard.press("Enter")
    assert ("other", "c") in heard


async def test_shortcuts_start_from_the_composer_and_from_a_message(page: Page, heard: Heard, sandbox: Sandbox) -> None:
    sandbox.do("slack/say", user=sandbox.user("ben"), channel=sandbox.channel("spring-launch"), text="Ask Maya?")
    message = page.get_by_role("article").filter(has_text="Ask Maya?")
    await message.get_by_role("button", name="More actions").click()
    await page.get_by_role("menuitem", name="Ask about this").click()
    dialog = page.get_by_role("dialog", name="Ask for permission")
    await expect(dialog).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)

    await page.get_by_role("button", name="Shortcuts").click()
    await page.get_by_role("menuitem", name="Ask from anywhere").click()

    await expect(dialog).to_be_visible()
    assert [note[1] for note in heard if note[0] == "shortcut"] == ["ask_about", "ask_anywhere"]
    await page.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)
    assert await focused(page) in {"Shortcuts", "Message #spring-launch"}


async def open_step(page: Page) -> Locator:
    """Open the step of workflows that the app offers."""
    await page.get_by_role("button", name="Shortcuts").click()
    await page.get_by_role("menuitem", name="Greet somebody").click()
    dialog = page.get_by_role("dialog", name="Greet somebody")
    await expect(dialog.get_by_label("Name")).to_be_focused()
    return dialog


async def test_a_workflows_step_runs_as_who_is_signed_in_and_shows_what_it_hands_on(page: Page, heard: Heard) -> None:
    dialog = await open_step(page)
    await expect(dialog).to_contain_text("Run as Ana Producer")
    assert await find_nameless(page) == []
    assert await find_faint(page) == []
    await dialog.get_by_label("Name").fill("Maya")
    await dialog.get_by_label("Channel").select_option(label="#spring-launch")
    await dialog.get_by_label("Loud").check()
    await page.keyboard.press("Enter")

    await expect(dialog).to_contain_text("Completed: the workflow goes on")
    await expect(dialog.get_by_role("definition").first).to_have_text("Hello Maya")
    await expect(dialog.get_by_role("link")).to_have_attribute("href", "https://northlight.example/card")
    (inputs,) = [note[1] for note in heard if note[0] == "step"]
    assert (inputs["name"], inputs["loud"], inputs["channel"][:1]) == ("Maya", True, "C")
    assert inputs["asker"]["id"].startswith("U")
    await page.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)


async def test_a_workflows_step_that_fails_says_why_and_one_without_what_it_needs_does_not_run(
    page: Page, heard: Heard
) -> None:
    dialog = await open_step(page)
    await dialog.get_by_role("button", name="Run").click()
    await expect(dialog.get_by_label("Name")).to_be_focused()
    assert heard == []
    await dialog.get_by_label("Name").fill("nobody")
    await dialog.get_by_role("button", name="Run").click()

    await expect(dialog).to_contain_text("Failed: the workflow ends here")
    await expect(dialog).to_contain_text("Nobody is not there.")


async def test_opening_the_app_publishes_its_home_tab(page: Page, heard: Heard) -> None:
    await page.get_by_role("navigation", name="Apps").get_by_role("button", name="Trial").click()
    await expect(page.get_by_role("heading", name="Your open requests")).to_be_visible()
    assert ("home", "home") in heard


async def test_a_message_elsewhere_marks_its_channel(page: Page, sandbox: Sandbox) -> None:
    sandbox.do("slack/say", user=sandbox.user("ben"), channel=sandbox.channel("summer-sun"), text="Over here")
    channel = page.get_by_role("navigation", name="Channels").get_by_role("button", name="summer-sun")
    await expect(channel).to_contain_text("new")
    await channel.click()
    await expect(page.get_by_text("Over here")).to_be_visible()
    await expect(channel).not_to_contain_text("new")


async def test_a_link_to_a_message_opens_it_here(page: Page, sandbox: Sandbox) -> None:
    ben, spring = sandbox.user("ben"), sandbox.channel("spring-launch")
    sought = sandbox.do("slack/say", user=ben, channel=spring, text="The one sought")["message"]["ts"]
    link = f"{sandbox.url}/slack/archives/{spring}/p{sought.replace('.', '')}"
    sandbox.do("slack/say", user=ben, channel=sandbox.channel("general"), text=f"See <{link}|that one>")
    await page.get_by_role("navigation", name="Channels").get_by_role("button", name="general").click()

    await page.get_by_role("link", name="that one").click()

    await expect(page.get_by_role("heading", name="spring-launch")).to_be_visible()
    await expect(page.get_by_role("listitem").filter(has_text="The one sought")).to_be_focused()


async def test_a_private_channel_is_for_its_members(page: Page) -> None:
    channels = page.get_by_role("navigation", name="Channels")
    await expect(channels.get_by_role("button", name="summer-sun (private)")).to_be_visible()
    await expect(channels.get_by_role("button", name="finance")).to_have_count(0)
    await page.get_by_label("Signed in as").select_option(label="Ben Manager")
    await expect(channels.get_by_role("button", name="finance (private)")).to_be_visible()


async def test_words_are_sent_as_a_slack_client_sends_them(page: Page, sandbox: Sandbox) -> None:
    await type_command(page, "@ben see #general & <b>this</b>")
    message = page.get_by_role("article").filter(has_text="@Ben Manager see #general & <b>this</b>")
    await expect(message).to_be_visible()
    said = sandbox.read(f"slack/messages/{sandbox.channel('spring-launch')}")["messages"][-1]["text"]
    general = sandbox.channel("general")
    assert said == f"<@{sandbox.user('ben')}> see <#{general}|general> &amp; &lt;b&gt;this&lt;/b&gt;"


async def test_a_new_message_is_said_once_and_politely(page: Page, sandbox: Sandbox) -> None:
    sandbox.do("slack/say", user=sandbox.user("ben"), channel=sandbox.channel("spring-launch"), text="Good morning")
    await expect(page.locator("#announcer")).to_have_text("Ben Manager: Good morning")
    await expect(page.locator("#announcer")).to_have_attribute("aria-live", "polite")


async def test_what_one_sends_brings_its_answer_into_sight(page: Page, heard: Heard, sandbox: Sandbox) -> None:
    for number in range(30):
        sandbox.do(
            "slack/say", user=sandbox.user("ben"), channel=sandbox.channel("spring-launch"), text=f"Line {number}"
        )
    await expect(page.get_by_role("article").filter(has_text="Line 29")).to_be_in_viewport()
    await page.get_by_role("article").filter(has_text="Line 0").first.scroll_into_view_if_needed()

    await type_command(page, "/trial note")

    await expect(page.get_by_role("article").filter(has_text="Nothing is open here.")).to_be_in_viewport()


async def test_a_mention_is_said_by_name(page: Page, sandbox: Sandbox) -> None:
    ben, ana = sandbox.user("ben"), sandbox.user("ana")
    sandbox.do("slack/say", user=ben, channel=sandbox.channel("spring-launch"), text=f"<@{ana}> *good* morning")
    await expect(page.locator("#announcer")).to_have_text("Ben Manager: @Ana Producer good morning")


async def test_the_app_is_invited_by_slacks_own_command(page: Page, sandbox: Sandbox) -> None:
    await page.get_by_label("Signed in as").select_option(label="Ben Manager")
    await page.get_by_role("navigation", name="Channels").get_by_role("button", name="finance").click()
    composer = page.get_by_label("Message #finance")
    await composer.fill("/invite @nobody")
    await composer.press("Enter")
    await expect(page.get_by_role("article").filter(has_text="Nobody here is called “@nobody”.")).to_be_visible()

    await composer.fill("/invite @Trial")
    await composer.press("Enter")

    await expect(page.get_by_role("article").filter(has_text="Trial was added to this channel.")).to_be_visible()
    assert await _app_is_in(sandbox, "finance")


async def test_an_invitation_is_for_the_channel_where_it_was_typed(page: Page, heard: Heard, sandbox: Sandbox) -> None:
    await page.get_by_label("Signed in as").select_option(label="Ben Manager")
    channels = page.get_by_role("navigation", name="Channels")
    await channels.get_by_role("button", name="finance").click()
    composer = page.get_by_label("Message #finance")
    await composer.fill("/trial slow")
    await composer.press("Enter")
    await page.get_by_text("Waiting for").wait_for()
    await composer.fill("/invite @Trial")
    await composer.press("Enter")
    await channels.get_by_role("button", name="spring-launch").click()  # where the app is already

    await until(lambda: _app_is_in(sandbox, "finance"))


async def _app_is_in(sandbox: Sandbox, channel: str) -> bool:
    world = sandbox.read("slack/world")
    return world["bot_user_id"] in next(each for each in world["channels"] if each["name"] == channel)["members"]


async def test_a_direct_message_is_no_channel(page: Page, heard: Heard) -> None:
    await page.get_by_role("navigation", name="Apps").get_by_role("button", name="Trial").click()
    await expect(page.get_by_role("heading", name="Your open requests")).to_be_visible()
    await page.reload()
    directs = page.get_by_role("navigation", name="Direct messages")
    await expect(directs.get_by_role("button", name="Trial (direct messages)")).to_be_visible()
    await expect(page.get_by_role("navigation", name="Channels").get_by_role("button", name="Trial")).to_have_count(0)
