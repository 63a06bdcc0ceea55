"""Posts, changes and shows messages, threads and their replies."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from sandbox.slack import world
from sandbox.slack.blocks.layout import check_blocks
from sandbox.slack.errors import Refused
from sandbox.slack.ids import Ids
from sandbox.slack.state import first_state
from sandbox.slack.views import name_blocks
from sandbox.slack.world import Channel, Message, World

TEXT_CUT = 40_000
_ATTACHMENTS = 100
# Not documented; seen at 13,172 to 13,297 letters: https://github.com/slackapi/bolt-js/issues/2509
_BLOCK_LETTERS = 13_200
_METADATA_BYTES = 16_000  # "Metadata exceeds size limit": the size is not documented; UNCONFIRMED


def check_content(arguments: dict[str, Any]) -> None:
    """Raise Refused for content that Slack refuses: no text at all, wrong blocks, wrong metadata."""
    if "markdown_text" in arguments:
        if "text" in arguments or "blocks" in arguments:
            raise Refused("markdown_text_conflict")
        if len(arguments["markdown_text"]) > 12_000:
            raise Refused("msg_too_long")
    has_any = any(arguments.get(name) for name in ("text", "blocks", "attachments", "markdown_text"))
    if not has_any:
        raise Refused("no_text")
    if messages := check_blocks(arguments.get("blocks", []), surface="message"):
        raise Refused.invalid(*messages, error="invalid_blocks")
    if _count_letters(arguments.get("blocks", [])) > _BLOCK_LETTERS:
        raise Refused("msg_blocks_too_long")
    if len(arguments.get("attachments", [])) > _ATTACHMENTS:
        raise Refused("too_many_attachments")
    check_metadata(arguments.get("metadata"))


def _count_letters(content: Any) -> int:
    """Count the letters of every text in blocks, however deep."""
    if isinstance(content, list):
        return sum(_count_letters(one) for one in content)
    if isinstance(content, dict):
        return sum(_count_letters(one) for name, one in content.items() if name != "type")
    return len(content) if isinstance(content, str) else 0


def check_metadata(metadata: dict[str, Any] | None) -> None:
    """Raise Refused unless metadata is empty or `{"event_type": str, "event_payload": object}`."""
    if not metadata:
        return
    extra = metadata.keys() - {"event_type", "event_payload"}
    if extra or not isinstance(metadata.get("event_type"), str) or not metadata["event_type"]:
        raise Refused("invalid_metadata_format")
    if not isinstance(metadata.get("event_payload"), dict):
        raise Refused("invalid_metadata_format")
    if len(json.dumps(metadata).encode()) > _METADATA_BYTES:
        raise Refused("metadata_too_large")


def make_message(arguments: dict[str, Any], *, author: str, by_app: bool, ids: Ids, channel: Channel) -> Message:
    """Make a message from checked arguments; a reply to a reply joins the reply's thread."""
    blocks = deepcopy(arguments.get("blocks", []))
    name_blocks(blocks, ids=ids)
    thread_ts = arguments.get("thread_ts")
    parent = channel.find(thread_ts)
    if thread_ts and parent is None:
        raise Refused("cannot_reply_to_message")
    return Message(
        ts=ids.ts(),
        user=author,
        by_app=by_app,
        text=(arguments.get("text") or arguments.get("markdown_text") or "")[:TEXT_CUT],
        blocks=blocks,
        attachments=deepcopy(arguments.get("attachments", [])),
        metadata=deepcopy(arguments.get("metadata")) or None,
        thread_ts=(parent.thread_ts or parent.ts) if parent else None,
        is_broadcast=bool(parent and arguments.get("reply_broadcast")),
        state=first_state(blocks),
    )


def change_message(message: Message, arguments: dict[str, Any], *, ids: Ids) -> None:
    """Replace a message's content; metadata left out stays, an empty one goes."""
    blocks = deepcopy(arguments.get("blocks"))
    if blocks is not None:
        name_blocks(blocks, ids=ids)
    text = arguments.get("text") or arguments.get("markdown_text")
    if text is not None:
        message.text = text
    # Blocks stay only if the text is left alone: always send both.
    if blocks is not None or text is not None:
        message.blocks = blocks or []
        message.state = first_state(message.blocks)
    if "attachments" in arguments:
        message.attachments = deepcopy(arguments["attachments"])
    if "metadata" in arguments:
        message.metadata = deepcopy(arguments["metadata"]) or None
    if arguments.get("reply_broadcast"):
        message.is_broadcast = True
    if not blocks:  # with blocks Slack leaves no "(edited)" mark
        message.edited_ts = ids.ts()


def as_json(message: Message, channel: Channel, *, with_metadata: bool) -> dict[str, Any]:
    """Give a message as conversations.history does."""
    shown: dict[str, Any] = {
        "type": "message",
        "user": message.user,
        "ts": message.ts,
        "text": message.text,
        "team": world.TEAM_ID,
    }
    if message.by_app:
        shown |= {"bot_id": world.BOT_ID, "app_id": world.APP_ID}
    for name in ("blocks", "attachments", "files"):
        if content := getattr(message, name):
            shown[name] = deepcopy(content)
    if message.is_broadcast:
        shown["subtype"] = "thread_broadcast"
    if message.edited_ts:
        shown["edited"] = {"user": message.user, "ts": message.edited_ts}
    if message.ephemeral_for:
        shown["is_ephemeral"] = True
    if with_metadata and message.metadata:
        shown["metadata"] = deepcopy(message.metadata)
    if message.thread_ts:
        shown["thread_ts"] = message.thread_ts
    elif replies := list(replies_to(message, channel)):
        shown |= {
            "thread_ts": message.ts,
            "reply_count": len(replies),
            "reply_users": list(dict.fromkeys(reply.user for reply in replies)),
            "latest_reply": replies[-1].ts,
        }
    return shown


def replies_to(message: Message, channel: Channel) -> Iterator[Message]:
    """Go through a thread's replies, oldest first."""
    return (one for one in channel.messages if one.thread_ts == message.ts and not one.ephemeral_for)


def direct_channel(everything: World, user: str, *, ids: Ids) -> Channel:
    """Find or make the direct conversation of a person with the bot."""
    members = [user, everything.bot.id]
    for channel in everything.channels.values():
        if channel.is_im and channel.members == members:
            return channel
    channel = Channel(id=ids.new("D"), name="directmessage", is_im=True, is_private=True, members=members)
    everything.channels[channel.id] = channel
    return channel
