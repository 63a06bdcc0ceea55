"""What becomes of channels and of who is in them: each change is an event, where Slack has one.

Of a private channel the app hears only while the bot is in it. That a public channel is made private is no event (see the control call).
https://docs.slack.dev/reference/events
"""

from __future__ import annotations

from typing import Any

from sandbox.slack import world
from sandbox.slack.errors import Impossible
from sandbox.slack.people.happenings import emit
from sandbox.slack.workspace import Workspace
from sandbox.slack.world import Channel, User


def set_membership(workspace: Workspace, *, user: User, channel: Channel, member: bool) -> None:
    """Put somebody in or out of a channel."""
    if member == (user.id in channel.members):
        return
    if member and user.is_foreign and channel.shared_with != user.team_id:
        raise Impossible(f"{user.name} is of a company that {channel.name} is not shared with.")
    (channel.members.append if member else channel.members.remove)(user.id)
    workspace.stream.tell("channel", channel=channel.id)
    event = {
        "type": "member_joined_channel" if member else "member_left_channel",
        "user": user.id,
        "channel": channel.id,
        "channel_type": "G" if channel.is_private else "C",
        "team": world.TEAM_ID,
    }
    if user.id == workspace.world.bot.id and not member:
        emit(workspace, {"type": f"{_prefix(channel)}_left", "channel": channel.id})
    _tell(workspace, channel, event)


def set_archived(workspace: Workspace, *, channel: Channel, archived: bool) -> None:
    """Archive a channel or bring it back."""
    channel.is_archived = archived
    verb = "archive" if archived else "unarchive"
    _tell(workspace, channel, {"type": f"{_prefix(channel)}_{verb}", "channel": channel.id})


def rename(workspace: Workspace, *, channel: Channel, name: str) -> None:
    """Give a channel another name."""
    channel.name = name
    about = {"id": channel.id, "name": name, "name_normalized": name, "created": channel.created}
    _tell(workspace, channel, {"type": f"{_prefix(channel)}_rename", "channel": about})


def share(workspace: Workspace, *, channel: Channel, team_id: str | None, gets_new_id: bool = False) -> None:
    """Connect a channel with another company, or end that; its id may change when it is shared.

    https://docs.slack.dev/reference/events/channel_id_changed
    """
    before, channel.shared_with = channel.shared_with, team_id
    if team_id is None:
        channel.members = [each for each in channel.members if not workspace.world.users[each].is_foreign]
        if before is not None:
            event = {"type": "channel_unshared", "previously_connected_team_id": before, "is_ext_shared": False}
            _tell(workspace, channel, {**event, "channel": channel.id})
        return
    if gets_new_id:
        old = channel.id
        del workspace.world.channels[old]
        channel.id = workspace.ids.new("C")
        workspace.world.channels[channel.id] = channel
        moved = {"type": "channel_id_changed", "old_channel_id": old, "new_channel_id": channel.id}
        _tell(workspace, channel, moved)
    _tell(workspace, channel, {"type": "channel_shared", "connected_team_id": team_id, "channel": channel.id})


def delete(workspace: Workspace, *, channel: Channel) -> None:
    """Delete a channel for good."""
    del workspace.world.channels[channel.id]
    _tell(workspace, channel, {"type": f"{_prefix(channel)}_deleted", "channel": channel.id})


def _tell(workspace: Workspace, channel: Channel, event: dict[str, Any]) -> None:
    if not channel.is_private or workspace.world.bot.id in channel.members:
        emit(workspace, event)


def _prefix(channel: Channel) -> str:
    return "group" if channel.is_private else "channel"
