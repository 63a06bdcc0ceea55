"""Looking after requests, campaigns and profiles from Slack, through the running app and the sandbox."""

from __future__ import annotations

import json

import pytest

from tests.handlers.desk import Desk, block_ids, words_of
from tests.running import until

pytestmark = [pytest.mark.story]


async def test_check_now_says_to_this_person_only_what_meta_says(desk: Desk) -> None:
    card = await desk.ask("paper.cranes")

    await desk.press(card, "request_check_now", user="ben")

    words = await desk.whispered("Checked at", user="ben")
    assert "still waiting for the creator." in words


async def test_cancelling_in_the_manage_window_shows_that_it_is_under_way_and_then_done(desk: Desk) -> None:
    await desk.ask("fern.and.fog")
    await desk.type("manage @fern.and.fog")
    view = await desk.view("Cancel request")

    await desk.click(view, "request_cancel")

    assert "Cancelling the request to" in words_of(await desk.view("Cancelling"))
    card = await desk.card("fern.and.fog", "Cancelled")
    assert "Ask again" in words_of(card)


async def test_a_button_of_a_card_that_is_out_of_date_does_not_do_something_else(desk: Desk) -> None:
    card = await desk.ask("loud.lemons")
    await desk.type("manage @loud.lemons")
    stale = await desk.view("Cancel request")
    await desk.answer_heard("loud.lemons", "approve", card=card)
    await desk.card("loud.lemons", "Approved")

    await desk.click(stale, "request_cancel")

    assert "it is approved now" in words_of(await desk.view("has changed"))
    assert "Approved" in words_of(await desk.card("loud.lemons", "Approved"))


async def test_manage_lists_and_filters_the_requests_of_the_channel(desk: Desk) -> None:
    await desk.ask("second.bloom")
    await desk.type("manage")
    view = await desk.view("Manage requests")
    assert "@second.bloom" in words_of(view)

    await desk.click(view, "manage_filter", value="over")
    view = await desk.view("Over: declined, cancelled, revoked, failed, not signed off")

    async def is_filtered() -> bool:
        shown = await desk.slack.views(desk.slack.user("ana"))
        return "@second.bloom" not in words_of(shown[-1])

    await until(is_filtered)


async def test_the_list_is_searched_by_a_part_of_a_handle_and_narrowed_to_a_person_and_shows_all_again(
    desk: Desk,
) -> None:
    await desk.ask("tall.tulips")
    await desk.ask("small.snails", user="ben")
    await desk.type("manage")
    view = await desk.view("@small.snails")

    await desk.submit(view, manage_search="TULIP")
    narrow = await desk.view("has, or had, “TULIP”")
    assert "@tall.tulips" in words_of(narrow)
    assert "@small.snails" not in words_of(narrow)

    await desk.click(narrow, "manage_show_all")
    view = await desk.view("every campaign you can see")
    await desk.click(view, "manage_asker", value=desk.slack.user("ben"))

    async def is_bens() -> bool:
        shown = words_of((await desk.slack.views(desk.slack.user("ana")))[-1])
        return "@small.snails" in shown and "@tall.tulips" not in shown

    await until(is_bens)


async def test_status_leads_to_the_same_list_in_a_window(desk: Desk) -> None:
    await desk.ask("plain.plums")
    await desk.type("status @plain.plums")
    await desk.whispered("1 request")
    seen = await desk.slack.messages(desk.slack.channel("spring-launch"), user=desk.slack.user("ana"))
    status = next(each for each in reversed(seen) if each.get("is_ephemeral") and "@plain.plums" in words_of(each))

    await desk.press(status, "manage_list")

    assert "@plain.plums" in words_of(await desk.view("*Requests* to @plain.plums"))


async def test_manage_refuses_what_is_no_handle_in_words(desk: Desk) -> None:
    await desk.type("manage @bad!handle")

    assert "not a handle: a handle has only letters" in await desk.whispered("“@bad!handle”")


async def test_status_lists_by_word_and_links_to_cards(desk: Desk) -> None:
    await desk.ask("corner_cafe")

    await desk.type("status @corner_cafe")
    one = await desk.whispered("1 request")
    assert "|card>" in one
    assert "@northlight.skin" in one

    await desk.type("status spring")
    assert "of *Spring Launch*" in await desk.whispered("of *Spring Launch*")

    await desk.type("status here", channel="general")
    assert "No campaign lives here" in await desk.whispered("No campaign lives here", channel="general")

    await desk.type("status @nobody.knows")
    assert "Nobody here has asked @nobody.knows" in await desk.whispered("Nobody here has asked")

    await desk.type("status autumn")
    assert "a creator asked is called autumn" in await desk.whispered("Neither a campaign you can see")


