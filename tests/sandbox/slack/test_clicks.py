"""Shortcuts, buttons and inputs: what a click tells the app, and who can click."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from tests.running import Slack
from tests.sandbox.slack.blocks import JSON, actions, asks, button, modal, option
from tests.sandbox.slack.listening import Ear

COMMAND = {"channel": "spring-launch", "command": "/partnership"}


async def _open(slack: Slack, client: AsyncWebClient, connected: AsyncApp, *blocks: JSON, **more: Any) -> JSON:
    connected.command("/partnership")(Ear().hear)
    typed = await slack.post("command", user="ana", **COMMAND)
    opened = await client.views_open(trigger_id=typed["trigger_id"], view=modal(*blocks, **more))
    view: JSON = opened["view"]
    return view


async def test_a_global_shortcut_has_no_channel(slack: Slack, connected: AsyncApp) -> None:
    ear = Ear()
    connected.shortcut("ask_for_permission")(ear.hear)

    used = await slack.post("interact", type="shortcut", user="ana", callback_id="ask_for_permission")

    body = await ear.body()
    assert used["ok"]
    assert body["type"] == "shortcut"
    assert body["trigger_id"] == used["trigger_id"]
    assert not body.keys() & {"channel", "response_url"}
    unknown = await slack.try_post("interact", type="shortcut", user="ana", callback_id="dance")
    assert unknown.status_code == 409


async def test_a_message_shortcut_carries_the_message(slack: Slack, connected: AsyncApp) -> None:
    ear = Ear()
    callback_id = "ask_for_permission_about_message"
    connected.shortcut(callback_id)(ear.hear)
    said = (await slack.post("say", user="ben", channel="general", text="what about @maya?"))["message"]
    about = {"user": "ana", "channel": "general", "message_ts": said["ts"]}

    await slack.post("interact", type="message_action", callback_id=callback_id, **about)

    body = await ear.body()
    assert body["type"] == "message_action"
    assert body["message"]["text"] == "what about @maya?"
    assert (body["message_ts"], body["channel"]["id"]) == (said["ts"], slack.channel("general"))
    unknown = await slack.try_post("interact", type="message_action", callback_id="dance", **about)
    assert unknown.status_code == 409


async def test_a_click_in_a_message_says_where_and_what(
    slack: Slack, client: AsyncWebClient, connected: AsyncApp
) -> None:
    ear = Ear()
    connected.action("check")(ear.hear)
    menu = {"type": "static_select", "action_id": "menu", "options": [option("a")]}
    blocks = [actions(button("check", value="r1"), menu, block_id="row")]
    card = await client.chat_postMessage(channel=slack.channel("spring-launch"), text="card", blocks=blocks)

    clicked = await slack.post(
        "interact",
        type="block_actions",
        user="ana",
        channel="spring-launch",
        message_ts=card["ts"],
        action_id="check",
    )

    body = await ear.body()
    assert clicked["ok"]
    assert body["container"] == {
        "type": "message",
        "message_ts": card["ts"],
        "channel_id": slack.channel("spring-launch"),
        "is_ephemeral": False,
    }
    action = body["actions"][0]
    assert (action["type"], action["block_id"], action["value"]) == ("button", "row", "r1")
    assert body["state"]["values"] == {"row": {"menu": {"type": "static_select", "selected_option": None}}}
    assert body["response_url"].startswith(slack.url)
    assert body["trigger_id"] == clicked["trigger_id"]


async def test_only_what_a_person_sees_can_be_clicked(slack: Slack, client: AsyncWebClient) -> None:
    private = await client.chat_postMessage(
        channel=slack.channel("summer-sun"), text="card", blocks=[actions(button("check"))]
    )
    click = {"type": "block_actions", "channel": "summer-sun", "message_ts": private["ts"]}

    outsider = await slack.try_post("interact", user="chloe", action_id="check", **click)
    no_button = await slack.try_post("interact", user="ana", action_id="other", **click)

    assert (outsider.status_code, no_button.status_code) == (409, 409)


async def test_a_click_in_a_view_carries_the_view_with_its_state(
    slack: Slack, client: AsyncWebClient, connected: AsyncApp
) -> None:
    ear = Ear()
    connected.action("toggle")(ear.hear)
    text = asks("text", {"type": "plain_text_input"}, optional=True)
    view = await _open(slack, client, connected, text, actions(button("toggle")))

    await slack.post(
        "interact",
        type="block_actions",
        user="ana",
        view_id=view["id"],
        action_id="toggle",
        values={"text": {"it": "typed"}},
    )

    body = await ear.body()
    assert body["container"] == {"type": "view", "view_id": view["id"]}
    assert body["view"]["state"]["values"]["text"]["it"]["value"] == "typed"


async def test_an_input_tells_the_app_only_with_dispatch_action(
    slack: Slack, client: AsyncWebClient, connected: AsyncApp
) -> None:
    ear = Ear()
    connected.action("it")(ear.hear)
    text = {"type": "plain_text_input"}
    view = await _open(slack, client, connected, asks("quiet", text), asks("loud", text, dispatch_action=True))
    typing = {"type": "block_actions", "user": "ana", "view_id": view["id"], "action_id": "it", "value": "x"}

    ambiguous = await slack.try_post("interact", **typing)
    quiet = await slack.post("interact", **typing, block_id="quiet")
    loud = await slack.post("interact", **typing, block_id="loud")

    assert ambiguous.status_code == 409
    assert (quiet["delivered"], quiet["ack"]) == (False, None)
    assert loud["ack"]["status"] == 200
    assert [body["actions"][0]["block_id"] for body in ear.bodies] == ["loud"]
