"""Slash commands as people type them: what the app is told, and what its ack may be."""

from __future__ import annotations

import pytest
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from tests.running import Slack, until
from tests.sandbox.slack.blocks import section
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
