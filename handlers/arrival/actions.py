"""Somebody comes to a channel or leaves one; when Greenlight comes, what was held back for that channel is posted."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncBoltContext

from bot.services import Services
from handlers.caller import caller_of
from storage.ids import ChannelId, PersonId


async def on_joined(body: dict[str, Any], context: AsyncBoltContext, services: Services) -> None:
    """Post what waited for Greenlight; a person sees the private campaigns of their new channel at once."""
    event = body["event"]
    services.people.forget_channels_of(event["user"])
    if event["user"] == context.bot_user_id:
        workspace_id, channel_id = caller_of(body).workspace_id, ChannelId(event["channel"])
        await services.telling.release(workspace_id, channel_id)
        await services.channels.look(workspace_id, channel_id)


async def on_left(body: dict[str, Any], services: Services) -> None:
    """Whoever leaves a private channel stops seeing its campaigns at once, on the Home tab within seconds."""
    person_id = PersonId(body["event"]["user"])
    services.people.forget_channels_of(person_id)
    await services.homes.want(caller_of(body).workspace_id, person_id)
