"""Somebody joins a channel: when it is Greenlight itself, what was held back for that channel is posted."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncBoltContext

from bot.services import Services
from handlers.caller import caller_of
from storage.ids import ChannelId


async def on_joined(body: dict[str, Any], context: AsyncBoltContext, services: Services) -> None:
    """Post what waited for Greenlight; that anybody else joined is none of its business."""
    event = body["event"]
    if event["user"] == context.bot_user_id:
        await services.telling.release(caller_of(body).workspace_id, ChannelId(event["channel"]))
