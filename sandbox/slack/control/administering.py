"""Control calls by which the workspace's people, channels and groups change."""

from __future__ import annotations

from typing import Any

from sandbox.slack.errors import Impossible
from sandbox.slack.ids import digest
from sandbox.slack.people import channels
from sandbox.slack.people.happenings import emit
from sandbox.slack.workspace import Workspace
from sandbox.slack.world import TEAM_ID, Channel, User, UserGroup

Body = dict[str, Any]
_FLAGS = ("is_admin", "is_owner", "is_restricted", "is_ultra_restricted", "deleted")


async def join(workspace: Workspace, body: Body) -> Body:
    """Put somebody in or out of a channel."""
    channels.set_membership(
        workspace,
        user=workspace.person(body["user"]),
        channel=workspace.place(body["channel"]),
        member=body.get("member", True),
    )
    return {"ok": True}


async def channel(workspace: Workspace, body: Body) -> Body:
    """Make a channel; with `id`, rename, archive, convert, share or delete it, or bring it back."""
    if "id" in body:
        changed = workspace.place(body["id"])
        _change_channel(workspace, changed, body)
    else:
        changed = Channel(
            id=workspace.ids.new("C"),
            name=body["name"],
            created=int(workspace.clock.now()),
            is_private=body.get("is_private", False),
            members=[workspace.person(member).id for member in body.get("members", [])],
        )
        workspace.world.channels[changed.id] = changed
    workspace.stream.tell("channel", channel=changed.id)
    return {"ok": True, "id": changed.id}


def _change_channel(workspace: Workspace, changed: Channel, body: Body) -> None:
    if "name" in body:
        channels.rename(workspace, channel=changed, name=body["name"])
    if "is_archived" in body:
        channels.set_archived(workspace, channel=changed, archived=body["is_archived"])
    if "is_private" in body:
        changed.is_private = body["is_private"]  # its id and its people stay, and Slack has no event for it
    if "shared_with" in body:
        gets_new_id = body.get("gets_new_id", False)
        channels.share(workspace, channel=changed, team_id=body["shared_with"], gets_new_id=gets_new_id)
    if body.get("deleted"):
        channels.delete(workspace, channel=changed)


async def person(workspace: Workspace, body: Body) -> Body:
    """Add somebody, of this company or another (`team_id`); with `user`, change what somebody is."""
    if wrong := [name for name in _FLAGS if not isinstance(body.get(name, False), bool)]:
        raise Impossible(f"{wrong[0]} is true or false.")
    if "user" in body:
        user = workspace.person(body["user"])
    else:
        user = _somebody(body)
        workspace.world.users[user.id] = user
    for flag in _FLAGS:
        setattr(user, flag, body.get(flag, getattr(user, flag)))
    if user.deleted:  # who leaves the workspace is in no channel and in no group any more
        rosters = [each.members for each in workspace.world.channels.values() if not each.is_im]
        rosters += [each.users for each in workspace.world.groups.values()]
        for roster in rosters:
            if user.id in roster:
                roster.remove(user.id)
    if "user" in body:
        about = {"id": user.id, "team_id": user.team_id, "deleted": user.deleted}
        emit(workspace, {"type": "user_change", "user": about})
    workspace.stream.tell("channel")
    return {"ok": True, "id": user.id}


def _somebody(body: Body) -> User:
    name = body["name"]
    return User(
        id=f"U0{digest(name, length=9)}",
        name=name,
        real_name=body.get("real_name", name.title()),
        tz="Europe/Lisbon",
        tz_label="Western European Time",
        tz_offset=0,
        team_id=body.get("team_id", TEAM_ID),
    )


async def usergroup(workspace: Workspace, body: Body) -> Body:
    """Make a group of people; with `id`, change its members or disable it."""
    if "id" in body:
        group = workspace.world.groups.get(body["id"])
        if group is None:
            raise Impossible(f"There is no user group {body['id']!r}.")
    else:
        group = UserGroup(
            id=workspace.ids.new("S"),
            handle=body["handle"],
            name=body.get("name", body["handle"].title()),
            created=int(workspace.clock.now()),
        )
        workspace.world.groups[group.id] = group
    if "members" in body:
        group.users = [workspace.person(member).id for member in body["members"]]
    group.is_disabled = body.get("is_disabled", group.is_disabled)
    return {"ok": True, "id": group.id}
