"""Submitting modals: Slack's own checks, the state, and every answer the app may give."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from tests.running import Slack
from tests.sandbox.slack.blocks import JSON, actions, asks, button, modal, option, section
from tests.sandbox.slack.listening import Ear

Open = Callable[..., Awaitable[str]]


@pytest.fixture
def open_modal(slack: Slack, client: AsyncWebClient, connected: AsyncApp) -> Open:
    """Give a way to show Ana a modal with the callback_id `ask`; it gives the view's id."""
    connected.command("/partnership")(Ear().hear)

    async def show(*blocks: JSON, **more: Any) -> str:
        typed = await slack.post("command", user="ana", channel="spring-launch", command="/partnership")
        view = modal(*blocks, callback_id="ask", **more)
        opened = await client.views_open(trigger_id=typed["trigger_id"], view=view)
        return str(opened["view"]["id"])

    return show


TEXT = {"type": "plain_text_input"}


async def _submit(slack: Slack, view_id: str, **values: Any) -> dict[str, Any]:
    typed = {block_id: {"it": value} for block_id, value in values.items()}
    return await slack.post("view_submit", user="ana", view_id=view_id, values=typed)


@pytest.mark.parametrize(
    ("element", "value", "error"),
    [
        (TEXT, None, "Please complete this required field."),
        (TEXT, "", "Please complete this required field."),
        ({**TEXT, "min_length": 3}, "ab", "Please enter at least 3 characters."),
        ({**TEXT, "max_length": 3}, "abcd", "Please enter at most 3 characters."),
        ({"type": "email_text_input"}, "nobody", "Please enter a valid email address."),
        ({"type": "url_text_input"}, "nowhere", "Please enter a valid URL."),
        ({"type": "number_input", "is_decimal_allowed": False}, "1.5", "Please enter a valid number."),
        (
            {"type": "number_input", "is_decimal_allowed": True, "max_value": "9"},
            "10",
            "Please enter a number of at most 9.",
        ),
        (
            {
                "type": "multi_static_select",
                "options": [option("a"), option("b")],
                "max_selected_items": 1,
            },
            ["a", "b"],
            "Please choose at most 1.",
        ),
        ({"type": "checkboxes", "options": [option("a")]}, False, "Please complete this required field."),
    ],
)
async def test_slack_itself_refuses_what_its_form_would(
    slack: Slack, connected: AsyncApp, open_modal: Open, element: JSON, value: Any, error: str
) -> None:
    ear = Ear()
    connected.view("ask")(ear.hear)
    view_id = await open_modal(asks("field", element))

    answer = await _submit(slack, view_id, field=value)

    assert answer["errors"] == {"field": error}
    assert not answer["ok"]
    assert ear.bodies == []
    assert answer["view"]["id"] == view_id


async def test_a_submission_carries_every_value_as_slack_builds_it(
    slack: Slack, connected: AsyncApp, open_modal: Open
) -> None:
    ear = Ear()
    connected.view("ask")(ear.hear)
    choice = {"type": "static_select", "options": [option("a"), option("b")]}
    view_id = await open_modal(
        asks("text", TEXT),
        asks("empty", TEXT, optional=True),
        asks("choice", choice),
        asks("unchosen", choice, optional=True),
        asks("people", {"type": "multi_users_select"}, optional=True),
        asks("boxes", {"type": "checkboxes", "options": [option("a"), option("b")]}),
        asks("day", {"type": "datepicker", "initial_date": "2026-11-30"}),
        section(block_id="side", accessory={**choice, "action_id": "it"}),
        actions({**choice, "action_id": "pick"}, button(), block_id="row"),
        private_metadata="kept",
    )

    answer = await _submit(slack, view_id, text="maya", empty="", choice="b", boxes=["a"], side="a")

    view = (await ear.body())["view"]
    select = {"type": "static_select", "selected_option": None}
    assert answer["ok"]
    assert view["private_metadata"] == "kept"
    assert view["state"]["values"] == {
        "text": {"it": {"type": "plain_text_input", "value": "maya"}},
        "empty": {"it": {"type": "plain_text_input", "value": None}},
        "choice": {"it": {"type": "static_select", "selected_option": option("b")}},
        "unchosen": {"it": select},
        "people": {"it": {"type": "multi_users_select", "selected_users": []}},
        "boxes": {"it": {"type": "checkboxes", "selected_options": [option("a")]}},
        "day": {"it": {"type": "datepicker", "selected_date": "2026-11-30"}},
        "side": {"it": {"type": "static_select", "selected_option": option("a")}},
        "row": {"pick": select},
    }


