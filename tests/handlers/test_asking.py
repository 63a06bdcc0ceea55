"""Asking from Slack, through the running app and the sandbox."""

from __future__ import annotations

from typing import Any

import pytest

from tests.handlers.desk import Desk, block_ids, words_of
from tests.running import until

pytestmark = [pytest.mark.story]


def chosen(view: dict[str, Any], action_id: str) -> Any:
    """What stands in a field of the form."""
    state = view["state"]["values"][block_ids(view)[action_id]][action_id]
    option = state.get("selected_option")
    return option["text"]["text"] if option else state.get("value")


async def test_the_command_opens_the_form_with_the_channels_campaign_and_a_preflight(desk: Desk) -> None:
    await desk.type("request @maya.makes, @maya.makes not-a-handle")

    view = await desk.view("Ready to ask")
    assert chosen(view, "request_campaign") == "Spring Launch"
    assert chosen(view, "request_profile") == "@northlight.skin"
    assert "48,210 followers" in words_of(view)
    assert "“not-a-handle”" in words_of(view)
    assert "1 repetition left out." in words_of(view)


async def test_the_shortcuts_open_the_same_form(desk: Desk) -> None:
    ana = desk.slack.user("ana")
    written = await desk.slack.post(
        "say", user=ana, channel=desk.slack.channel("general"), text="What about @nimbus.knits and @tiny_kitchen_co?"
    )

    await desk.close_windows()
    await desk.slack.post("interact", type="shortcut", user=ana, callback_id="ask_for_permission")
    assert chosen(await desk.view("Creator handles"), "request_handles") is None

    await desk.slack.post(
        "interact",
        type="message_action",
        user=ana,
        callback_id="ask_for_permission_about_message",
        channel=desk.slack.channel("general"),
        message_ts=written["message"]["ts"],
    )
    view = await desk.view("@nimbus.knits\n@tiny_kitchen_co")
    assert chosen(view, "request_handles") == "@nimbus.knits\n@tiny_kitchen_co"


async def test_asking_shows_progress_then_the_card_and_the_prepared_message(desk: Desk) -> None:
    await desk.type("request nimbus.knits")
    view = await desk.view("Ready to ask")
    await desk.click(view, "request_wants_message", value=["yes"])
    view = await desk.view("Hi nimbus.knits!")
    assert "Ready to ask" in words_of(view)  # what was found stays

    outcome = await desk.submit(view)
    assert "You can close this window" in words_of(outcome["view"])

    result = await desk.view("|card>")
    assert "*Waiting for the creator*" in words_of(result)
    card = await desk.card("nimbus.knits", "Waiting for the creator")
    assert card["text"].startswith("@nimbus.knits: Waiting")

    async def prepared() -> bool:
        messages = await desk.slack.messages(desk.slack.channel("spring-launch"))
        return any("is prepared, not sent" in each["text"] and "Hi nimbus.knits!" in each["text"] for each in messages)

    await until(prepared, seconds=20)


async def test_an_answer_changes_the_card_and_calls_whoever_asked(desk: Desk) -> None:
    await desk.ask("tiny_kitchen_co")
    await desk.answer("tiny_kitchen_co", "decline")

    card = await desk.card("tiny_kitchen_co", "Declined")
    assert "Ask again" in words_of(card)

    async def called() -> bool:
        messages = await desk.slack.messages(desk.slack.channel("spring-launch"))
        told = [each for each in messages if "said no to @northlight.skin" in each["text"]]
        return bool(told) and told[0]["text"].startswith(f"<@{desk.slack.user('ana')}> Declined:")

    await until(called, seconds=20)

    await desk.press(card, "request_ask_again")
    view = await desk.view("last time: declined")
    assert chosen(view, "request_handles") == "@tiny_kitchen_co"
    assert chosen(view, "request_campaign") == "Spring Launch"


async def test_a_wrong_handle_is_an_error_beside_its_field_and_what_was_typed_stays(desk: Desk) -> None:
    await desk.type("request")
    view = await desk.view("Creator handles")

    outcome = await desk.submit(view, request_handles="@maya.makes explore")

    assert list(outcome["errors"]) == ["handles"]
    assert "“explore”: Instagram keeps that word" in outcome["errors"]["handles"]
    assert chosen(outcome["view"], "request_handles") == "@maya.makes explore"


async def test_a_creator_who_is_asked_already_is_not_asked_twice(desk: Desk) -> None:
    await desk.ask("slow.sundays")
    await desk.type("request slow.sundays", user="ben")
    await desk.submit(await desk.view("Already waiting at Meta", user="ben"), user="ben")

    result = await desk.view("asked already by", user="ben")
    assert f"asked already by <@{desk.slack.user('ana')}>" in words_of(result)
    calls = (await desk.graph.get("/calls")).json()
    asked = [each for each in calls if each["method"] == "POST" and "slow" in str(each["params"])]
    assert len(asked) <= 1


async def test_an_unknown_creator_fails_with_words_in_the_window_and_on_the_card(desk: Desk) -> None:
    await desk.type("request nobody.here.at.all")
    await desk.submit(await desk.view("Not found"))

    assert "*Failed*" in words_of(await desk.view("Failed"))
    card = await desk.card("nobody.here.at.all", "Failed")
    assert "Ask again" in words_of(card)


