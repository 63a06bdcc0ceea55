"""Submitting and closing modals.

https://docs.slack.dev/surfaces/modals
"""

from __future__ import annotations

from typing import Any

from sandbox.slack import payloads
from sandbox.slack.blocks.layout import each_element
from sandbox.slack.errors import Impossible, Refused
from sandbox.slack.people.clicks import find_spot
from sandbox.slack.people.outcome import Outcome, ask_app
from sandbox.slack.state import input_errors, typed_state
from sandbox.slack.views import View
from sandbox.slack.workspace import Workspace
from sandbox.slack.world import User


def fill_in(view: View, filled: dict[str, dict[str, Any]]) -> None:
    """Type and choose `{block_id: {action_id: value}}` in a view, telling nobody."""
    for block_id, values in filled.items():
        for action_id, value in values.items():
            spot = find_spot(view.content["blocks"], action_id=action_id, block_id=block_id)
            suggested = view.suggested.get(action_id, [])
            view.values[block_id][action_id] = typed_state(spot.element, value, suggested=suggested)


async def submit(workspace: Workspace, *, user: User, view: View) -> Outcome:
    """Press the submit button of the modal on top.

    Slack's own checks come first; then the app may answer with errors, another view, or nothing. An ack
    that is late or that Slack cannot use shows the person an error and leaves the modal open.
    """
    if workspace.views.top(user.id) is not view:
        raise Impossible("Only the modal on top of this person's own can be submitted.")
    if "submit" not in view.content or view.content.get("submit_disabled"):
        raise Impossible("This modal has no submit button to press.")
    if errors := input_errors(view.content["blocks"], view.values):
        return Outcome(about={"errors": errors})
    trigger_id = workspace.triggers.mint(user=user.id, channel=view.channel, view_id=view.id)
    payload = payloads.interaction(
        "view_submission",
        user,
        trigger_id=trigger_id,
        view=view.as_json(),
        response_urls=_response_urls(workspace, view),
    )
    outcome = await ask_app(workspace, "interactive", payload, trigger_id=trigger_id, accepts_payload=True)
    outcome.about["errors"] = {}
    if outcome.error is None and outcome.ack is not None:
        try:
            outcome.about["errors"] = _obey(workspace, view, outcome.ack.body)
        except Refused as refused:
            outcome.error = "invalid_response"
            outcome.about |= {"reason": refused.error, **refused.about}
    workspace.stream.tell("view", user=user.id)
    return outcome


def _response_urls(workspace: Workspace, view: View) -> list[dict[str, str]]:
    urls = []
    for block, element in each_element(view.content["blocks"]):
        if block["type"] == "input" and element.get("response_url_enabled"):
            state = view.values[block["block_id"]][element["action_id"]]
            channel = state.get("selected_conversation") or state.get("selected_channel")
            if channel in workspace.world.channels:
                url = workspace.response_url(user=view.user, channel=channel, kind="app")
                about = {"block_id": block["block_id"], "action_id": element["action_id"]}
                urls.append({**about, "channel_id": channel, "response_url": url})
    return urls


def _obey(workspace: Workspace, view: View, body: Any) -> dict[str, str]:
    """Do what the ack says; answers the errors to show beside fields, raises Refused for what is unusable."""
    views = workspace.views
    is_open = views.find(view.id) is view
    if body in (None, "", {}):
        if is_open:
            views.close(view)
        return {}
    action = body.get("response_action") if isinstance(body, dict) else None
    match action:
        case "errors":
            return _usable_errors(view, body.get("errors"))
        case "update" if isinstance(body.get("view"), dict):
            views.update(view, body["view"])
        case "push" if isinstance(body.get("view"), dict):
            views.push(body["view"], user=view.user)
        case "clear":
            views.close_all(view.user)
        case _:
            raise Refused("unknown_response_action")
    return {}


def _usable_errors(view: View, errors: Any) -> dict[str, str]:
    inputs = {block["block_id"] for block in view.content["blocks"] if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors or not all(isinstance(e, str) for e in errors.values()):
        raise Refused("invalid_errors")
    if unknown := sorted(errors.keys() - inputs):
        raise Refused("invalid_errors", blocks=unknown)
    return errors


async def close(workspace: Workspace, *, user: User, view: View, everything: bool) -> Outcome:
    """Press Cancel (this view), or the x (`everything`: the app hears of the root view)."""
    if workspace.views.top(user.id) is not view:
        raise Impossible("Only the modal on top of this person's own can be closed.")
    is_cleared = everything or bool(view.content.get("clear_on_close"))
    told = workspace.views.stacks[user.id][0] if is_cleared else view
    if is_cleared:
        workspace.views.close_all(user.id)
    else:
        workspace.views.close(view)
    workspace.stream.tell("view", user=user.id)
    if not told.content.get("notify_on_close"):
        return Outcome(about={"delivered": False})
    payload = payloads.interaction("view_closed", user, view=told.as_json(), is_cleared=is_cleared)
    return await ask_app(workspace, "interactive", payload)
