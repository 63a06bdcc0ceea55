"""Suggestions in selects, closing views, opening the Home tab: what the app is told."""

from __future__ import annotations

import json
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from websockets.asyncio.client import connect

from tests.running import Slack, until
from tests.sandbox.slack.blocks import JSON, asks, modal, option, section
from tests.sandbox.slack.listening import Ear

COMMAND = {"channel": "spring-launch", "command": "/partnership"}


async def _open(slack: Slack, client: AsyncWebClient, connected: AsyncApp, *blocks: JSON, **more: Any) -> JSON:
    connected.command("/partnership")(Ear().hear)
    typed = await slack.post("command", user="ana", **COMMAND)
    opened = await client.views_open(trigger_id=typed["trigger_id"], view=modal(*blocks, **more))
    view: JSON = opened["view"]
    return view


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

    unsubscribed = await slack.try_post("event", event={"type": "reaction_added", "reaction": "eyes"})
    await wide_slack.post("event", event=joined)
    await wide_slack.post("say", user="ana", channel="spring-launch", text="hello")
    await wide_slack.post("say", user="ana", channel="general", text="the bot is not here")
    await wide_slack.post("join", user="greenlight", channel="general")
    await wide_slack.post("join", user="ana", channel="general", member=False)
    await wide_slack.post("channel", id="general", name="all", is_archived=True)

    assert unsubscribed.status_code == 409
    assert sorted(await _read_events(wide_slack, count=6)) == [
        "channel_archive",
        "channel_rename",
        "member_joined_channel",
        "member_joined_channel",
        "member_left_channel",
        "message",
    ]


async def test_a_select_may_start_with_the_channel_the_person_is_in(
    slack: Slack, client: AsyncWebClient, connected: AsyncApp
) -> None:
    where = {"type": "conversations_select", "default_to_current_conversation": True}

    view = await _open(slack, client, connected, asks("where", where))

    chosen = view["state"]["values"]["where"]["it"]["selected_conversation"]
    assert chosen == slack.channel("spring-launch")
