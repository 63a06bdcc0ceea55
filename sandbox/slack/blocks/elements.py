"""Block elements: what people click and type into.

https://docs.slack.dev/reference/block-kit/block-elements
"""

from __future__ import annotations

import re
from typing import Any

from sandbox.slack.blocks.composition import (
    CONFIRM,
    DISPATCH,
    FILTER,
    GROUP,
    LINK_OPTION,
    OPTION,
    RICH_OPTION,
    either_options,
    known_initials,
    plain,
)
from sandbox.slack.blocks.shape import Check, Report, both, flag, many, one_of, shape, text, whole


def _pattern(expression: str, *, like: str) -> Check:
    form = re.compile(expression)

    def check(value: Any, pointer: str, report: Report) -> None:
        if not isinstance(value, str) or not form.fullmatch(value):
            report.say(f"must be a string like {like}", pointer)

    return check


def _min_below_max(value: Any, pointer: str, report: Report) -> None:
    low, high = value.get("min_length"), value.get("max_length")
    if isinstance(low, int) and isinstance(high, int) and low > high:
        report.say("min_length must not be greater than max_length", pointer)


_ID = {"action_id": text(255)}
_FOCUS = {"focus_on_load": flag, "placeholder": plain(150)}
_CHOICE = {**_ID, **_FOCUS, "confirm": CONFIRM}
_MANY = {"max_selected_items": whole(1, 100)}
_DATE = _pattern(r"\d{4}-\d\d-\d\d", like="2026-11-30")
_TIME = _pattern(r"([01]\d|2[0-3]):[0-5]\d", like="09:30")
_NUMBER = _pattern(r"-?\d+(\.\d+)?", like="12.5")
_SLACK_ID = text(30)
_OPTIONS = {"options": many(OPTION, most=100), "option_groups": many(GROUP, most=100)}
_TYPED = {**_ID, **_FOCUS, "dispatch_action_config": DISPATCH}
_LENGTHS = {"min_length": whole(0, 3000), "max_length": whole(1, 3000)}
_FROM_LIST = {"default_to_current_conversation": flag, "response_url_enabled": flag, "filter": FILTER}
_WITH_OPTIONS = {**_ID, "focus_on_load": flag, "confirm": CONFIRM}

IMAGE = shape(
    {"alt_text": text(2000)},
    {"image_url": text(3000), "slack_file": shape({}, {"id": _SLACK_ID, "url": text(3000)}, typed=False)},
)

BUTTON = shape(
    {"text": plain(75)},
    {
        **_ID,
        "url": text(3000),
        "value": text(2000),
        "style": one_of("primary", "danger"),
        "confirm": CONFIRM,
        "accessibility_label": text(75),
    },
)

OVERFLOW = both(shape({"options": many(LINK_OPTION, most=5)}, {**_ID, "confirm": CONFIRM}), known_initials)

CHOICES: dict[str, Check] = {
    "checkboxes": both(
        shape(
            {"options": many(RICH_OPTION, most=10)},
            {**_WITH_OPTIONS, "initial_options": many(RICH_OPTION, most=10)},
        ),
        known_initials,
    ),
    "radio_buttons": both(
        shape({"options": many(RICH_OPTION, most=10)}, {**_WITH_OPTIONS, "initial_option": RICH_OPTION}),
        known_initials,
    ),
    "static_select": both(shape({}, {**_CHOICE, **_OPTIONS, "initial_option": OPTION}), either_options, known_initials),
    "multi_static_select": both(
        shape({}, {**_CHOICE, **_MANY, **_OPTIONS, "initial_options": many(OPTION, most=100)}),
        either_options,
        known_initials,
    ),
    "external_select": shape({}, {**_CHOICE, "min_query_length": whole(0, 3000), "initial_option": OPTION}),
    "multi_external_select": shape(
        {},
        {
            **_CHOICE,
            **_MANY,
            "min_query_length": whole(0, 3000),
            "initial_options": many(OPTION, most=100),
        },
    ),
    "users_select": shape({}, {**_CHOICE, "initial_user": _SLACK_ID}),
    "multi_users_select": shape({}, {**_CHOICE, **_MANY, "initial_users": many(_SLACK_ID, most=100)}),
    "conversations_select": shape({}, {**_CHOICE, **_FROM_LIST, "initial_conversation": _SLACK_ID}),
    "multi_conversations_select": shape(
        {},
        {
            **_CHOICE,
            **_MANY,
            "default_to_current_conversation": flag,
            "filter": FILTER,
            "initial_conversations": many(_SLACK_ID, most=100),
        },
    ),
    "channels_select": shape({}, {**_CHOICE, "response_url_enabled": flag, "initial_channel": _SLACK_ID}),
    "multi_channels_select": shape({}, {**_CHOICE, **_MANY, "initial_channels": many(_SLACK_ID, most=100)}),
    "datepicker": shape({}, {**_CHOICE, "initial_date": _DATE}),
    "timepicker": shape({}, {**_CHOICE, "initial_time": _TIME, "timezone": text(100)}),
}

DATE_AND_TIME = shape({}, {**_WITH_OPTIONS, "initial_date_time": whole(1_000_000_000, 9_999_999_999)})

INPUTS: dict[str, Check] = {
    "plain_text_input": both(
        shape({}, {**_TYPED, **_LENGTHS, "multiline": flag, "initial_value": text(3000)}), _min_below_max
    ),
    "email_text_input": shape({}, {**_TYPED, "initial_value": text(3000)}),
    "url_text_input": shape({}, {**_TYPED, "initial_value": text(3000)}),
    "number_input": shape(
        {"is_decimal_allowed": flag},
        {**_TYPED, "initial_value": _NUMBER, "min_value": _NUMBER, "max_value": _NUMBER},
    ),
    "file_input": shape({}, {**_ID, "filetypes": many(text(20), most=100), "max_files": whole(1, 10)}),
}

# Where each may stand.
IN_INPUT: dict[str, Check] = {**INPUTS, **CHOICES, "datetimepicker": DATE_AND_TIME}
IN_ACTIONS: dict[str, Check] = {
    **CHOICES,
    "datetimepicker": DATE_AND_TIME,
    "button": BUTTON,
    "overflow": OVERFLOW,
}
IN_SECTION: dict[str, Check] = {**CHOICES, "button": BUTTON, "overflow": OVERFLOW, "image": IMAGE}
