"""What people have typed and chosen: `state.values` as Slack builds it, and Slack's own checks of it."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Any

from sandbox.slack.blocks.composition import options_of
from sandbox.slack.blocks.layout import each_element
from sandbox.slack.errors import Impossible

Block = dict[str, Any]
Values = dict[str, dict[str, dict[str, Any]]]

# element type -> the key of its state, the key of its initial value
_KEYS = {
    **dict.fromkeys(
        ("plain_text_input", "email_text_input", "url_text_input", "number_input"), ("value", "initial_value")
    ),
    **dict.fromkeys(("static_select", "external_select", "radio_buttons"), ("selected_option", "initial_option")),
    **dict.fromkeys(
        ("multi_static_select", "multi_external_select", "checkboxes"), ("selected_options", "initial_options")
    ),
    "users_select": ("selected_user", "initial_user"),
    "multi_users_select": ("selected_users", "initial_users"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "channels_select": ("selected_channel", "initial_channel"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "file_input": ("files", "initial_files"),
}
_TEXTS = ("plain_text_input", "email_text_input", "url_text_input", "number_input")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_URL = re.compile(r"https?://\S+")
_DECIMAL = re.compile(r"-?\d+(\.\d+)?")
_WHOLE = re.compile(r"-?\d+")


def key_of(element: Block) -> str | None:
    """Name the key of this element's state; None for elements that keep none (buttons, overflow menus)."""
    keys = _KEYS.get(element["type"])
    return keys[0] if keys else None


def first_state(blocks: list[Block], *, channel: str | None = None) -> Values:
    """Build the state of blocks nobody has touched: initial values, else null or an empty list.

    `channel` is where the person is: what a `default_to_current_conversation` select starts with.
    """
    values: Values = {}
    for block, element in each_element(blocks):
        if element["type"] in _KEYS:
            key, initial = _KEYS[element["type"]]
            empty: Any = [] if key.endswith("s") else None
            state = {"type": element["type"], key: deepcopy(element.get(initial, empty))}
            if element.get("default_to_current_conversation") and channel is not None:
                state[key] = channel if key == "selected_conversation" else [channel]
            values.setdefault(block["block_id"], {})[element["action_id"]] = state
    return values


def carried_state(blocks: list[Block], *, before: Values) -> Values:
    """Build the state of an updated view: the same block_id and action_id keep what was there before."""
    values = first_state(blocks)
    for block, element in each_element(blocks):
        old = before.get(block["block_id"], {}).get(element["action_id"])
        key = key_of(element)
        if old is None or key is None or old["type"] != element["type"] or not old[key]:
            continue
        if not _gone(old[key], element):
            values[block["block_id"]][element["action_id"]] = old
    return values


def _gone(chosen: Any, element: Block) -> bool:
    if "options" not in element and "option_groups" not in element:
        return False
    options = options_of(element)
    return any(one not in options for one in (chosen if isinstance(chosen, list) else [chosen]))


def typed_state(element: Block, value: Any, *, suggested: list[Block]) -> Block:
    """Turn what a person typed or chose (a text, an option's value, a list of them) into a state.

    `suggested` are the options that the app offered for an external select. Raises Impossible for an option
    that is not on the list.
    """
    key = key_of(element)
    if key is None:
        raise Impossible(f"A {element['type']} holds no value.")
    if isinstance(value, dict) and value.get("type") == element["type"]:
        return value
    if element["type"] in _TEXTS:
        # Slack sends null for an emptied field, never "".
        value = str(value) if value not in (None, "") else None
    elif key == "selected_option":
        value = None if value is None else _choose(element, value, suggested=suggested)
    elif key == "selected_options":
        value = [_choose(element, one, suggested=suggested) for one in _as_list(element, value)]
    elif key.endswith("s"):
        value = list(value or [])
    return {"type": element["type"], key: value}


def _as_list(element: Block, value: Any) -> list[Any]:
    if isinstance(value, bool):  # one checkbox ticked or not
        return [option["value"] for option in element["options"]] if value else []
    return value if isinstance(value, list) else [] if value is None else [value]


def _choose(element: Block, value: Any, *, suggested: list[Block]) -> Block:
    is_external = element["type"].endswith("external_select")
    offered = suggested if is_external else options_of(element)
    if is_external:
        initial = [element.get("initial_option"), *element.get("initial_options", [])]
        offered = [*offered, *(option for option in initial if option)]
    wanted = value["value"] if isinstance(value, dict) else value
    for option in offered:
        if option["value"] == wanted:
            return option
    hint = " Ask for suggestions first." if is_external else ""
    raise Impossible(f"{element['action_id']} offers no option with the value {wanted!r}.{hint}")


def input_errors(blocks: list[Block], values: Values) -> dict[str, str]:
    """Check what Slack checks before it sends a submission; answers a sentence for each block_id."""
    errors: dict[str, str] = {}
    for block, element in each_element(blocks):
        if block["type"] != "input":
            continue
        state = values[block["block_id"]][element["action_id"]]
        value = state[_KEYS[element["type"]][0]]
        if value in (None, [], ""):
            if not block.get("optional"):
                errors[block["block_id"]] = "Please complete this required field."
        elif problem := _problem(element, value):
            errors[block["block_id"]] = problem
    return errors


def _problem(element: Block, value: Any) -> str | None:
    match element["type"]:
        case "plain_text_input":
            if len(value) < element.get("min_length", 0):
                return f"Please enter at least {element['min_length']} characters."
            if len(value) > element.get("max_length", 3000):
                return f"Please enter at most {element.get('max_length', 3000)} characters."
        case "email_text_input" if not _EMAIL.fullmatch(value):
            return "Please enter a valid email address."
        case "url_text_input" if not _URL.fullmatch(value):
            return "Please enter a valid URL."
        case "number_input":
            return _number_problem(element, value)
        case "file_input" if len(value) > element.get("max_files", 10):
            return f"Please choose at most {element.get('max_files', 10)} file(s)."
        case _ if isinstance(value, list) and len(value) > element.get("max_selected_items", 100):
            return f"Please choose at most {element['max_selected_items']}."
    return None


def _number_problem(element: Block, value: str) -> str | None:
    form = _DECIMAL if element["is_decimal_allowed"] else _WHOLE
    if not form.fullmatch(value):
        return "Please enter a valid number."
    if "min_value" in element and float(value) < float(element["min_value"]):
        return f"Please enter a number of at least {element['min_value']}."
    if "max_value" in element and float(value) > float(element["max_value"]):
        return f"Please enter a number of at most {element['max_value']}."
    return None
