"""Commands, shortcuts, clicks, suggestions, response URLs, the Home tab and events."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient
from websockets.asyncio.client import connect

from tests.running import Slack, until
from tests.sandbox.slack.blocks import JSON, actions, asks, button, modal, option, section
from tests.sandbox.slack.listening import Ear

COMMAND = {"channel": "spring-launch", "command": "/partnership"}


async def test_a_command_carries_slacks_fields(slack: Slack, connected: AsyncApp) -> None:
    ear = Ear()
    connected.command("/partnership")(ear.hear)

    typed = await slack.post("command", user="ana", **COMMAND, text="request @maya.makes")

    body = await ear.body()
    expected = {
        "team_id": slack.world["team_id"],
        "team_domain": "northlight",
        "channel_id": slack.channel("spring-launch"),
        "channel_name": "spring-launch",
        "user_id": slack.user("ana"),
        "user_name": "ana",
        "command": "/partnership",
        "text": "request @maya.makes",
        "api_app_id": slack.world["app_id"],
        "is_enterprise_install": "false",
        "trigger_id": typed["trigger_id"],
    }
    assert {name: body[name] for name in expected} == expected
    assert typed["ok"]


async def test_a_private_channels_name_is_not_told(slack: Slack, connected: AsyncApp) -> None:
    ear = Ear()
    connected.command("/partnership")(ear.hear)

    await slack.post("command", user="ben", channel="finance", command="/partnership")

    assert (await ear.body())["channel_name"] == "privategroup"


async def test_commands_are_typed_by_members_and_named_by_the_manifest(slack: Slack) -> None:
    unknown = await slack.try_post("command", user="ana", channel="general", command="/dance")
    outside = await slack.try_post("command", user="ana", channel="finance", command="/partnership")

    assert unknown.status_code == 409
    assert "not a valid command" in unknown.json()["error"]
    assert outside.status_code == 409


async def test_names_are_escaped_when_the_manifest_says_so(wide_slack: Slack, wide_client: AsyncWebClient) -> None:
    ear = Ear()
    app = AsyncApp(client=wide_client)
    app.command("/partnership")(ear.hear)
    plain = AsyncWebClient(base_url=wide_slack.api_url)
    handler = AsyncSocketModeHandler(app, wide_slack.world["app_token"], web_client=plain)
    await handler.connect_async()
    await until(lambda: wide_slack.has_connections(1))

    await wide_slack.post("command", user="ana", **COMMAND, text="ask @ben in #general or @nobody")

    ben, general = wide_slack.user("ben"), wide_slack.channel("general")
    assert (await ear.body())["text"] == f"ask <@{ben}|ben> in <#{general}|general> or @nobody"
    await handler.close_async()


async def test_a_command_nobody_hears_fails_at_once_and_a_late_ack_times_out(slack: Slack, app: AsyncApp) -> None:
    nobody = await slack.post("command", user="ana", **COMMAND)

    assert (nobody["ok"], nobody["error"]) == (False, "dispatch_failed")


async def test_a_late_ack_of_a_command_is_a_timeout(slack: Slack, connected: AsyncApp) -> None:
    connected.command("/partnership")(Ear(delay=3.3).hear)

    late = await slack.post("command", user="ana", **COMMAND)

    assert (late["ok"], late["error"], late["ack"]) == (False, "operation_timeout", None)


@pytest.mark.parametrize(("kind", "seen_by_ben"), [("ephemeral", 0), ("in_channel", 1)])
async def test_the_ack_of_a_command_may_be_a_message(
    slack: Slack, connected: AsyncApp, kind: str, seen_by_ben: int
) -> None:
    connected.command("/partnership")(Ear(text="done", response_type=kind).hear)

    await slack.post("command", user="ana", **COMMAND)

    mine = await slack.messages("spring-launch", user="ana")
    assert [message["text"] for message in mine] == ["done"]
    assert len(await slack.messages("spring-launch", user="ben")) == seen_by_ben


async def test_an_ack_with_blocks_that_slack_refuses_is_an_error(slack: Slack, connected: AsyncApp) -> None:
    connected.command("/partnership")(Ear(text="done", blocks=[section("x" * 3001)]).hear)

    typed = await slack.post("command", user="ana", **COMMAND)

    assert (typed["ok"], typed["error"]) == (False, "invalid_blocks")
    assert await slack.messages("spring-launch", user="ana") == []


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


async def _open(slack: Slack, client: AsyncWebClient, connected: AsyncApp, *blocks: JSON, **more: Any) -> JSON:
    connected.command("/partnership")(Ear().hear)
    typed = await slack.post("command", user="ana", **COMMAND)
    opened = await client.views_open(trigger_id=typed["trigger_id"], view=modal(*blocks, **more))
    view: JSON = opened["view"]
    return view


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


async def test_an_external_select_offers_what_the_app_suggests(
    slack: Slack, client: AsyncWebClient, connected: AsyncApp
) -> None:
    ear = Ear(options=[option("northwind")])
    connected.options("it")(ear.hear)
    connected.view("ask")(Ear().hear)
    select = {"type": "external_select", "min_query_length": 2}
    view = await _open(slack, client, connected, asks("profile", select), callback_id="ask")
    typing = {"type": "block_suggestion", "user": "ana", "view_id": view["id"], "action_id": "it"}
    chosen = {"user": "ana", "view_id": view["id"], "values": {"profile": {"it": "northwind"}}}

    unasked = await slack.try_post("view_submit", **chosen)
    short = await slack.try_post("interact", **typing, value="n")
    suggested = await slack.post("interact", **typing, value="no")
    submitted = await slack.post("view_submit", **chosen)

    assert (unasked.status_code, short.status_code) == (409, 409)
    assert suggested["ack"]["body"]["options"] == [option("northwind")]
    body = await ear.body()
    assert (body["type"], body["value"], body["block_id"]) == ("block_suggestion", "no", "profile")
    assert submitted["ok"]


@pytest.mark.parametrize("answer", [{"options": [option(f"{n}") for n in range(101)]}, {"options": [option("x" * 76)]}])
async def test_suggestions_beyond_the_limits_are_an_error(
    slack: Slack, client: AsyncWebClient, connected: AsyncApp, answer: JSON
) -> None:
    connected.options("it")(Ear(**answer).hear)
    select = {"type": "external_select", "min_query_length": 0}
    view = await _open(slack, client, connected, asks("profile", select))

    suggested = await slack.post(
        "interact", type="block_suggestion", user="ana", view_id=view["id"], action_id="it", value=""
    )

    assert (suggested["ok"], suggested["error"]) == (False, "invalid_options")


async def test_closing_tells_the_app_only_when_it_asked(
    slack: Slack, client: AsyncWebClient, connected: AsyncApp
) -> None:
    ear = Ear()
    connected.view_closed("ask")(ear.hear)
    close = {"type": "view_closed", "user": "ana"}

    quiet = await _open(slack, client, connected, callback_id="ask")
    untold = await slack.post("interact", **close, view_id=quiet["id"])
    loud = await _open(slack, client, connected, callback_id="ask", notify_on_close=True)
    told = await slack.post("interact", **close, view_id=loud["id"], is_cleared=True)

    assert untold["delivered"] is False
    assert told["ok"]
    assert [(body["view"]["id"], body["is_cleared"]) for body in ear.bodies] == [(loud["id"], True)]
    assert await slack.views(slack.user("ana")) == []


async def test_opening_the_home_tab_is_an_event(slack: Slack, client: AsyncWebClient, connected: AsyncApp) -> None:
    heard: list[JSON] = []

    async def on_home(event: JSON) -> None:
        heard.append(event)
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": [section()]})

    connected.event("app_home_opened")(on_home)
    await slack.post("interact", type="home_opened", user="ana")

    async def home() -> JSON:
        return (await slack.get("views/ana"))["home"] or {}

    view = await until(home)
    await slack.post("interact", type="home_opened", user="ana")

    async def second() -> bool:
        return len(heard) == 2

    await until(second)
    assert (heard[0]["tab"], heard[0].get("view")) == ("home", None)
    assert heard[1]["view"]["id"] == view["id"]


async def test_only_subscribed_events_happen(slack: Slack, wide_slack: Slack) -> None:
    joined = {"type": "member_joined_channel", "user": slack.user("ana"), "channel": "C1"}

    unsubscribed = await slack.try_post("event", event={"type": "channel_rename", "channel": {"id": "C1"}})
    await wide_slack.post("event", event=joined)
    await wide_slack.post("say", user="ana", channel="spring-launch", text="hello")
    await wide_slack.post("say", user="ana", channel="general", text="the bot is not here")
    await wide_slack.post("join", user="greenlight", channel="general")
    await wide_slack.post("join", user="ana", channel="general", member=False)  # not subscribed
    await wide_slack.post("channel", id="general", name="all", is_archived=True)

    assert unsubscribed.status_code == 409
    assert sorted(await _read_events(wide_slack, count=5)) == [
        "channel_archive",
        "channel_rename",
        "member_joined_channel",
        "member_joined_channel",
        "message",
    ]


async def _read_events(slack: Slack, *, count: int) -> list[str]:
    """Connect, ack so many events, and give their types; fails when there is one more."""
    opener = AsyncWebClient(base_url=slack.api_url)
    opened = await opener.apps_connections_open(app_token=slack.world["app_token"])
    types = []
    async with connect(str(opened["url"])) as socket:
        assert json.loads(await socket.recv())["type"] == "hello"
        for _ in range(count):
            envelope = json.loads(await socket.recv())
            await socket.send(json.dumps({"envelope_id": envelope["envelope_id"]}))
            types.append(str(envelope["payload"]["event"]["type"]))
    await until(lambda: slack.has_connections(0))
    deliveries = (await slack.get("log"))["deliveries"]
    assert [delivery["attempt"] for delivery in deliveries] == [0] * count
    return types


async def test_a_response_url_answers_five_times_within_thirty_minutes(slack: Slack, connected: AsyncApp) -> None:
    ear = Ear()
    connected.command("/partnership")(ear.hear)
    await slack.post("command", user="ben", channel="finance", command="/partnership")
    url = (await ear.body())["response_url"]

    async with httpx.AsyncClient() as http:
        answers = [await http.post(url, json={"text": f"{n}"}) for n in range(6)]
        empty = await http.post(url, content=b"{")

    assert [answer.status_code for answer in answers] == [200] * 5 + [404]
    assert answers[5].json()["error"] == "used_url"
    assert empty.text == "invalid_payload"
    assert len(await slack.messages("finance", user="ben")) == 5
    assert await slack.messages("finance") == []


async def test_a_response_url_expires(slack: Slack, connected: AsyncApp) -> None:
    ear = Ear()
    connected.command("/partnership")(ear.hear)
    await slack.post("command", user="ana", **COMMAND)
    await slack.post("clock", advance_seconds=30 * 60 + 1)

    async with httpx.AsyncClient() as http:
        late = await http.post((await ear.body())["response_url"], json={"text": "late"})

    assert late.json()["error"] == "expired_url"


async def test_a_response_url_replaces_and_deletes_its_message(
    slack: Slack, client: AsyncWebClient, connected: AsyncApp
) -> None:
    async def on_press(ack: AsyncAck, respond: AsyncRespond, action: JSON) -> None:
        await ack()
        if action["value"] == "replace":
            await respond(text="replaced", replace_original=True, response_type="in_channel")
        else:
            await respond(delete_original=True)

    connected.action("press")(on_press)
    channel, ana = slack.channel("spring-launch"), slack.user("ana")
    kept = await client.chat_postEphemeral(
        channel=channel, user=ana, text="card", blocks=[actions(button(value="replace"))]
    )
    gone = await client.chat_postMessage(channel=channel, text="card", blocks=[actions(button(value="x"))])
    for ts in (kept["message_ts"], gone["ts"]):
        await slack.post(
            "interact", type="block_actions", user="ana", channel=channel, message_ts=ts, action_id="press"
        )

    async def texts() -> bool:
        shown = await slack.messages(channel, user=ana)
        return [(m["text"], m.get("is_ephemeral")) for m in shown] == [("replaced", True)]

    await until(texts)


async def test_a_select_may_start_with_the_channel_the_person_is_in(
    slack: Slack, client: AsyncWebClient, connected: AsyncApp
) -> None:
    where = {"type": "conversations_select", "default_to_current_conversation": True}

    view = await _open(slack, client, connected, asks("where", where))

    chosen = view["state"]["values"]["where"]["it"]["selected_conversation"]
    assert chosen == slack.channel("spring-launch")