async def test_nothing_typed_is_met_with_silence(desk: Desk) -> None:
    await desk.type("", user="ben")
    assert "*Here:* *Spring Launch*" in await desk.whispered("*Here:*", user="ben")

    await desk.type("stauts", user="ben")
    assert "Did you mean `/partnership status`?" in await desk.whispered("stauts", user="ben")

    await desk.type("@maya.makes", user="ben")
    assert "Did you mean `/partnership request @maya.makes`?" in await desk.whispered("A handle alone", user="ben")

    await desk.type("<!channel> xyz", user="ben")
    assert "`/partnership &lt;!channel&gt;`" in await desk.whispered("There is no `/partnership &lt;", user="ben")


async def test_a_campaign_with_a_name_that_is_taken_is_refused_beside_the_name(desk: Desk) -> None:
    await desk.type("campaign new")
    view = await desk.view("Message template")
    assert "already:* Spring Launch" in words_of(view)

    outcome = await desk.submit(view, campaign_name="spring  LAUNCH")

    assert list(outcome["errors"]) == ["name"]
    assert "is called spring LAUNCH already" in outcome["errors"]["name"]


async def test_a_campaign_in_a_private_channel_greenlight_is_not_in_says_how_to_invite_it(desk: Desk) -> None:
    await desk.type("campaign new", user="ben", channel="finance")
    view = await desk.view("Message template", user="ben")

    outcome = await desk.submit(view, user="ben", campaign_name="Money")

    assert "/invite @Greenlight" in outcome["errors"]["channel"]
    assert "<#" not in outcome["errors"]["channel"]


async def test_a_template_over_the_limit_is_refused_beside_it_with_how_much_to_cut(desk: Desk) -> None:
    await desk.type("campaign new")
    outcome = await desk.submit(
        await desk.view("Message template"), campaign_name="Too Long", campaign_template="é" * 600
    )

    assert "Shorten it by 200" in outcome["errors"]["template"]


async def test_a_template_with_an_unknown_place_is_refused_beside_it_with_the_one_that_was_meant(desk: Desk) -> None:
    await desk.type("campaign new")
    form = await desk.view("Message template")
    outcome = await desk.submit(form, campaign_name="Odd Places", campaign_template="Dear {creater}, hello")

    assert list(outcome["errors"]) == ["template"]
    assert "{creater}" in outcome["errors"]["template"]
    assert "{creator}" in outcome["errors"]["template"]
    kept = json.dumps((await desk.view("Message template"))["state"])
    assert "Odd Places" in kept
    assert "Dear {creater}, hello" in kept


async def test_home_shows_my_open_requests_and_opens_one(desk: Desk) -> None:
    await desk.ask("night.baker", user="ben")
    ben = desk.slack.user("ben")
    await desk.slack.post("interact", type="home_opened", user=ben)

    async def home() -> dict[str, object]:
        shown: dict[str, object] = (await desk.slack.get(f"views/{ben}"))["home"] or {}
        return shown if "@night.baker" in words_of(shown) else {}

    view = await until(home)
    await desk.close_windows(user="ben")
    await desk.click(view, "home_ask", user="ben")
    form = await desk.view("Creator handles", user="ben")
    assert "handles" in block_ids(form).values()


async def test_a_handle_that_somebody_else_took_stops_the_ask_until_a_person_has_confirmed_it(desk: Desk) -> None:
    await desk.answer_heard("wild.willow", "decline", card=await desk.ask("wild.willow"))
    await desk.card("wild.willow", "Declined")
    for changed in ({"rename_to": "wild.willow.official"}, {"behaviour": "manual"}):
        told = await desk.graph.post("/creator", json={"username": "wild.willow", **changed})
        assert told.status_code == 200, told.text

    await desk.type("request wild.willow")
    await desk.submit(await desk.view("Another account than before"))
    card = await desk.card("wild.willow", "It is the same person")
    assert "Nobody was asked" in words_of(card)
    phone = (await desk.graph.get("/phone/wild.willow")).json()
    assert phone["requests"] == []

    await desk.press(card, "request_same_person")

    assert "on a card of its own" in await desk.whispered("on a card of its own")
    await desk.card("wild.willow", "Waiting for the creator")
    assert len((await desk.graph.get("/phone/wild.willow")).json()["requests"]) == 1


