"""usergroups.list and usergroups.users.list: which groups of people there are, and who is in them.

https://docs.slack.dev/reference/methods/usergroups.list
"""

from __future__ import annotations

from typing import Any

from sandbox.slack import world
from sandbox.slack.arguments import Arguments
from sandbox.slack.errors import Refused
from sandbox.slack.limits import Tier
from sandbox.slack.methods.method import Answer, Method
from sandbox.slack.workspace import Workspace
from sandbox.slack.world import UserGroup


def _as_json(group: UserGroup, *, with_count: bool, with_users: bool) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "id": group.id,
        "team_id": world.TEAM_ID,
        "is_usergroup": True,
        "name": group.name,
        "description": "",
        "handle": group.handle,
        "is_external": False,
        "date_create": group.created,
        "date_update": group.created,
        "date_delete": group.created if group.is_disabled else 0,
        "auto_type": None,
        "prefs": {"channels": [], "groups": []},
    }
    if with_count:
        shown["user_count"] = str(len(group.users))  # a text, as in Slack's own example
    return shown | ({"users": list(group.users)} if with_users else {})


def _list(workspace: Workspace, arguments: Arguments) -> Answer:
    shown = [
        _as_json(
            group,
            with_count=arguments.get("include_count", False),
            with_users=arguments.get("include_users", False),
        )
        for group in workspace.world.groups.values()
        if not group.is_disabled or arguments.get("include_disabled", False)
    ]
    return {"usergroups": shown}


def _members(workspace: Workspace, arguments: Arguments) -> Answer:
    group = workspace.world.groups.get(arguments["usergroup"])
    if group is None or (group.is_disabled and not arguments.get("include_disabled", False)):
        raise Refused("no_such_subteam")
    return {"users": list(group.users)}


METHODS = (
    Method(
        name="usergroups.list",
        tier=Tier.T2,
        run=_list,
        scopes=("usergroups:read",),
        takes_json=False,
        optional={
            "include_count": "boolean",
            "include_disabled": "boolean",
            "include_users": "boolean",
            "team_id": "string",
        },
    ),
    Method(
        name="usergroups.users.list",
        tier=Tier.T2,
        run=_members,
        scopes=("usergroups:read",),
        takes_json=False,
        required={"usergroup": "string"},
        optional={"include_disabled": "boolean", "team_id": "string"},
    ),
)
