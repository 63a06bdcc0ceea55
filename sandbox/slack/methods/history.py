"""conversations.history and conversations.replies: what was said.

https://docs.slack.dev/reference/methods/conversations.history
"""

from __future__ import annotations

from collections.abc import Mapping

from sandbox.slack import messages
from sandbox.slack.arguments import Arguments, Kind
from sandbox.slack.errors import Refused
from sandbox.slack.limits import Tier
from sandbox.slack.methods.method import PAGE, Answer, Method, page_of
from sandbox.slack.workspace import Workspace
from sandbox.slack.world import Channel, Message


def _readable_channel(workspace: Workspace, channel_id: str) -> Channel:
    channel = workspace.visible_channel(channel_id)
    workspace.require_scope(f"{channel.kind}:history")
    if workspace.world.bot.id not in channel.members:
        raise Refused("not_in_channel")
    return channel


def _moment(arguments: Arguments, name: str) -> float | None:
    if not arguments.get(name):
        return None
    try:
        return float(arguments[name])
    except ValueError:
        raise Refused(f"invalid_ts_{name}") from None


def _within(found: list[Message], arguments: Arguments) -> list[Message]:
    oldest, latest = _moment(arguments, "oldest"), _moment(arguments, "latest")
    inclusive = arguments.get("inclusive", False)

    def fits(message: Message) -> bool:
        ts = float(message.ts)
        if inclusive and ts in (oldest, latest):
            return True
        return (oldest is None or ts > oldest) and (latest is None or ts < latest)

    return [message for message in found if fits(message)]


def _answer(found: list[Message], channel: Channel, arguments: Arguments) -> Answer:
    page, cursor = page_of(found, arguments)
    with_metadata = arguments.get("include_all_metadata", False)
    answer: Answer = {
        "messages": [messages.as_json(m, channel, with_metadata=with_metadata) for m in page],
        "has_more": bool(cursor),
    }
    return answer | ({"response_metadata": {"next_cursor": cursor}} if cursor else {})


def _history(workspace: Workspace, arguments: Arguments) -> Answer:
    channel = _readable_channel(workspace, arguments["channel"])
    # Replies are left out unless they were broadcast; ephemeral messages are never kept.
    found = [
        message
        for message in reversed(channel.messages)
        if not message.ephemeral_for and (message.thread_ts is None or message.is_broadcast)
    ]
    return {**_answer(_within(found, arguments), channel, arguments), "pin_count": 0}


def _replies(workspace: Workspace, arguments: Arguments) -> Answer:
    channel = _readable_channel(workspace, arguments["channel"])
    asked = channel.find(arguments["ts"])
    parent = channel.find(asked.thread_ts) if asked and asked.thread_ts else asked
    if parent is None:
        raise Refused("thread_not_found")
    replies = list(messages.replies_to(parent, channel))
    return _answer([parent, *_within(replies, arguments)], channel, arguments)


_RANGE: Mapping[str, Kind] = {
    **PAGE,
    "include_all_metadata": "boolean",
    "inclusive": "boolean",
    "latest": "string",
    "oldest": "string",
}
_SCOPES = ("channels:history", "groups:history", "im:history", "mpim:history")

METHODS = (
    Method(
        name="conversations.history",
        tier=Tier.T3,
        run=_history,
        scopes=_SCOPES,
        required={"channel": "string"},
        optional=_RANGE,
    ),
    Method(
        name="conversations.replies",
        tier=Tier.T3,
        run=_replies,
        scopes=_SCOPES,
        takes_json=False,
        required={"channel": "string", "ts": "string"},
        optional=_RANGE,
    ),
)
