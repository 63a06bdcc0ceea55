"""What a view may be: a modal or a Home tab.

https://docs.slack.dev/reference/views
"""

from __future__ import annotations

import json
from typing import Any

from sandbox.slack.blocks.composition import plain
from sandbox.slack.blocks.layout import Surface, check_blocks
from sandbox.slack.blocks.shape import Check, Report, flag, one_of, shape, text
from sandbox.slack.errors import Refused

VIEW_BYTES = 250_000


def _anything(value: Any, pointer: str, report: Report) -> None:
    del value, pointer, report


_SHARED: dict[str, Check] = {
    "private_metadata": text(3000, least=0),
    "callback_id": text(255, least=0),
    "external_id": text(255, least=0),
}
_VIEWS: dict[str, Check] = {
    "modal": shape(
        {"type": one_of("modal"), "title": plain(24), "blocks": _anything},
        {
            **_SHARED,
            "submit": plain(24),
            "close": plain(24),
            "clear_on_close": flag,
            "notify_on_close": flag,
            "submit_disabled": flag,
        },
    ),
    "home": shape({"type": one_of("home"), "blocks": _anything}, _SHARED),
}


def check_view(view: dict[str, Any], *, surface: Surface) -> None:
    """Raise Refused for a view that Slack refuses: `view_too_large` or `invalid_arguments` with reasons."""
    if len(json.dumps(view).encode()) > VIEW_BYTES:
        raise Refused("view_too_large")
    report = Report()
    if view.get("type") != surface:
        report.say(f"view type must be {surface}", "/view/type")
    else:
        _VIEWS[surface](view, "/view", report)
    report.messages += check_blocks(view.get("blocks", []), surface=surface, pointer="/view/blocks")
    if not report.messages and surface == "modal" and "submit" not in view and _has_input(view):
        report.say("missing required field: submit", "/view")
    if report.messages:
        raise Refused.invalid(*report.messages)


def _has_input(view: dict[str, Any]) -> bool:
    return any(block["type"] == "input" for block in view["blocks"])
