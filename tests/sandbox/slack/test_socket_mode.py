"""Socket Mode: tickets, hello, turns, redelivery, goodbyes."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import pytest
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.running import Slack, until
from tests.sandbox.slack.listening import Ear
from tests.sandbox.slack.refusals import error_of


@pytest.fixture
def opener(slack: Slack) -> AsyncWebClient:
    """Give a web client with the app-level token."""
    return AsyncWebClient(token=slack.world["app_token"], base_url=slack.api_url)


async def _url(opener: AsyncWebClient) -> str:
    return str((await opener.apps_connections_open(app_token=opener.token or ""))["url"])


async def _read(socket: ClientConnection) -> dict[str, Any]:
    message: dict[str, Any] = json.loads(await socket.recv())
    return message


@pytest.fixture
async def two(slack: Slack, opener: AsyncWebClient) -> AsyncIterator[list[ClientConnection]]:
    """Give two raw connections that have been greeted."""
    async with AsyncExitStack() as stack:
        sockets = [await stack.enter_async_context(connect(await _url(opener))) for _ in range(2)]
        for count, socket in enumerate(sockets, start=1):
            hello = await _read(socket)
            assert (hello["type"], hello["num_connections"]) == ("hello", count)
        yield sockets
    await until(lambda: slack.has_connections(0))


async def _ack(socket: ClientConnection, envelope: dict[str, Any], **more: Any) -> None:
    await socket.send(json.dumps({"envelope_id": envelope["envelope_id"], **more}))


async def test_a_ticket_works_once(slack: Slack, opener: AsyncWebClient) -> None:
    url = await _url(opener)
    async with connect(url) as socket:
        assert (await _read(socket))["connection_info"]["app_id"] == slack.world["app_id"]
    with pytest.raises(InvalidStatus):
        await connect(url)
    with pytest.raises(InvalidStatus):
        await connect(url.replace("ticket=", "ticket=x"))


async def test_envelopes_go_to_one_connection_in_turn(slack: Slack, two: list[ClientConnection]) -> None:
    for _ in range(2):
        await slack.post("interact", type="home_opened", user="ana")
    envelopes = [await _read(socket) for socket in two]

    for socket, envelope in zip(two, envelopes, strict=True):
        await _ack(socket, envelope)

    assert envelopes[0]["envelope_id"] != envelopes[1]["envelope_id"]
    assert all(envelope["type"] == "events_api" for envelope in envelopes)
    assert not any(envelope["accepts_response_payload"] for envelope in envelopes)
    assert [e["retry_attempt"] for e in envelopes] == [0, 0]
    assert envelopes[0]["payload"]["authorizations"][0]["user_id"] == slack.world["bot_user_id"]

    async def all_acked() -> bool:
        return [d["acked"] for d in (await slack.get("log"))["deliveries"]] == [True, True]

    await until(all_acked)


async def test_no_more_than_ten_connections_are_kept(slack: Slack, opener: AsyncWebClient) -> None:
    async with AsyncExitStack() as stack:
        for _ in range(10):
            await stack.enter_async_context(connect(await _url(opener)))
        await until(lambda: slack.has_connections(10))
        async with connect(await _url(opener)) as eleventh:
            assert (await _read(eleventh))["reason"] == "too_many_websockets"
            with pytest.raises(ConnectionClosed):
                await _read(eleventh)
    await until(lambda: slack.has_connections(0))


async def test_an_event_that_is_not_acked_in_time_comes_again(slack: Slack, two: list[ClientConnection]) -> None:
    first, second = two
    await slack.post("interact", type="home_opened", user="ana")
    original = await _read(first)

    await slack.post("clock", advance_seconds=3)
    again = await _read(second)
    await _ack(second, again)

    assert (again["retry_attempt"], again["retry_reason"]) == (1, "timeout")
    assert again["payload"]["event_id"] == original["payload"]["event_id"]


async def test_an_event_comes_again_when_its_connection_breaks(slack: Slack, two: list[ClientConnection]) -> None:
    first, second = two
    await slack.post("interact", type="home_opened", user="ana")
    original = await _read(first)

    await first.close()
    again = await _read(second)
    await _ack(second, again)

    assert again["payload"]["event_id"] == original["payload"]["event_id"]
    assert again["retry_reason"] == "connection_closed"


async def test_an_event_waits_for_somebody_to_connect(slack: Slack, opener: AsyncWebClient) -> None:
    await slack.post("interact", type="home_opened", user="ana")

    async with connect(await _url(opener)) as socket:
        await _read(socket)
        envelope = await _read(socket)
        await _ack(socket, envelope)

    assert envelope["payload"]["event"]["type"] == "app_home_opened"
    await until(lambda: slack.has_connections(0))


async def test_a_command_is_never_sent_twice(slack: Slack, two: list[ClientConnection]) -> None:
    first, second = two
    typing = asyncio.ensure_future(slack.post("command", user="ana", channel="general", command="/partnership"))
    assert (await _read(first))["type"] == "slash_commands"

    await first.close()

    assert (await typing)["error"] == "dispatch_failed"
    await slack.post("interact", type="home_opened", user="ana")
    envelope = await _read(second)
    await _ack(second, envelope)
    assert envelope["type"] == "events_api"


async def test_connections_are_warned_refreshed_and_dropped(
    slack: Slack, opener: AsyncWebClient, two: list[ClientConnection]
) -> None:
    await slack.post("socket", action="disconnect")
    warnings = [(await _read(socket))["reason"] for socket in two]
    still_open = await slack.has_connections(2)
    await slack.post("socket", action="refresh")
    refreshes = [(await _read(socket))["reason"] for socket in two]

    assert (warnings, still_open) == (["warning"] * 2, True)
    assert refreshes == ["refresh_requested"] * 2
    for socket in two:
        with pytest.raises(ConnectionClosed):
            await _read(socket)
    third = await connect(await _url(opener))
    await _read(third)
    await slack.post("socket", action="drop")
    with pytest.raises(ConnectionClosed) as dropped:
        await _read(third)
    assert dropped.value.rcvd is None  # no goodbye at all


async def test_a_refused_connection_uses_its_ticket_up(slack: Slack, opener: AsyncWebClient) -> None:
    url = await _url(opener)
    await slack.post("socket", action="refuse")
    with pytest.raises(InvalidStatus):
        await connect(url)
    await slack.post("socket", action="accept")
    with pytest.raises(InvalidStatus):
        await connect(url)
    async with connect(await _url(opener)) as socket:
        assert (await _read(socket))["type"] == "hello"
    await until(lambda: slack.has_connections(0))


async def test_bolt_comes_back_by_itself_after_a_refresh(slack: Slack, connected: AsyncApp) -> None:
    ear = Ear()
    connected.command("/partnership")(ear.hear)

    await slack.post("socket", action="refresh")
    await until(lambda: slack.has_connections(1))
    typed = await slack.post("command", user="ana", channel="general", command="/partnership")

    assert typed["ok"]
    assert len(ear.bodies) == 1


async def test_a_payload_for_something_that_takes_none_is_ignored(slack: Slack, two: list[ClientConnection]) -> None:
    using = asyncio.ensure_future(slack.post("interact", type="shortcut", user="ana", callback_id="ask_for_permission"))
    envelope = await _read(two[0])
    await two[0].send("not json")
    await two[0].send("[]")
    await _ack(two[0], envelope, payload={"text": "hello"})

    assert envelope["accepts_response_payload"] is False
    assert (await using)["ack"] == {"status": 200, "body": None}


async def test_no_connection_is_opened_in_http_mode(slack: Slack, opener: AsyncWebClient) -> None:
    await slack.post("http", url="http://127.0.0.1:9/slack/events")
    try:
        opening = opener.apps_connections_open(app_token=slack.world["app_token"])
        assert await error_of(opening) == "socket_mode_not_enabled"
    finally:
        await slack.post("http", url=None)


async def test_two_handlers_share_the_work(slack: Slack, connected: AsyncApp, client: AsyncWebClient) -> None:
    ears = [Ear(), Ear()]
    connected.command("/partnership")(ears[0].hear)
    other = AsyncApp(client=client)
    other.command("/partnership")(ears[1].hear)
    plain = AsyncWebClient(base_url=slack.api_url)
    handler = AsyncSocketModeHandler(other, slack.world["app_token"], web_client=plain)
    await handler.connect_async()
    await until(lambda: slack.has_connections(2))

    for _ in range(4):
        await slack.post("command", user="ana", channel="general", command="/partnership")

    assert [len(ear.bodies) for ear in ears] == [2, 2]
    await handler.close_async()
    await until(lambda: slack.has_connections(1))
