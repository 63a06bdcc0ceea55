"""Payloads as Slack sends them, made from what the app draws: every element pressed, every form handed in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from handlers.command import SUBCOMMANDS
from handlers.request.ids import Action
from tests.handlers.drawn import DRAWN, FORMS, elements
from tests.handlers.listening import listened_to
from tests.handlers.whispers import HERE, PUBLIC

Payload = dict[str, Any]
MARKS = re.compile(r"(?<![A-Za-z0-9_])(?P<mark>[arcpbsl]1)(?![A-Za-z0-9_])")
"""The ids that drawings carry: a creator's account, a request's, a campaign's, a profile's, a list's, a sign-off's, a letter's."""
STATES = {
    Action.REVOKE: "approved",
    Action.TERM: "approved",
    Action.RENEW: "approved",
    Action.UNDO: "held",
    Action.SAME_PERSON: "handed",
}
"""In which state a request has to be for a button of its card to mean anything; all others are of one that waits."""


@cache
def every_payload() -> Sequence[tuple[str, str, Payload]]:
    """Return (kind, name, payload) for whatever the app listens to. Ids are marks yet, and so is who does it."""
    return tuple(_payloads())


def _payloads() -> Iterator[tuple[str, str, Payload]]:
    heard = listened_to()
    for name in sorted(heard["action"]):
        yield "action", name, _pressed(name)
    for name in sorted(heard["options"]):
        yield "options", name, _searched(name)
    for name in sorted(heard["view"]):
        view = next(each for each in FORMS if each["callback_id"] == name)
        yield "view", name, _about(type="view_submission", view=_view(view), response_urls=[])
    for name in sorted(heard["shortcut"]):
        message = {"type": "message", "ts": "1.2", "text": "ask @maya.makes", "user": "U0ANA"}
        about = {"message": message, "message_ts": "1.2", "channel": {"id": PUBLIC}, "response_url": "URL/respond"}
        where = about if "message" in name else {}
        kind = "message_action" if "message" in name else "shortcut"
        yield "shortcut", name, _about(type=kind, callback_id=name, **where)
    for command in sorted(heard["command"]):
        for word in ("", *SUBCOMMANDS, "campaign new", "find secret", "manage @hidden.creator", "nonsense"):
            yield "command", word, {"command": command, "text": word, **_FLAT}
    for name in sorted(heard["event"]):
        yield "event", name, _event(name)


_FLAT = {
    "token": "t",
    "team_id": HERE,
    "team_domain": "northlight",
    "channel_id": PUBLIC,
    "channel_name": "spring",
    "user_id": "WHO",
    "user_name": "somebody",
    "api_app_id": "A0GREEN",
    "is_enterprise_install": "false",
    "response_url": "URL/respond",
    "trigger_id": "1.2.3",
}


def _about(**more: Any) -> Payload:
    return {
        "team": {"id": HERE, "domain": "northlight"},
        "enterprise": None,
        "is_enterprise_install": False,
        "user": {"id": "WHO", "username": "somebody", "team_id": HERE},
        "api_app_id": "A0GREEN",
        "token": "t",
        "trigger_id": "1.2.3",
        **more,
    }


def _pressed(name: str) -> Payload:
    shown, element = _drawn_with(name)
    used = {"block_id": _block_of(shown, name), "action_id": name, "type": element["type"], "action_ts": "1.3"}
    payload = _about(type="block_actions", actions=[used | _state(element)], **_where(shown))
    if "view" not in payload or payload["view"]["type"] == "home":
        payload["response_url"] = "URL/respond"
    return payload


def _searched(name: str) -> Payload:
    shown, _element = _drawn_with(name)
    block_id = _block_of(shown, name)
    return _about(type="block_suggestion", action_id=name, block_id=block_id, value="", **_where(shown))


def _where(shown: Any) -> Payload:
    if isinstance(shown, dict):
        view = _view(shown)
        return {"view": view, "container": {"type": "view", "view_id": view["id"]}}
    message = {"type": "message", "ts": "1.2", "user": "U0BOT", "text": "a card", "blocks": shown}
    container = {"type": "message", "message_ts": "1.2", "channel_id": PUBLIC, "is_ephemeral": False}
    return {"message": message, "channel": {"id": PUBLIC, "name": "spring"}, "container": container}