async def test_an_empty_ack_closes_this_view_only(slack: Slack, connected: AsyncApp, open_modal: Open) -> None:
    connected.view("ask")(Ear(response_action="push", view=modal(callback_id="second")).hear)
    connected.view("second")(Ear().hear)
    root = await open_modal()

    pushed = await _submit(slack, root)
    closed = await _submit(slack, pushed["view"]["id"])

    assert pushed["view"]["previous_view_id"] == root
    assert closed["view"]["id"] == root


async def test_errors_are_shown_beside_fields_and_the_view_stays(
    slack: Slack, connected: AsyncApp, open_modal: Open
) -> None:
    connected.view("ask")(Ear(response_action="errors", errors={"who": "No such creator."}).hear)
    view_id = await open_modal(asks("who", TEXT))

    answer = await _submit(slack, view_id, who="nobody")

    assert answer["errors"] == {"who": "No such creator."}
    assert not answer["ok"]
    assert answer["view"]["state"]["values"]["who"]["it"]["value"] == "nobody"


@pytest.mark.parametrize(
    "ack",
    [
        {"response_action": "errors", "errors": {"side": "Not an input block."}},
        {"response_action": "errors", "errors": {"gone": "No such block."}},
        {"response_action": "update", "view": {"type": "modal", "blocks": []}},
        {"response_action": "dance"},
    ],
)
async def test_an_ack_that_slack_cannot_use_is_an_error_to_the_person(
    slack: Slack, connected: AsyncApp, open_modal: Open, ack: JSON
) -> None:
    connected.view("ask")(Ear(**ack).hear)
    view_id = await open_modal(asks("who", TEXT), section(block_id="side"))

    answer = await _submit(slack, view_id, who="maya")

    assert answer["error"] == "invalid_response"
    assert answer["view"]["id"] == view_id


async def test_an_ack_may_replace_the_view_or_clear_the_stack(
    slack: Slack, connected: AsyncApp, open_modal: Open
) -> None:
    loading = modal(section("working"), callback_id="loading")
    connected.view("ask")(Ear(response_action="update", view=loading).hear)
    connected.view("loading")(Ear(response_action="clear").hear)
    view_id = await open_modal()

    replaced = await _submit(slack, view_id)
    cleared = await _submit(slack, view_id)

    assert replaced["view"]["id"] == view_id
    assert replaced["view"]["blocks"][0]["text"]["text"] == "working"
    assert cleared["view"] is None


async def test_an_ack_after_three_seconds_is_too_late_and_the_view_stays(
    slack: Slack, connected: AsyncApp, open_modal: Open
) -> None:
    connected.view("ask")(Ear(delay=3.3).hear)
    view_id = await open_modal()

    answer = await _submit(slack, view_id)

    assert answer["error"] == "operation_timeout"
    assert answer["view"]["id"] == view_id


async def test_only_the_view_on_top_can_be_submitted_and_only_real_options_chosen(
    slack: Slack, client: AsyncWebClient, connected: AsyncApp, open_modal: Open
) -> None:
    connected.view("ask")(Ear(response_action="push", view=modal(callback_id="second")).hear)
    choice = {"type": "static_select", "options": [option("a")]}
    root = await open_modal(asks("choice", choice))

    wrong = await slack.try_post("view_submit", user="ana", view_id=root, values={"choice": {"it": "z"}})
    await _submit(slack, root, choice="a")
    below = await slack.try_post("view_submit", user="ana", view_id=root)
    stranger = await slack.try_post("view_submit", user="ben", view_id=root)

    assert (wrong.status_code, below.status_code, stranger.status_code) == (409, 409, 409)
    assert "no option with the value 'z'" in wrong.json()["error"]


async def test_a_chosen_channel_with_response_urls_gets_one(
    slack: Slack, connected: AsyncApp, open_modal: Open
) -> None:
    ear = Ear()
    connected.view("ask")(ear.hear)
    where = {"type": "channels_select", "response_url_enabled": True}
    view_id = await open_modal(asks("where", where))

    await _submit(slack, view_id, where=slack.channel("general"))

    urls = (await ear.body())["response_urls"]
    assert [url["channel_id"] for url in urls] == [slack.channel("general")]
    assert urls[0]["response_url"].startswith(slack.url)
