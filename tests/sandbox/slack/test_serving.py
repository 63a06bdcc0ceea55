"""The process: its ready line, its end, its event stream, and the URLs it gives out."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys

import httpx
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.nursery import running_sandbox
from tests.running import Slack


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_soon_and_cleanly_though_a_stream_is_open(end: signal.Signals) -> None:
    command = [sys.executable, "-m", "sandbox", "slack", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        url = process.stdout.readline().split()[1]
        with httpx.stream("GET", f"{url}/_control/stream") as stream:
            assert stream.status_code == 200
            process.send_signal(end)
            assert process.wait(5) == 0
        assert process.stdout.read() == ""
        assert process.stderr.read() == ""


def test_a_port_that_is_taken_is_told_in_a_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        command = [sys.executable, "-m", "sandbox", "--port", str(taken.getsockname()[1])]
        ended = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)

    assert ended.returncode == 1
    assert "Nothing can listen on 127.0.0.1:" in ended.stderr
    assert "make demo PORT=N" in ended.stderr
    assert "Traceback" not in ended.stderr


async def test_the_stream_says_what_to_read_again(slack: Slack, client: AsyncWebClient) -> None:
    channel = slack.channel("spring-launch")
    async with httpx.AsyncClient() as http, http.stream("GET", f"{slack.url}/_control/stream") as stream:
        lines = (line async for line in stream.aiter_lines() if line)
        assert (await anext(lines)).startswith(":")
        posted = await client.chat_postMessage(channel=channel, text="card")
        await client.chat_update(channel=channel, ts=posted["ts"], text="card, changed")
        home = {"type": "home", "blocks": []}
        await client.views_publish(user_id=slack.user("ana"), view=home)
        await client.chat_delete(channel=channel, ts=posted["ts"])
        await slack.post("reset")
        events = [json.loads((await anext(lines)).removeprefix("data: ")) for _ in range(5)]

    assert events == [
        {"kind": "message", "channel": channel},
        {"kind": "changed", "channel": channel},
        {"kind": "home", "user": slack.user("ana")},
        {"kind": "deleted", "channel": channel},
        {"kind": "reset"},
    ]


async def test_both_halves_on_one_port_give_out_urls_with_their_mount() -> None:
    with running_sandbox() as url:
        async with Slack(f"{url}/slack") as slack:
            token = slack.world["bot_token"]
            client = AsyncWebClient(token=token, base_url=f"{url}/slack/api/")
            opened = await client.apps_connections_open(app_token=slack.world["app_token"])
            channel = slack.channel("spring-launch")
            card = await client.chat_postMessage(channel=channel, text="card")
            link = await client.chat_getPermalink(channel=channel, message_ts=card["ts"])

    assert opened["url"].startswith(f"{url.replace('http', 'ws')}/slack/link/?ticket=")
    assert link["permalink"].startswith(f"{url}/slack/archives/{channel}/")


async def test_methods_are_served_without_the_api_prefix_too(slack: Slack) -> None:
    client = AsyncWebClient(token=slack.world["bot_token"], base_url=f"{slack.url}/")

    assert (await client.auth_test())["ok"]


async def test_reset_brings_back_the_seeded_world(slack: Slack, client: AsyncWebClient) -> None:
    await slack.post("channel", name="new", is_private=False, members=["ana"])
    await slack.post("join", user="greenlight", channel="spring-launch", member=False)
    await client.chat_postMessage(channel=slack.channel("summer-sun"), text="card")

    await slack.post("reset")
    world = await slack.get("world")

    assert world["channels"] == slack.world["channels"]
    assert await slack.messages("summer-sun") == []
    assert (await slack.get("log"))["calls"] == []


async def test_the_control_api_says_what_is_wrong(slack: Slack) -> None:
    nobody = await slack.try_post("say", user="zoe", channel="general", text="hello")
    nothing = await slack.try_post("say", user="ana", channel="general")
    backwards = await slack.try_post("clock", advance_seconds=-5)

    assert (nobody.status_code, nobody.json()["error"]) == (409, "Nobody here is called 'zoe'.")
    assert (nothing.status_code, nothing.json()["error"]) == (400, "The body lacks 'text'.")
    assert backwards.status_code == 409
