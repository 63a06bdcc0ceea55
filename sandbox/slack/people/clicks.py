"""Clicks and choices in messages, modals and the Home tab, and the options an app suggests.

https://docs.slack.dev/reference/interaction-payloads/block_actions-payload
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from sandbox.slack import messages, payloads
from sandbox.slack.blocks.composition import GROUP, OPTION
from sandbox.slack.blocks.layout import each_element
from sandbox.slack.blocks.shape import Report, many
from sandbox.slack.errors import Impossible
from sandbox.slack.people.outcome import Outcome, ask_app
from sandbox.slack.state import Values, key_of, typed_state
from sandbox.slack.views import View
from sandbox.slack.workspace import Workspace
from sandbox.slack.world import Channel, Message, User

# The keys of a button or menu that a click sends along.
_BUTTON_KEYS = ("text", "value", "url", "style")


@dataclass(frozen=True, kw_only=True)
class Spot:
    """One element that a person can use, in its block."""

    block: dict[str, Any]
    element: dict[str, Any]


def find_spot(blocks: list[dict[str, Any]], *, action_id: str, block_id: str | None) -> Spot:
    """Find an element by its ids; raises Impossible when there is none, or more than one."""
    spots = [
        Spot(block=block, element=element)
        for block, element in each_element(blocks)
        if element["action_id"] == action_id and block_id in (None, block["block_id"])
    ]
    if not spots:
        raise Impossible(f"There is no element with the action_id {action_id!r} here.")
    if len(spots) > 1:
        raise Impossible(f"More than one element has the action_id {action_id!r}: say the block_id.")
    return spots[0]


async def click_in_view(
    workspace: Workspace, *, user: User, view: View, spot: Spot, value: Any, action: dict[str, Any] | None
) -> Outcome:
    """Use an element of a modal or Home tab; in an input block the app hears of it only when it asked to."""
    suggested = view.suggested.get(spot.element["action_id"], [])
    done = action or _act(spot, value, values=view.values, suggested=suggested)
    if spot.block["type"] == "input" and not spot.block.get("dispatch_action"):
        workspace.stream.tell("view", user=user.id)
        return Outcome(about={"delivered": False})
    trigger_id = workspace.triggers.mint(user=user.id, channel=view.channel, view_id=view.id)
    payload = payloads.interaction(
        "block_actions",
        user,
        trigger_id=trigger_id,
        actions=[_finished(workspace, spot, done)],
        **payloads.in_view(view),
    )
    return await ask_app(workspace, "interactive", payload, trigger_id=trigger_id)


async def click_in_message(
    workspace: Workspace,
    *,
    user: User,
    channel: Channel,
    message: Message,
    spot: Spot,
    value: Any,
    action: dict[str, Any] | None,
) -> Outcome:
    """Use an element of a message."""
    done = action or _act(spot, value, values=message.state, suggested=[])
    trigger_id = workspace.triggers.mint(user=user.id, channel=channel.id)
    shown = messages.as_json(message, channel, with_metadata=True)
    payload = payloads.interaction(
        "block_actions",
        user,
        trigger_id=trigger_id,
        actions=[_finished(workspace, spot, done)],
        response_url=workspace.response_url(user=user.id, channel=channel.id, message_ts=message.ts, kind="actions"),
        **payloads.in_message(channel, message, shown),
    )
    return await ask_app(workspace, "interactive", payload, trigger_id=trigger_id)


def _act(spot: Spot, value: Any, *, values: Values, suggested: list[dict[str, Any]]) -> dict[str, Any]:
    element = spot.element
    if element["type"] == "overflow":
        chosen = [option for option in element["options"] if option["value"] == value]
        if not chosen:
            raise Impossible(f"The menu {element['action_id']} offers no option {value!r}.")
        return {"selected_option": chosen[0]}
    if key_of(element) is None:
        return {key: deepcopy(element[key]) for key in _BUTTON_KEYS if key in element}
    state = typed_state(element, value, suggested=suggested)
    values[spot.block["block_id"]][element["action_id"]] = state
    return deepcopy(state)


def _finished(workspace: Workspace, spot: Spot, done: dict[str, Any]) -> dict[str, Any]:
    named = {
        "type": spot.element["type"],
        "action_id": spot.element["action_id"],
        "block_id": spot.block["block_id"],
        "action_ts": workspace.ids.ts(),
    }
    return {**done, **named}


async def ask_for_options(workspace: Workspace, *, user: User, view: View, spot: Spot, value: str) -> Outcome:
    """Type into an external select: the app suggests at most 100 options, or groups of them."""
    if not spot.element["type"].endswith("external_select"):
        raise Impossible(f"{spot.element['action_id']} is no external select.")
    if len(value) < spot.element.get("min_query_length", 3):
        raise Impossible("Slack asks for suggestions only from min_query_length letters on (3 by default).")
    payload = payloads.interaction(
        "block_suggestion",
        user,
        action_id=spot.element["action_id"],
        block_id=spot.block["block_id"],
        value=value,
        **payloads.in_view(view),
    )
    outcome = await ask_app(workspace, "interactive", payload, accepts_payload=True)
    if outcome.error is None and outcome.ack is not None:
        _keep_options(outcome, outcome.ack.body, view=view, action_id=spot.element["action_id"])
    return outcome


def _keep_options(outcome: Outcome, body: Any, *, view: View, action_id: str) -> None:
    content = body if isinstance(body, dict) else {}
    report = Report()
    if "options" in content:
        many(OPTION, most=100, least=0)(content["options"], "/options", report)
        offered = content["options"]
    elif "option_groups" in content:
        many(GROUP, most=100, least=0)(content["option_groups"], "/option_groups", report)
        offered = [o for g in content["option_groups"] if not report.messages for o in g["options"]]
    else:
        report.say("must provide either options or option_groups", "/")
        offered = []
    if report.messages:
        outcome.error = "invalid_options"
        outcome.about = {"messages": report.messages}
    else:
        view.suggested[action_id] = [*view.suggested.get(action_id, []), *offered]
