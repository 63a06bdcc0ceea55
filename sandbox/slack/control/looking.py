"""Control calls that only look."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request

from sandbox.slack import messages, world
from sandbox.slack.workspace import Workspace

Body = dict[str, Any]


def world_now(workspace: Workspace, request: Request) -> Body:
    """Show everybody, every channel and the app's secrets."""
    del request
    everything = workspace.world
    return {
        "team_id": world.TEAM_ID,
        "team_name": world.TEAM_NAME,
        "other_team_id": world.OTHER_TEAM_ID,
        "app_id": world.APP_ID,
        "bot_user_id": everything.bot.id,
        "bot_token": world.BOT_TOKEN,
        "app_token": world.APP_TOKEN,
        "signing_secret": world.SIGNING_SECRET,
        "commands": [dict(each) for each in workspace.manifest.commands],
        "shortcuts": [dict(each) for each in workspace.manifest.shortcuts],
        "global_shortcuts": sorted(workspace.manifest.global_shortcuts),
        "message_shortcuts": sorted(workspace.manifest.message_shortcuts),
        "steps": [each.as_json() for each in workspace.manifest.functions.values()],
        "connections": workspace.delivery.sockets.count(),
        "now": workspace.clock.now(),
        "users": [
            {
                "id": user.id,
                "name": user.name,
                "real_name": user.real_name,
                "tz": user.tz,
                "is_bot": user.is_bot,
                "is_owner": user.is_owner,
                "team_id": user.team_id,
                "deleted": user.deleted,
            }
            for user in everything.users.values()
        ],
        "channels": [
            {
                "id": channel.id,
                "name": channel.name,
                "is_private": channel.is_private,
                "is_archived": channel.is_archived,
                "is_im": channel.is_im,
                "members": channel.members,
            }
            for channel in everything.channels.values()
        ],
    }


def views(workspace: Workspace, request: Request) -> Body:
    """Show what one person sees: the modals, the one on top last, and the Home tab."""
    user = workspace.person(request.path_params["user"])
    home = workspace.views.homes.get(user.id)
    return {
        "stack": [view.as_json() for view in workspace.views.stacks.get(user.id, [])],
        "home": home.as_json() if home else None,
    }


def messages_in(workspace: Workspace, request: Request) -> Body:
    """Show a channel's messages with metadata, and the ephemeral ones that `?user=` sees."""
    channel = workspace.place(request.path_params["channel"])
    named = request.query_params.get("user")
    user = workspace.person(named).id if named else None
    seen = [m for m in channel.messages if m.ephemeral_for is None or m.ephemeral_for == user]
    return {"messages": [messages.as_json(m, channel, with_metadata=True) for m in seen]}


def given(workspace: Workspace, request: Request) -> Body:
    """Show how much of a file the app has taken."""
    return {"bytes": workspace.given[request.path_params["file"]]}


def log(workspace: Workspace, request: Request) -> Body:
    """Show the calls of the app and the deliveries to it; `?after=` leaves out so many calls, `?method=` all others."""
    after, method = int(request.query_params.get("after", 0)), request.query_params.get("method")
    calls = [call for call in workspace.calls[after:] if method in (None, call["method"])]
    return {"calls": calls, "deliveries": workspace.delivery.log}


def held(workspace: Workspace, request: Request) -> Body:
    """Show the calls that wait in a `hold`."""
    del request
    return {"held": workspace.faults.held()}


def steps(workspace: Workspace, request: Request) -> Body:
    """Show every step of a workflow that the app was asked to carry out."""
    del request
    return {"steps": [each.as_json() for each in workspace.executions.all()]}
