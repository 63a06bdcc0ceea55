"""chat.*: messages that the bot posts, changes and takes back.

https://docs.slack.dev/reference/methods/chat.postMessage
"""

from __future__ import annotations

from collections.abc import Mapping

from sandbox.slack import messages
from sandbox.slack.arguments import Arguments, Kind
from sandbox.slack.errors import Refused
from sandbox.slack.limits import Tier
from sandbox.slack.methods.method import Answer, Method
from sandbox.slack.workspace import Workspace
from sandbox.slack.world import Channel, Message

_UPDATE_TEXT = 4000


def _channel_to_write(workspace: Workspace, named: str) -> Channel:
    """Find where to post: a channel's id or name, or a person's id for their direct messages."""
    if named in workspace.world.users:
        return messages.direct_channel(workspace.world, named, ids=workspace.ids)
    for channel in workspace.world.channels.values():
        if named.lstrip("#") == channel.name and not channel.is_im:
            named = channel.id
    channel = workspace.visible_channel(named)
    if channel.is_archived:
        raise Refused("is_archived")
    may_post_anywhere = "chat:write.public" in workspace.manifest.scopes
    if workspace.world.bot.id not in channel.members and not may_post_anywhere:
        raise Refused("not_in_channel")
    return channel


def _check_charts(workspace: Workspace, arguments: Arguments) -> None:
    """Refuse charts as a kind of block that does not exist, where the workspace has none yet."""
    for index, block in enumerate(arguments.get("blocks") or []):
        if block.get("type") == "data_visualization" and not workspace.takes_charts:
            said = f"unsupported type: data_visualization [json-pointer:/blocks/{index}/type]"
            raise Refused.invalid(said, error="invalid_blocks")


def _post(workspace: Workspace, arguments: Arguments) -> Answer:
    channel = _channel_to_write(workspace, arguments["channel"])
    messages.check_content(dict(arguments))
    _check_charts(workspace, arguments)
    bot = workspace.world.bot
    message = messages.make_message(dict(arguments), author=bot.id, by_app=True, ids=workspace.ids, channel=channel)
    workspace.limits.count_message(channel.id)
    channel.messages.append(message)
    workspace.stream.tell("message", channel=channel.id)
    shown = messages.as_json(message, channel, with_metadata=True)
    return {"channel": channel.id, "ts": message.ts, "message": shown}


def _post_ephemeral(workspace: Workspace, arguments: Arguments) -> Answer:
    channel = workspace.visible_channel(arguments["channel"])
    if channel.is_archived:
        raise Refused("is_archived")
    if workspace.world.bot.id not in channel.members:
        raise Refused("not_in_channel")
    if arguments["user"] not in channel.members:
        raise Refused("user_not_in_channel")
    messages.check_content({name: arguments[name] for name in arguments if name != "metadata"})
    if len(arguments.get("text", "")) > messages.TEXT_CUT:
        raise Refused("msg_too_long")
    message = messages.make_message(
        {name: arguments[name] for name in arguments if name != "metadata"},
        author=workspace.world.bot.id,
        by_app=True,
        ids=workspace.ids,
        channel=channel,
    )
    message.ephemeral_for = arguments["user"]
    channel.messages.append(message)
    workspace.stream.tell("ephemeral", channel=channel.id, user=arguments["user"])
    return {"message_ts": message.ts}


def _own_message(workspace: Workspace, arguments: Arguments, *, error: str) -> tuple[Channel, Message]:
    channel = workspace.visible_channel(arguments["channel"])
    message = channel.find(arguments["ts"])
    if message is None:
        raise Refused("message_not_found")
    if message.user != workspace.world.bot.id:
        raise Refused(error)
    return channel, message


def _update(workspace: Workspace, arguments: Arguments) -> Answer:
    channel, message = _own_message(workspace, arguments, error="cant_update_message")
    if channel.is_archived:
        raise Refused("is_inactive")
    if arguments.keys() & {"text", "blocks", "attachments", "markdown_text"}:
        messages.check_content(dict(arguments) | {"text": arguments.get("text") or message.text})
        _check_charts(workspace, arguments)
    elif "metadata" not in arguments:
        raise Refused("no_text")
    messages.check_metadata(arguments.get("metadata"))
    if len(arguments.get("text", "")) > _UPDATE_TEXT:
        raise Refused("msg_too_long")
    if arguments.get("reply_broadcast") and message.thread_ts is None:
        raise Refused("cant_broadcast_message")
    messages.change_message(message, dict(arguments), ids=workspace.ids)
    workspace.stream.tell("changed", channel=channel.id)
    shown = messages.as_json(message, channel, with_metadata=True)
    return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": shown}


def _delete(workspace: Workspace, arguments: Arguments) -> Answer:
    channel, message = _own_message(workspace, arguments, error="cant_delete_message")
    channel.messages.remove(message)
    workspace.stream.tell("deleted", channel=channel.id)
    return {"channel": channel.id, "ts": message.ts}


def _permalink(workspace: Workspace, arguments: Arguments) -> Answer:
    channel = workspace.visible_channel(arguments["channel"])
    message = channel.find(arguments["message_ts"])
    if message is None:
        raise Refused("message_not_found")
    link = f"{workspace.base_url}/archives/{channel.id}/p{message.ts.replace('.', '')}"
    if message.thread_ts:
        link += f"?thread_ts={message.thread_ts}&cid={channel.id}"
    return {"channel": channel.id, "permalink": link}


_CONTENT: Mapping[str, Kind] = {
    "text": "string",
    "blocks": "array",
    "attachments": "array",
    "markdown_text": "string",
    "metadata": "object",
    "thread_ts": "string",
    "reply_broadcast": "boolean",
    "link_names": "boolean",
    "parse": "string",
    "username": "string",
    "icon_emoji": "string",
    "icon_url": "string",
    "mrkdwn": "boolean",
    "unfurl_links": "boolean",
    "unfurl_media": "boolean",
    "as_user": "boolean",
}

METHODS = (
    Method(
        name="chat.postMessage",
        tier=Tier.SPECIAL,
        run=_post,
        scopes=("chat:write",),
        required={"channel": "string"},
        optional=_CONTENT,
    ),
    Method(
        name="chat.postEphemeral",
        tier=Tier.T4,
        run=_post_ephemeral,
        scopes=("chat:write",),
        required={"channel": "string", "user": "string"},
        optional=_CONTENT,
    ),
    Method(
        name="chat.update",
        tier=Tier.T3,
        run=_update,
        scopes=("chat:write",),
        required={"channel": "string", "ts": "string"},
        optional={**_CONTENT, "file_ids": "array"},
    ),
    Method(
        name="chat.delete",
        tier=Tier.T3,
        run=_delete,
        scopes=("chat:write",),
        required={"channel": "string", "ts": "string"},
        optional={"as_user": "boolean"},
    ),
    Method(
        name="chat.getPermalink",
        tier=Tier.SPECIAL,
        run=_permalink,
        takes_json=False,
        required={"channel": "string", "message_ts": "string"},
    ),
)