async def test_a_toggle_while_the_preflight_is_under_way_gets_its_field_and_the_preflight_still_comes(
    desk: Desk,
) -> None:
    await desk.graph.post("/fault", json={"on": "discovery", "kind": "slow", "seconds": 1.5, "times": 2})
    await desk.type("request thequietpotter")
    await desk.click(await desk.view("Checking"), "request_wants_message", value=["yes"])

    await desk.view("Hi thequietpotter!")
    view = await desk.view("Ready to ask")
    assert "Hi thequietpotter!" in words_of(view)


async def test_several_creators_share_one_message_with_a_place_for_the_handle(desk: Desk) -> None:
    await desk.type("request juno.skates, olive.outdoors")
    view = await desk.view("Ready to ask")
    await desk.click(view, "request_wants_message", value=["yes"])

    assert "Hi {creator}!" in words_of(await desk.view("Hi {creator}!"))


async def test_another_campaign_brings_its_profile_and_refills_an_untouched_message(desk: Desk) -> None:
    await desk.make_campaign("Hearth & Home", profile="home", channel="summer-sun")
    await desk.type("request juno.skates", channel="general")
    view = await desk.view("Creator handles")
    await desk.click(view, "request_wants_message", value=["yes"])
    view = await desk.view("Hi juno.skates!")
    campaign = (await desk.search(view, "request_campaign", "hearth"))[0]
    await desk.click(view, "request_campaign", value=campaign["value"])

    view = await desk.view("ads with you for Hearth & Home")
    assert chosen(view, "request_profile") == "@northlight.home"
    assert "request from @northlight.home" in words_of(view)
    assert "request from @{profile}" in chosen(view, "request_message")


async def test_a_private_campaign_is_offered_to_the_people_of_its_channel_only(desk: Desk) -> None:
    await desk.make_campaign("Secret Summer", channel="summer-sun")

    for user, names in (("ben", ["Secret Summer"]), ("chloe", [])):
        await desk.type("request", user=user)
        view = await desk.view("Creator handles", user=user)
        found = await desk.search(view, "request_campaign", "secret", user=user)
        assert [each["text"]["text"] for each in found] == names


async def test_who_may_not_ask_reads_beside_the_campaign_who_can(desk: Desk) -> None:
    await desk.slack.post("channel", name="few-ask", is_private=True, members=["ana", "greenlight"])
    await desk.slack.post("join", user="chloe", channel="few-ask")
    desk.slack.world = await desk.slack.get("world")
    await desk.make_campaign("Only Ana Asks", askers=["ana"], channel="few-ask")
    await desk.type("request maya.makes", user="chloe")
    view = await desk.view("Creator handles", user="chloe")
    campaign = (await desk.search(view, "request_campaign", "Only Ana", user="chloe"))[0]["value"]

    outcome = await desk.submit(view, user="chloe", request_campaign=campaign)

    assert list(outcome["errors"]) == ["campaign"]
    assert "Your role here is viewer" in outcome["errors"]["campaign"]
    assert "<@" not in outcome["errors"]["campaign"]


async def test_when_slack_does_not_answer_the_window_says_so_in_place_of_the_form(desk: Desk) -> None:
    # Somebody new: who they are is still to be asked of Slack.
    await desk.slack.post("person", name="dora")
    desk.slack.world = await desk.slack.get("world")
    await desk.slack.post("join", user="dora", channel=desk.slack.channel("spring-launch"))
    await desk.slack.post("fault", on="users.info", kind="status", status=503, times=1)

    await desk.type("request fickle.finch", user="dora")

    assert "Slack is having trouble" in await desk.whispered("Slack did not", user="dora")
    await desk.type("request fickle.finch", user="dora")
    assert await desk.view("Ready to ask", user="dora")


async def test_a_workspace_has_a_template_of_its_own_and_a_word_that_is_no_place_is_refused_beside_it(
    desk: Desk,
) -> None:
    await desk.type("settings", user="ben")
    await desk.click(await desk.view("Message template", user="ben"), "settings_change_template", user="ben")
    form = await desk.view("Hi {creator}!", user="ben")

    refused = await desk.submit(form, user="ben", settings_template="Dear {creater}")
    assert "Did you mean {creator}?" in refused["errors"]["template"]
    saved = await desk.submit(form, user="ben", settings_template="Dear {creator}, {sender} here")
    assert saved["ok"], saved
    assert not saved["errors"]

    await desk.type("campaign new", user="ben")
    assert chosen(await desk.view("Dear {creator}", user="ben"), "campaign_template") == "Dear {creator}, {sender} here"
    await desk.type("settings", user="ben")
    await desk.click(await desk.view("Message template", user="ben"), "settings_change_template", user="ben")
    assert (await desk.submit(await desk.view("Dear {creator}", user="ben"), user="ben", settings_template=""))["ok"]
    await desk.type("campaign new", user="ben")
    await desk.view("Hi {creator}!", user="ben")
