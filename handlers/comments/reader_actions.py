"""Having ads read: the window, its link, and a look at what came of it."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.services import Services
from bot.words import say
from handlers.blocks import Block
from handlers.caller import caller_of
from handlers.comments.reader import draw_reader
from handlers.profiles.actions import way_of
from handlers.views import open_view, push_view, shown_by, update_view


async def on_open(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Open it, on top of a window or by itself."""
    await ack()
    opens = push_view if (body.get("view") or {}).get("type") == "modal" else open_view
    await opens(client, await _view(body, services=services), trigger_id=body["trigger_id"])


async def on_sign_in(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """The browser opens the link, and Slack tells us: the window gets a fresh one, and says how to go on."""
    await ack()
    note = f":information_source: {say('profiles.opened')}"
    await update_view(client, await _view(body, services=services, note=note), shown=shown_by(body))


async def on_fresh(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Draw it anew."""
    await ack()
    await update_view(client, await _view(body, services=services), shown=shown_by(body))


async def _view(body: dict[str, Any], *, services: Services, note: str | None = None) -> Block:
    caller = caller_of(body)
    facts = await services.wanting_readers.look(caller.workspace_id, body["actions"][0]["value"], by=caller.person_id)
    only = facts.profiles[0][0] if len(facts.profiles) == 1 else None
    way = await way_of(caller, services=services, profile_id=only, reads_ads=True)
    return draw_reader(facts, way=way, note=note)
