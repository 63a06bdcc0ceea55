"""Slash commands and shortcuts: how people start something.

https://docs.slack.dev/interactivity/implementing-slash-commands
"""

from __future__ import annotations

import re
from typing import Any

from sandbox.slack import messages, payloads
from sandbox.slack.errors import Impossible, Refused
from sandbox.slack.people.outcome import Outcome, ask_app
from sandbox.slack.replies import show_reply
from sandbox.slack.workspace import Workspace
from sandbox.slack.world import Channel, Message, User

_NAMED = re.compile(r"([@#])([\w.-]+)")


async def type_command(workspace: Workspace, *, user: User, channel: Channel, command: str, text: str) -> Outcome:
    """Type a slash command; what the ack says is shown to the person, or to all with `in_channel`."""
    if command not in workspace.manifest.escapes:
        raise Impossible(f"{command} is not a valid command: the manifest does not name it.")
    if channel.is_archived:
        raise Impossible("Nobody can write in an archived channel.")
    if user.id not in channel.members:
        raise Impossible(f"{user.name} is not in {channel.name} and cannot write there.")
    if user.is_foreign:
        raise Impossible(f"{user.name} is of another company, which has no such command.")
    if workspace.manifest.escapes[command]:
        text = _escape(workspace, text)
    trigger_id = workspace.triggers.mint(user=user.id, channel=channel.id)
    payload = payloads.command(workspace, user, channel, command=command, text=text.strip(), trigger_id=trigger_id)
    outcome = await ask_app(workspace, "slash_commands", payload, trigger_id=trigger_id, accepts_payload=True)
    if outcome.error is None and outcome.ack is not None:
        _show_ack(workspace, outcome, outcome.ack.body, user=user, channel=channel)
    return outcome


def _escape(workspace: Workspace, text: str) -> str:
    def link(match: re.Match[str]) -> str:
        sign, name = match.groups()
        if sign == "@":
            people = workspace.world.users.values()
            return next((f"<@{u.id}|{u.name}>" for u in people if u.name == name), match.group())
        channels = workspace.world.channels.values()
        return next((f"<#{c.id}|{c.name}>" for c in channels if c.name == name), match.group())

    return _NAMED.sub(link, text)


def _show_ack(workspace: Workspace, outcome: Outcome, body: Any, *, user: User, channel: Channel) -> None:
    content = {"text": body} if isinstance(body, str) else body
    # A bare {"response_type": "in_channel"} only echoes the command line.
    if not isinstance(content, dict) or not content.keys() & {"text", "blocks", "attachments"}:
        return
    try:
        show_reply(workspace, content, user=user.id, channel=channel, original=None)
    except Refused as refused:
        outcome.error = refused.error
        outcome.about = refused.about


async def use_shortcut(workspace: Workspace, *, user: User, callback_id: str) -> Outcome:
    """Use a global shortcut: no channel, no response URL."""
    if callback_id not in workspace.manifest.global_shortcuts:
        raise Impossible(f"The manifest names no global shortcut {callback_id!r}.")
    if user.is_foreign:
        raise Impossible(f"{user.name} is of another company, which has no such app.")
    trigger_id = workspace.triggers.mint(user=user.id)
    payload = payloads.interaction(
        "shortcut", user, callback_id=callback_id, trigger_id=trigger_id, action_ts=workspace.ids.ts()
    )
    return await ask_app(workspace, "interactive", payload, trigger_id=trigger_id)


async def use_message_shortcut(
    workspace: Workspace, *, user: User, callback_id: str, channel: Channel, message: Message
) -> Outcome:
    """Use a shortcut from a message's menu."""
    if callback_id not in workspace.manifest.message_shortcuts:
        raise Impossible(f"The manifest names no message shortcut {callback_id!r}.")
    trigger_id = workspace.triggers.mint(user=user.id, channel=channel.id)
    payload = payloads.interaction(
        "message_action",
        user,
        callback_id=callback_id,
        trigger_id=trigger_id,
        action_ts=workspace.ids.ts(),
        message_ts=message.ts,
        channel={"id": channel.id, "name": channel.name},
        message=messages.as_json(message, channel, with_metadata=True),
        response_url=workspace.response_url(user=user.id, channel=channel.id, message_ts=message.ts, kind="app"),
    )
    return await ask_app(workspace, "interactive", payload, trigger_id=trigger_id)
