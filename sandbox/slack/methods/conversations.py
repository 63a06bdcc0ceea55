"""conversations.*: which channels there are, who is in them, and joining.

https://docs.slack.dev/reference/methods/conversations.info
"""

from __future__ import annotations

from typing import Any

from sandbox.slack import messages, world
from sandbox.slack.arguments import Arguments
from sandbox.slack.errors import Refused
from sandbox.slack.limits import Tier
from sandbox.slack.methods.method import PAGE, Answer, Method, page_of
from sandbox.slack.workspace import Workspace
from sandbox.slack.world import Channel

_KINDS = {"public_channel": "channels", "private_channel": "groups", "im": "im", "mpim": "mpim"}


def channel_as_json(workspace: Workspace, channel: Channel, *, with_count: bool = False) -> dict[str, Any]:
    """Give a channel as Slack does to the bot."""
    if channel.is_im:
        person = next(member for member in channel.members if member != workspace.world.bot.id)
        return {"id": channel.id, "created": channel.created, "is_im": True, "user": person}
    shown: dict[str, Any] = {
        "id": channel.id,
        "name": channel.name,
        "name_normalized": channel.name,
        "created": channel.created,
        "is_channel": not channel.is_private,
        "is_group": channel.is_private,
        "is_im": False,
        "is_mpim": False,
        "is_private": channel.is_private,
        "is_archived": channel.is_archived,
        "is_general": channel.name == "general",
        "is_member": workspace.world.bot.id in channel.members,
        "is_shared": channel.shared_with is not None,
        "is_ext_shared": channel.shared_with is not None,
        "is_org_shared": False,
        "shared_team_ids": [world.TEAM_ID, *([channel.shared_with] if channel.shared_with else [])],
    }
    if with_count:
        shown["num_members"] = len(channel.members)
    return shown


def _info(workspace: Workspace, arguments: Arguments) -> Answer:
    channel = workspace.visible_channel(arguments["channel"])
    workspace.require_scope(f"{channel.kind}:read")
    with_count = arguments.get("include_num_members", False)
    return {"channel": channel_as_json(workspace, channel, with_count=with_count)}


def _list_for(workspace: Workspace, arguments: Arguments, *, member: str | None) -> Answer:
    kinds = [kind.strip() for kind in arguments.get("types", "public_channel").split(",")]
    if unknown := [kind for kind in kinds if kind not in _KINDS]:
        raise Refused("invalid_types", detail=unknown[0])
    for kind in kinds:
        workspace.require_scope(f"{_KINDS[kind]}:read")
    bot = workspace.world.bot.id
    channels = [
        channel
        for channel in workspace.world.channels.values()
        if channel.kind in {_KINDS[kind] for kind in kinds}
        and (not channel.is_private or bot in channel.members)
        and (member is None or member in channel.members)
        and not (channel.is_archived and arguments.get("exclude_archived"))
    ]
    page, cursor = page_of(channels, arguments)
    return {
        "channels": [channel_as_json(workspace, channel, with_count=True) for channel in page],
        "response_metadata": {"next_cursor": cursor},
    }


def _list(workspace: Workspace, arguments: Arguments) -> Answer:
    return _list_for(workspace, arguments, member=None)


def _list_of_user(workspace: Workspace, arguments: Arguments) -> Answer:
    return _list_for(workspace, arguments, member=arguments.get("user", workspace.world.bot.id))


def _members(workspace: Workspace, arguments: Arguments) -> Answer:
    channel = workspace.visible_channel(arguments["channel"])
    workspace.require_scope(f"{channel.kind}:read")
    page, cursor = page_of(channel.members, arguments)
    return {"members": page, "response_metadata": {"next_cursor": cursor}}


def _join(workspace: Workspace, arguments: Arguments) -> Answer:
    channel = workspace.visible_channel(arguments["channel"])
    if channel.is_private:
        raise Refused("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise Refused("is_archived")
    bot = workspace.world.bot.id
    answer: Answer = {}
    if bot in channel.members:
        answer = {"warning": "already_in_channel", "response_metadata": {"warnings": ["already_in_channel"]}}
    else:
        channel.members.append(bot)
        workspace.stream.tell("channel", channel=channel.id)
    return {"channel": channel_as_json(workspace, channel), **answer}


def _open(workspace: Workspace, arguments: Arguments) -> Answer:
    if "channel" in arguments:
        channel = workspace.visible_channel(arguments["channel"])
        if not channel.is_im:
            raise Refused("method_not_supported_for_channel_type")
        return {"channel": {"id": channel.id}}
    users = [user for user in arguments.get("users", "").split(",") if user]
    if not users:
        raise Refused("users_list_not_supplied")
    if len(users) > 1:
        # Group conversations need mpim:write, which the app has no use for.
        workspace.require_scope("mpim:write")
        raise Refused("too_many_users")
    if users[0] not in workspace.world.users or users[0] == workspace.world.bot.id:
        raise Refused("user_not_found")
    if workspace.world.users[users[0]].deleted:
        raise Refused("user_disabled")
    workspace.require_scope("im:write")
    channel = messages.direct_channel(workspace.world, users[0], ids=workspace.ids)
    return {"channel": {"id": channel.id}}


METHODS = (
    Method(
        name="conversations.info",
        tier=Tier.T3,
        run=_info,
        scopes=("channels:read", "groups:read", "im:read", "mpim:read"),
        takes_json=False,
        required={"channel": "string"},
        optional={"include_locale": "boolean", "include_num_members": "boolean"},
    ),
    Method(
        name="conversations.list",
        tier=Tier.T2,
        run=_list,
        takes_json=False,
        optional={**PAGE, "types": "string", "exclude_archived": "boolean", "team_id": "string"},
    ),
    Method(
        name="users.conversations",
        tier=Tier.T3,
        run=_list_of_user,
        takes_json=False,
        optional={
            **PAGE,
            "types": "string",
            "exclude_archived": "boolean",
            "team_id": "string",
            "user": "string",
        },
    ),
    Method(
        name="conversations.members",
        tier=Tier.T4,
        run=_members,
        scopes=("channels:read", "groups:read", "im:read", "mpim:read"),
        takes_json=False,
        required={"channel": "string"},
        optional=PAGE,
    ),
    Method(
        name="conversations.join",
        tier=Tier.T3,
        run=_join,
        scopes=("channels:join",),
        required={"channel": "string"},
    ),
    Method(
        name="conversations.open",
        tier=Tier.T3,
        run=_open,
        scopes=("im:write", "mpim:write", "channels:manage", "groups:write"),
        optional={
            "channel": "string",
            "users": "string",
            "return_im": "boolean",
            "prevent_creation": "boolean",
        },
    ),
)
