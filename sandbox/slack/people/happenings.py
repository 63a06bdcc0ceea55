"""Things that happen in the workspace and reach the app as events, when its manifest subscribes to them.

https://docs.slack.dev/reference/events
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox.slack import messages, payloads, world
from sandbox.slack.errors import Impossible, Refused
from sandbox.slack.functions import Execution
from sandbox.slack.ids import digest
from sandbox.slack.workspace import Workspace
from sandbox.slack.world import Channel, Message, User


def emit(workspace: Workspace, event: dict[str, Any], *, subscription: str | None = None) -> bool:
    """Send an event if the manifest subscribes to it; tells whether it does."""
    if (subscription or event["type"]) not in workspace.manifest.events:
        return False
    workspace.delivery.tell(payloads.event(workspace, {"event_ts": workspace.ids.ts(), **event}))
    return True


def open_home(workspace: Workspace, *, user: User) -> bool:
    """Open the app's Home tab."""
    if not workspace.manifest.has_home:
        raise Impossible("The manifest turns no Home tab on.")
    if user.is_foreign:
        raise Impossible(f"{user.name} is of another company, which has no such app.")
    channel = messages.direct_channel(workspace.world, user.id, ids=workspace.ids)
    event: dict[str, Any] = {
        "type": "app_home_opened",
        "user": user.id,
        "channel": channel.id,
        "tab": "home",
    }
    if user.id in workspace.views.homes:
        event["view"] = workspace.views.homes[user.id].as_json()
    return emit(workspace, event)


def run_step(workspace: Workspace, *, user: User, callback_id: str, inputs: Mapping[str, Any]) -> Execution:
    """Let somebody run a workflow that comes to a step of the app's.

    https://docs.slack.dev/reference/events/function_executed
    """
    function = workspace.manifest.functions.get(callback_id)
    if function is None or "function_executed" not in workspace.manifest.events:
        raise Impossible(f"The manifest offers no step {callback_id!r}, or does not subscribe to its event.")
    execution = workspace.executions.begin(function, inputs=inputs, user_id=user.id)
    emit(
        workspace,
        {
            "type": "function_executed",
            "function": {
                "id": f"Fn0{digest(callback_id, length=9)}",
                "callback_id": callback_id,
                "title": function.title,
                "description": function.description,
                "type": "app",
                "input_parameters": [each.as_json() for each in function.inputs.values()],
                "output_parameters": [each.as_json() for each in function.outputs.values()],
                "app_id": world.APP_ID,
                "date_created": int(workspace.clock.now()),
                "date_updated": int(workspace.clock.now()),
                "date_deleted": 0,
            },
            "inputs": execution.inputs,
            "function_execution_id": execution.id,
            "workflow_execution_id": execution.workflow_id,
            "bot_access_token": execution.token,
        },
    )
    return execution


def say(workspace: Workspace, *, user: User, channel: Channel, text: str, thread_ts: str | None) -> Message:
    """Let a person write a message."""
    if user.id not in channel.members or channel.is_archived:
        raise Impossible(f"{user.name} cannot write in {channel.name}.")
    content = {"text": text, "thread_ts": thread_ts}
    try:
        message = messages.make_message(content, author=user.id, by_app=False, ids=workspace.ids, channel=channel)
    except Refused as refused:
        raise Impossible(f"There is no message {thread_ts} to reply to.") from refused
    channel.messages.append(message)
    workspace.stream.tell("message", channel=channel.id)
    if workspace.world.bot.id in channel.members:
        event = messages.as_json(message, channel, with_metadata=False)
        event |= {"channel": channel.id, "channel_type": _channel_type(channel)}
        emit(workspace, event, subscription=f"message.{channel.kind}")
    return message


def _channel_type(channel: Channel) -> str:
    return {"channels": "channel", "groups": "group", "im": "im"}[channel.kind]
