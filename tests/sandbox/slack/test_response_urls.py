"""Response URLs: how often, how long, and what they replace."""

from __future__ import annotations

import httpx
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from tests.running import Slack, until
from tests.sandbox.slack.blocks import JSON, actions, button
from tests.sandbox.slack.listening import Ear

COMMAND = {"channel": "spring-launch", "command": "/partnership"}


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