async def test_creators_are_found_by_a_part_of_a_handle_or_by_one_they_had_and_wildcards_are_letters(
    desk: Desk,
) -> None:
    await desk.ask("quiet_quail")
    await desk.type("find et_qu")
    assert "@quiet_quail" in await desk.whispered("Found for “et_qu”")

    for typed in ("et%qu", "et_ail"):
        await desk.type(f"find {typed}")
        await desk.whispered(f"Nothing that you can see is called “{typed}”")
    await desk.type("find SPRING")
    assert "*Spring Launch*" in await desk.whispered("Found for “SPRING”")

    told = await desk.graph.post("/creator", json={"username": "quiet_quail", "rename_to": "loud_quail"})
    assert told.status_code == 200, told.text
    await desk.press(await desk.card("quiet_quail", "Waiting"), "request_check_now")
    await desk.card("loud_quail", "Waiting")
    await desk.type("find @quiet")
    assert "was @quiet_quail" in await desk.whispered("Found for “quiet”")


async def test_a_request_is_moved_to_another_campaign_and_its_news_follow_it(desk: Desk) -> None:
    await desk.make_campaign("Moved Here", channel="general")
    await desk.ask("brave.birch")
    await desk.type("manage @brave.birch")
    await desk.click(await desk.view("Move to another campaign"), "manage_move")
    form = await desk.view("goes to another campaign")
    (option,) = await desk.search(form, "manage_move_to", "moved")

    outcome = await desk.submit(form, manage_move_to=option["value"])

    assert not outcome["errors"], outcome
    await desk.view("It belongs to *Moved Here* now.")
    await desk.answer_heard("brave.birch", "approve", card=await desk.card("brave.birch", "Moved Here"))
    await desk.card("brave.birch", "said yes", channel="general")


async def test_report_find_and_help_are_buttons_of_home_too(desk: Desk) -> None:
    await desk.ask("early.elm")
    ana = desk.slack.user("ana")
    await desk.slack.post("interact", type="home_opened", user=ana)

    async def home() -> dict[str, object]:
        return (await desk.slack.get(f"views/{ana}"))["home"] or {}

    view = await until(home)
    for action, words in (("home_report", "Requests asked in"), ("home_help", "/partnership find")):
        await desk.close_windows()
        await desk.click(view, action)
        await desk.view(words)

    await desk.close_windows()
    await desk.click(view, "home_find")
    form = await desk.view("Creator or campaign")
    assert not (await desk.submit(form, find_text="early"))["errors"]
    await desk.click(await desk.view("@early.elm"), "manage_list")

    async def listed() -> bool:
        return [each["callback_id"] for each in await desk.slack.views(ana)] == ["find", "manage_list"]

    assert await until(listed)


async def test_the_rules_of_new_campaigns_are_set_in_the_settings_and_a_digest_is_sent_from_the_campaign(
    desk: Desk,
) -> None:
    async def settle(**values: str) -> None:
        await desk.type("settings", user="ben")
        settings = await desk.view("what new campaigns begin with: sign-off", user="ben")
        await desk.click(settings, "settings_change_rules", user="ben")
        form = await desk.view("Campaigns that are there keep theirs", user="ben")
        assert not (await desk.submit(form, user="ben", **values))["errors"]

    await settle(campaign_digest="weekly", campaign_term="90")
    await desk.slack.post("channel", name="autumn", is_private=False, members=["ben", "greenlight"])
    desk.slack.world = await desk.slack.get("world")
    await desk.make_campaign("Autumn Leaves", user="ben", channel="autumn")
    await settle(campaign_digest="off", campaign_term="")

    await desk.type("campaign Autumn Leaves", user="ben")
    window = await desk.view("Digest every Monday at", user="ben")
    assert "90 days" in words_of(window)
    await desk.click(window, "campaign_show_telling", user="ben")
    await desk.click(await desk.view("Send it now", user="ben"), "campaign_send_digest", user="ben")
    await desk.view("The digest is on its way", user="ben")

    async def digests() -> list[str]:
        messages = await desk.slack.messages(desk.slack.channel("autumn"))
        return [each["text"] for each in messages if "Autumn Leaves" in each["text"]]

    assert "what has happened so far" in (await until(digests, seconds=20))[0]
