"""users.info and users.list: who is here.

https://docs.slack.dev/reference/methods/users.info
"""

from __future__ import annotations

from typing import Any

from sandbox.slack.arguments import Arguments
from sandbox.slack.errors import Refused
from sandbox.slack.limits import Tier
from sandbox.slack.methods.method import PAGE, Answer, Method, page_of
from sandbox.slack.workspace import Workspace
from sandbox.slack.world import User


def _as_json(user: User, *, with_locale: bool) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "id": user.id,
        "team_id": user.team_id,
        "name": user.name,
        "real_name": user.real_name,
        "deleted": user.deleted,
        # No email: that needs users:read.email.
        "profile": {"real_name": user.real_name, "display_name": user.name, "team": user.team_id},
        "is_bot": user.is_bot,
        "is_app_user": False,
    }
    if user.deleted:
        return shown
    shown |= {"tz": user.tz, "tz_label": user.tz_label, "tz_offset": user.tz_offset}
    if user.is_foreign:
        shown["is_stranger"] = False  # in a channel that the app sees; see _stranger
    else:
        roles = ("is_admin", "is_owner", "is_primary_owner", "is_restricted", "is_ultra_restricted")
        shown |= {role: getattr(user, role) for role in roles}
    return shown | ({"locale": "en-GB"} if with_locale else {})


def _stranger(user: User) -> dict[str, Any]:
    """Give what is told of somebody of another company who shares no channel with the app."""
    return {"id": user.id, "team_id": user.team_id, "name": user.name, "is_stranger": True, "profile": {}}


def _is_met(workspace: Workspace, user: User) -> bool:
    """Tell whether somebody is of this workspace, or in a channel that the app sees."""
    bot = workspace.world.bot.id
    seen = (each for each in workspace.world.channels.values() if not each.is_private or bot in each.members)
    return not user.is_foreign or any(user.id in channel.members for channel in seen)


def _info(workspace: Workspace, arguments: Arguments) -> Answer:
    user = workspace.world.users.get(arguments["user"])
    if user is None:
        raise Refused("user_not_found")
    if not _is_met(workspace, user):
        return {"user": _stranger(user)}
    return {"user": _as_json(user, with_locale=arguments.get("include_locale", False))}


def _list(workspace: Workspace, arguments: Arguments) -> Answer:
    people = [user for user in workspace.world.users.values() if _is_met(workspace, user)]
    page, cursor = page_of(people, arguments)
    with_locale = arguments.get("include_locale", False)
    return {
        "members": [_as_json(user, with_locale=with_locale) for user in page],
        "cache_ts": int(workspace.clock.now()),
        "response_metadata": {"next_cursor": cursor},
    }


METHODS = (
    Method(
        name="users.info",
        tier=Tier.T4,
        run=_info,
        scopes=("users:read",),
        takes_json=False,
        required={"user": "string"},
        optional={"include_locale": "boolean"},
    ),
    Method(
        name="users.list",
        tier=Tier.T2,
        run=_list,
        scopes=("users:read",),
        takes_json=False,
        optional={**PAGE, "include_locale": "boolean", "team_id": "string"},
    ),
)
