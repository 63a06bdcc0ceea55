"""users.info and users.list: who is here.

https://docs.slack.dev/reference/methods/users.info
"""

from __future__ import annotations

from typing import Any

from sandbox.slack import world
from sandbox.slack.arguments import Arguments
from sandbox.slack.errors import Refused
from sandbox.slack.limits import Tier
from sandbox.slack.methods.method import PAGE, Answer, Method, page_of
from sandbox.slack.workspace import Workspace
from sandbox.slack.world import User


def _as_json(user: User, *, with_locale: bool) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "id": user.id,
        "team_id": world.TEAM_ID,
        "name": user.name,
        "real_name": user.real_name,
        "deleted": False,
        "tz": user.tz,
        "tz_label": user.tz_label,
        "tz_offset": user.tz_offset,
        # No email: that needs users:read.email.
        "profile": {"real_name": user.real_name, "display_name": user.name, "team": world.TEAM_ID},
        "is_admin": False,
        "is_owner": False,
        "is_bot": user.is_bot,
        "is_app_user": False,
    }
    return shown | ({"locale": "en-GB"} if with_locale else {})


def _info(workspace: Workspace, arguments: Arguments) -> Answer:
    user = workspace.world.users.get(arguments["user"])
    if user is None:
        raise Refused("user_not_found")
    return {"user": _as_json(user, with_locale=arguments.get("include_locale", False))}


def _list(workspace: Workspace, arguments: Arguments) -> Answer:
    page, cursor = page_of(list(workspace.world.users.values()), arguments)
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
