"""Answers by response URL or in the ack of a command: seen by one person unless asked otherwise.

https://docs.slack.dev/interactivity/handling-user-interaction
"""

from __future__ import annotations

import json
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from sandbox.slack import messages
from sandbox.slack.errors import Refused
from sandbox.slack.workspace import Workspace
from sandbox.slack.world import Channel, Message

_CONTENT = ("text", "blocks", "attachments", "metadata", "markdown_text")


async def answer_response_url(request: Request, *, workspace: Workspace) -> Response:
    """Take one POST to a response URL."""
    body = await request.body()
    try:
        content = json.loads(body)
    except ValueError:
        return PlainTextResponse("invalid_payload", status_code=400)
    if not isinstance(content, dict):
        return PlainTextResponse("invalid_payload", status_code=400)
    try:
        url = workspace.triggers.use_url(request.path_params["secret"])
    except Refused as refused:
        return JSONResponse({"ok": False, "error": refused.error}, status_code=404)
    channel = workspace.world.channels[url.channel]
    original = channel.find(url.message_ts, seen_by=url.user)
    try:
        show_reply(workspace, content, user=url.user, channel=channel, original=original)
    except Refused as refused:
        return JSONResponse({"ok": False, "error": refused.error, **refused.about}, status_code=400)
    return PlainTextResponse("ok")


def show_reply(
    workspace: Workspace, content: dict[str, Any], *, user: str, channel: Channel, original: Message | None
) -> None:
    """Post, replace or delete as the content says; raises Refused for content that Slack refuses."""
    if content.get("delete_original"):
        if original is not None and original in channel.messages:
            channel.messages.remove(original)
            workspace.stream.tell("deleted", channel=channel.id)
        return
    wanted = {name: content[name] for name in _CONTENT if content.get(name)}
    messages.check_content(wanted)
    if content.get("replace_original") and original is not None:
        # An ephemeral message stays one, whatever the response type says.
        messages.change_message(original, wanted, ids=workspace.ids)
        workspace.stream.tell("changed", channel=channel.id)
        return
    if content.get("thread_ts") and not content.get("replace_original", True):
        wanted["thread_ts"] = content["thread_ts"]
    message = messages.make_message(
        wanted, author=workspace.world.bot.id, by_app=True, ids=workspace.ids, channel=channel
    )
    is_public = content.get("response_type") == "in_channel"
    message.ephemeral_for = None if is_public else user
    channel.messages.append(message)
    workspace.stream.tell("message" if is_public else "ephemeral", channel=channel.id, user=user)
