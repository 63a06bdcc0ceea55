"""views.*: modals and Home tabs that the app shows.

https://docs.slack.dev/reference/methods/views.open
"""

from __future__ import annotations

from sandbox.slack.arguments import Arguments
from sandbox.slack.errors import Refused
from sandbox.slack.limits import Tier
from sandbox.slack.methods.method import Answer, Method
from sandbox.slack.triggers import Trigger
from sandbox.slack.views import View
from sandbox.slack.workspace import Workspace


def _shown(workspace: Workspace, view: View) -> Answer:
    workspace.stream.tell("home" if view.surface == "home" else "view", user=view.user)
    return {"view": view.as_json()}


def _exchange(workspace: Workspace, arguments: Arguments) -> Trigger:
    if not arguments.get("trigger_id"):
        raise Refused.invalid("missing required field: trigger_id")
    return workspace.triggers.exchange(arguments["trigger_id"])


def _open(workspace: Workspace, arguments: Arguments) -> Answer:
    trigger = _exchange(workspace, arguments)
    return _shown(workspace, workspace.views.open(arguments["view"], trigger=trigger))


def _push(workspace: Workspace, arguments: Arguments) -> Answer:
    trigger = _exchange(workspace, arguments)
    return _shown(workspace, workspace.views.push(arguments["view"], user=trigger.user))


def _update(workspace: Workspace, arguments: Arguments) -> Answer:
    view_id, external_id = arguments.get("view_id"), arguments.get("external_id")
    if bool(view_id) == bool(external_id):
        raise Refused.invalid("must provide either view_id or external_id")
    views = workspace.views
    view = views.find(view_id) if view_id else views.find_external(external_id or "")
    if view is None:
        raise Refused("not_found")
    views.update(view, arguments["view"], expected_hash=arguments.get("hash"))
    return _shown(workspace, view)


def _publish(workspace: Workspace, arguments: Arguments) -> Answer:
    if not workspace.manifest.has_home:
        raise Refused("not_enabled")
    user = arguments["user_id"]
    if user not in workspace.world.users:
        raise Refused.invalid("invalid `user_id` [json-pointer:/user_id]")
    view = workspace.views.publish(arguments["view"], user=user, expected_hash=arguments.get("hash"))
    return _shown(workspace, view)


METHODS = (
    Method(
        name="views.open",
        tier=Tier.T4,
        run=_open,
        required={"view": "object"},
        optional={"trigger_id": "string"},
    ),
    Method(
        name="views.push",
        tier=Tier.T4,
        run=_push,
        required={"view": "object"},
        optional={"trigger_id": "string"},
    ),
    Method(
        name="views.update",
        tier=Tier.T4,
        run=_update,
        required={"view": "object"},
        optional={"view_id": "string", "external_id": "string", "hash": "string"},
    ),
    Method(
        name="views.publish",
        tier=Tier.T4,
        run=_publish,
        required={"view": "object", "user_id": "string"},
        optional={"hash": "string"},
    ),
)
