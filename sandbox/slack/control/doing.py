"""Control calls by which people do something in the workspace."""

from __future__ import annotations

import base64
from typing import Any

from sandbox.slack import messages
from sandbox.slack.errors import Impossible
from sandbox.slack.people import clicks, commands, files, happenings, modals
from sandbox.slack.people.outcome import Outcome
from sandbox.slack.views import View
from sandbox.slack.workspace import Workspace
from sandbox.slack.world import Channel, Message, User

Body = dict[str, Any]


async def command(workspace: Workspace, body: Body) -> Body:
    """Type a slash command."""
    outcome = await commands.type_command(
        workspace,
        user=workspace.actor(body["user"]),
        channel=workspace.place(body["channel"]),
        command=body["command"],
        text=body.get("text", ""),
    )
    return outcome.as_json()


async def interact(workspace: Workspace, body: Body) -> Body:
    """Use a shortcut, an element, a select's search, a modal's close button or the Home tab."""
    user = workspace.actor(body["user"])
    match body["type"]:
        case "shortcut":
            outcome = await commands.use_shortcut(workspace, user=user, callback_id=body["callback_id"])
        case "message_action":
            channel, message = _message(workspace, user, body)
            outcome = await commands.use_message_shortcut(
                workspace, user=user, callback_id=body["callback_id"], channel=channel, message=message
            )
        case "block_actions":
            outcome = await _click(workspace, user, body)
        case "block_suggestion":
            view = _view(workspace, user, body)
            outcome = await clicks.ask_for_options(
                workspace, user=user, view=view, spot=_spot(view.content, body), value=body["value"]
            )
        case "view_closed":
            view = _view(workspace, user, body)
            everything = bool(body.get("is_cleared"))
            outcome = await modals.close(workspace, user=user, view=view, everything=everything)
        case "home_opened":
            outcome = Outcome(about={"delivered": happenings.open_home(workspace, user=user)})
        case kind:
            raise Impossible(f"There is no interaction {kind!r}.")
    return outcome.as_json()


async def _click(workspace: Workspace, user: User, body: Body) -> Outcome:
    value, action = body.get("value"), body.get("action")
    if "view_id" in body:
        view = _view(workspace, user, body)
        modals.fill_in(view, body.get("values", {}))
        spot = _spot(view.content, body)
        return await clicks.click_in_view(workspace, user=user, view=view, spot=spot, value=value, action=action)
    channel, message = _message(workspace, user, body)
    spot = _spot({"blocks": message.blocks}, body)
    return await clicks.click_in_message(
        workspace, user=user, channel=channel, message=message, spot=spot, value=value, action=action
    )


def _spot(content: Body, body: Body) -> clicks.Spot:
    return clicks.find_spot(content["blocks"], action_id=body["action_id"], block_id=body.get("block_id"))


def _view(workspace: Workspace, user: User, body: Body) -> View:
    view = workspace.views.find(body["view_id"])
    if view is None or view.user != user.id:
        raise Impossible(f"{user.name} sees no view {body['view_id']!r}.")
    return view


def _message(workspace: Workspace, user: User, body: Body) -> tuple[Channel, Message]:
    channel = workspace.place(body["channel"])
    message = channel.find(body["message_ts"], seen_by=user.id)
    if message is None or user.id not in channel.members:
        raise Impossible(f"{user.name} sees no message {body['message_ts']} in {channel.name}.")
    return channel, message


async def view_submit(workspace: Workspace, body: Body) -> Body:
    """Fill in a modal and submit it."""
    user = workspace.actor(body["user"])
    view = _view(workspace, user, body)
    modals.fill_in(view, body.get("values", {}))
    outcome = await modals.submit(workspace, user=user, view=view)
    top = workspace.views.top(user.id)
    return {**outcome.as_json(), "view": top.as_json() if top else None}


async def file(workspace: Workspace, body: Body) -> Body:
    """Pick a file for a file_input; the content comes in base64, or is a line again and again."""
    content: bytes | files.Repeated
    if "line" in body:
        content = files.Repeated(line=body["line"].encode(), size=body["size"])
    else:
        content = base64.b64decode(body["content"])
    user = workspace.actor(body["user"])
    picked = files.pick(workspace, user=user, name=body["name"], content=content, told_size=body.get("told_size"))
    return {"ok": True, "file": picked}


async def say(workspace: Workspace, body: Body) -> Body:
    """Write a message as a person."""
    channel = workspace.place(body["channel"])
    message = happenings.say(
        workspace,
        user=workspace.actor(body["user"]),
        channel=channel,
        text=body["text"],
        thread_ts=body.get("thread_ts"),
    )
    return {"ok": True, "message": messages.as_json(message, channel, with_metadata=False)}


async def step(workspace: Workspace, body: Body) -> Body:
    """Run a workflow that comes to a step of the app's, or end one that runs."""
    if "cancel" in body:
        execution = workspace.executions.cancel(body["cancel"])
        workspace.stream.tell("function")
    else:
        execution = happenings.run_step(
            workspace,
            user=workspace.actor(body["user"]),
            callback_id=body["callback_id"],
            inputs=body.get("inputs", {}),
        )
    return {"ok": True, "execution": execution.as_json()}


async def event(workspace: Workspace, body: Body) -> Body:
    """Let any event happen that the manifest subscribes to."""
    if not happenings.emit(workspace, body["event"], subscription=body.get("subscription")):
        raise Impossible(f"The manifest does not subscribe to {body['event']['type']}.")
    return {"ok": True}
