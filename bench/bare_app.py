"""The floor of an ack: a Bolt app over Socket Mode that acks at once and does nothing else.

Started as `python -m bench.bare_app` with SLACK_API_URL, SLACK_BOT_TOKEN and SLACK_APP_TOKEN in its environment.
"""

from __future__ import annotations

import asyncio
import os
from contextlib import suppress
from typing import Any

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bench.slack import FORM


async def on_command(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
    """Ack; then, for `request`, open a form."""
    await ack()
    if body.get("text", "").startswith("request"):
        await client.views_open(trigger_id=body["trigger_id"], view=FORM_VIEW)


async def on_submit(ack: AsyncAck) -> None:
    """Ack with another view in the form's place."""
    await ack(response_action="update", view=RESULT_VIEW)


def _plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def _entry(name: str, element: dict[str, Any]) -> dict[str, Any]:
    block = {"type": "input", "block_id": name, "label": _plain(name), "element": {"action_id": name, **element}}
    return block | {"optional": True}


_SEARCH = {"type": "external_select", "min_query_length": 0}
_CHOSEN = {"initial_option": {"text": _plain("Chosen"), "value": "chosen"}}
_TICK = {"type": "checkboxes", "options": [{"text": _plain("Prepare a message"), "value": "yes"}]}

FORM_VIEW = {
    "type": "modal",
    "callback_id": FORM,
    "title": _plain("Ask for permission"),
    "submit": _plain("Ask"),
    "blocks": [
        _entry("handles", {"type": "plain_text_input", "multiline": True}),
        _entry("campaign", _SEARCH | _CHOSEN),
        _entry("profile", _SEARCH | _CHOSEN),
        _entry("message", _TICK),
    ],
}
RESULT_VIEW = {
    "type": "modal",
    "callback_id": "request_result",
    "title": _plain("Asked"),
    "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "One request is on its way."}}],
}


async def run() -> None:
    """Serve until the process is ended."""
    environment = os.environ
    client = AsyncWebClient(token=environment["SLACK_BOT_TOKEN"], base_url=environment["SLACK_API_URL"])
    app = AsyncApp(client=client, signing_secret="socket-mode-has-no-signatures")
    app.command("/partnership")(on_command)
    app.view(FORM)(on_submit)
    line = AsyncSocketModeHandler(
        app, environment["SLACK_APP_TOKEN"], web_client=AsyncWebClient(base_url=environment["SLACK_API_URL"])
    )
    await line.connect_async()
    print("ready", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        asyncio.run(run())
