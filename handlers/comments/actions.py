"""The buttons of messages about comments, and the window of a reply."""

from __future__ import annotations

import asyncio
from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.services import Services
from handlers.caller import caller_of
from handlers.comments.card import Which
from handlers.comments.ids import Action
from handlers.comments.modal import draw_reply
from handlers.views import elements_of, open_view, understood
from storage.comment_deeds import DeedKind

SAVE_SECONDS = 2.5
"""Slack waits three seconds for the answer to a submission."""


async def on_see(ack: AsyncAck) -> None:
    """Slack tells us of buttons that open pages, too."""
    await ack()


async def on_hide(ack: AsyncAck, body: dict[str, Any], services: Services) -> None:
    """Hide a comment; its message follows by itself."""
    await ack()
    await _do(body, DeedKind.HIDE, services=services)


async def on_show(ack: AsyncAck, body: dict[str, Any], services: Services) -> None:
    """Show a hidden comment again."""
    await ack()
    await _do(body, DeedKind.SHOW, services=services)


async def on_answer(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Ask for the reply, where this person may reply at all."""
    await ack()
    caller, which = caller_of(body), understood(Which.read, body["actions"][0]["value"])
    facts = await services.commenting.one(caller.workspace_id, which.asset_id, which.comment_id, by=caller.person_id)
    await open_view(client, draw_reply(facts), trigger_id=body["trigger_id"])


async def on_reply(ack: AsyncAck, body: dict[str, Any], services: Services) -> None:
    """Reply; what is wrong with it is said beside the field by the error listener."""
    caller, which = caller_of(body), understood(Which.read, body["view"]["private_metadata"])
    text = elements_of(body["view"])[Action.TEXT].value or ""
    async with asyncio.timeout(SAVE_SECONDS):
        await services.commenting.want(
            caller.workspace_id, which.asset_id, which.comment_id, DeedKind.REPLY, by=caller.person_id, text=text
        )
    await ack()


async def _do(body: dict[str, Any], kind: DeedKind, *, services: Services) -> None:
    caller, which = caller_of(body), understood(Which.read, body["actions"][0]["value"])
    await services.commenting.want(caller.workspace_id, which.asset_id, which.comment_id, kind, by=caller.person_id)
