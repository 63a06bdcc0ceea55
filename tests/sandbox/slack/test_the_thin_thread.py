"""The whole way once: command, modal, submission, message, changed message."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from tests.running import Slack, until

MODAL = {
    "type": "modal",
    "callback_id": "ask",
    "title": {"type": "plain_text", "text": "Ask"},
    "submit": {"type": "plain_text", "text": "Send"},
    "blocks": [
        {
            "type": "input",
            "block_id": "who",
            "label": {"type": "plain_text", "text": "Creator"},
            "element": {"type": "plain_text_input", "action_id": "handle"},
        }
    ],
}


async def test_a_command_opens_a_modal_whose_submission_posts_a_message(slack: Slack, connected: AsyncApp) -> None:
    posted: list[dict[str, Any]] = []

    async def on_command(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view={**MODAL, "private_metadata": body["channel_id"]})

    async def on_submit(ack: AsyncAck, view: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        handle = view["state"]["values"]["who"]["handle"]["value"]
        answer = await client.chat_postMessage(channel=view["private_metadata"], text=f"asked {handle}")
        await client.chat_update(channel=answer["channel"], ts=answer["ts"], text=f"{handle} said yes")
        posted.append(answer["message"])

    connected.command("/partnership")(on_command)
    connected.view("ask")(on_submit)
    ana = slack.user("ana")

    typed = await slack.post("command", user=ana, channel="spring-launch", command="/partnership", text="request")
    assert typed["ok"], typed
    stack = await until(lambda: slack.views(ana))
    sent = await slack.post("view_submit", user=ana, view_id=stack[0]["id"], values={"who": {"handle": "maya.makes"}})
    assert sent["ok"], sent
    assert sent["view"] is None
    await until(lambda: _has_text(slack, "maya.makes said yes"))
    assert posted[0]["text"] == "asked maya.makes"


async def _has_text(slack: Slack, text: str) -> bool:
    return any(message["text"] == text for message in await slack.messages("spring-launch"))
