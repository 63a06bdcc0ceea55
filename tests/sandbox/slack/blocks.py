"""Small views and blocks for the tests."""

from __future__ import annotations

from typing import Any

JSON = dict[str, Any]


def plain(text: str) -> JSON:
    """Make a plain_text object."""
    return {"type": "plain_text", "text": text}


def section(text: str = "hello", **more: Any) -> JSON:
    """Make a section with mrkdwn."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def button(action_id: str = "press", **more: Any) -> JSON:
    """Make a button."""
    return {"type": "button", "action_id": action_id, "text": plain("Press"), **more}


def actions(*elements: JSON, **more: Any) -> JSON:
    """Make a row of elements."""
    return {"type": "actions", "elements": list(elements), **more}


def asks(block_id: str, element: JSON, **more: Any) -> JSON:
    """Make an input block whose element has the action_id `it`."""
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain("Label"),
        "element": {"action_id": "it", **element},
        **more,
    }


def option(value: str) -> JSON:
    """Make an option."""
    return {"text": plain(value.title()), "value": value}


def modal(*blocks: JSON, **more: Any) -> JSON:
    """Make a modal with a submit button."""
    shown = list(blocks) or [section()]
    return {"type": "modal", "title": plain("Ask"), "submit": plain("Send"), "blocks": shown, **more}