def _view(shown: Mapping[str, Any]) -> Payload:
    values: dict[str, dict[str, Any]] = {}
    for block in shown["blocks"]:
        for element, _sends in elements(block):
            if element["type"] != "button":
                kept = {"type": element["type"], **_state(element)}
                values.setdefault(str(block.get("block_id")), {})[str(element["action_id"])] = kept
    ids = {"id": "V0SEEN", "hash": "h0", "team_id": HERE, "app_id": "A0GREEN", "bot_id": "B0BOT"}
    stack = {"root_view_id": "V0ROOT", "previous_view_id": None, "external_id": ""}
    return {"private_metadata": "", "callback_id": "", **shown, **ids, **stack, "state": {"values": values}}


def _state(element: Mapping[str, Any]) -> Payload:
    """Give the state of an element that somebody has filled in, or left as it was."""
    match str(element["type"]):
        case "button":
            return {"value": element.get("value", "")}
        case "plain_text_input" | "number_input":
            return {"value": element.get("initial_value") or _typed(str(element["action_id"]))}
        case "static_select" | "radio_buttons" | "overflow":
            return {"selected_option": element["options"][-1]}  # the first is as a rule the one that changes nothing
        case "external_select":
            return {"selected_option": element.get("initial_option") or _found(str(element["action_id"]))}
        case "checkboxes" | "multi_static_select" | "multi_external_select":
            return {"selected_options": element.get("initial_options") or (element.get("options") or [])[:1]}
        case "users_select":
            return {"selected_user": "U0ANA"}
        case "multi_users_select":
            return {"selected_users": element.get("initial_users") or ["WHO"]}
        case "conversations_select":
            return {"selected_conversation": element.get("initial_conversation") or PUBLIC}
        case "datepicker":
            return {"selected_date": "2027-01-15"}
        case "timepicker":
            return {"selected_time": element.get("initial_time") or "08:00"}
        case "file_input":
            return {"files": []}
        case other:
            raise AssertionError(f"say what the state of {other} is like")


def _typed(action_id: str) -> str:
    if "number" in action_id or "days" in action_id:
        return "5"
    return {"campaign_name": "Mine now", "import_paste": "new.creator"}.get(action_id, "new.creator")


def _found(action_id: str) -> Payload:
    value = "Europe/Paris" if "zone" in action_id else "p1" if "profile" in action_id else "c1"
    return {"text": {"type": "plain_text", "text": "Found"}, "value": value}


def _drawn_with(name: str) -> tuple[Any, Mapping[str, Any]]:
    return next((shown, each) for shown in DRAWN for each, _sends in elements(shown) if str(each["action_id"]) == name)


def _block_of(shown: Any, name: str) -> str:
    blocks = shown["blocks"] if isinstance(shown, dict) else shown
    return next(
        str(block.get("block_id"))
        for block in blocks
        if any(str(each["action_id"]) == name for each, _sends in elements(block))
    )


def _event(name: str) -> Payload:
    told: Payload = {"type": name, "user": "WHO", "channel": PUBLIC, "event_ts": "1.3"}
    if name == "channel_id_changed":
        told |= {"old_channel_id": "C0NONE", "new_channel_id": "C0NEW"}
    if name == "app_home_opened":
        told |= {"tab": "home"}
    if name == "function_executed":
        inputs = {"handle": "new.creator", "campaign": "CAMPAIGN", "asker": {"id": "WHO", "secret": "s"}}
        function = {"id": "Fn1", "callback_id": "request_permission", "title": "Request"}
        told |= {"function": function, "inputs": inputs, "function_execution_id": "Fx1", "bot_access_token": "xwfp-1"}
    outside = {"type": "event_callback", "team_id": HERE, "api_app_id": "A0GREEN", "event_id": "Ev1", "event_time": 1}
    return {**outside, "event": told, "authorizations": [{"team_id": HERE, "user_id": "U0BOT", "is_bot": True}]}
