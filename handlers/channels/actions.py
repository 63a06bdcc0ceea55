"""A channel has changed. What the event says may be old when it comes, so Slack is asked how things stand."""

from __future__ import annotations

from typing import Any

from bot.services import Services
from storage.ids import ChannelId, WorkspaceId


async def on_changed(body: dict[str, Any], services: Services) -> None:
    """Look at the channel."""
    channel = body["event"]["channel"]  # a renamed one is told with its new name, the others by id alone
    channel_id = ChannelId(channel["id"] if isinstance(channel, dict) else channel)
    await services.channels.look(WorkspaceId(body["team_id"]), channel_id)


async def on_deleted(body: dict[str, Any], services: Services) -> None:
    """Keep that there is no such channel any more."""
    channel_id = ChannelId(body["event"]["channel"])
    await services.channels.look(WorkspaceId(body["team_id"]), channel_id, is_surely_deleted=True)


async def on_new_id(body: dict[str, Any], services: Services) -> None:
    """Let campaigns and cards follow a channel to its new id."""
    event, workspace_id = body["event"], WorkspaceId(body["team_id"])
    old, new = ChannelId(event["old_channel_id"]), ChannelId(event["new_channel_id"])
    await services.channels.follow(workspace_id, old=old, new=new)
