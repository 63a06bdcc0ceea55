"""`/partnership request` and the two shortcuts: they open the same form."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.services import Services
from handlers.background import Background
from handlers.caller import caller_of
from handlers.line import Line
from handlers.request.found import handles_in
from handlers.request.opening import open_form


async def run(line: Line) -> None:
    """Open the form with the handles that were typed; what cannot be read is named beside its field later."""
    await open_form(
        line.caller,
        trigger_id=line.trigger_id,
        client=line.client,
        services=line.services,
        background=line.background,
        handles="\n".join(line.rest.replace(",", " ").split()),
    )


async def on_shortcut(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services, background: Background
) -> None:
    """Open the form from anywhere, or about a message: with the handles named in it."""
    await ack()
    written = str((body.get("message") or {}).get("text", ""))
    await open_form(
        caller_of(body),
        trigger_id=body["trigger_id"],
        client=client,
        services=services,
        background=background,
        handles="\n".join(f"@{handle}" for handle in handles_in(written)),
    )
