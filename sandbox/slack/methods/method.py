"""What the workspace knows about one Web API method."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from sandbox.slack.arguments import Arguments, Kind
from sandbox.slack.errors import Refused
from sandbox.slack.limits import Tier
from sandbox.slack.workspace import Workspace

Answer = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Method:
    """One method: who may call it, how often, with what, and what it does.

    `scopes`: one of them is needed, whatever the arguments; methods whose scope depends on the channel
    ask the workspace themselves. `takes_json`: other methods see no arguments in a JSON body, as with Slack.
    """

    name: str
    tier: Tier
    run: Callable[[Workspace, Arguments], Answer]
    scopes: tuple[str, ...] = ()
    token: Literal["bot", "app"] = "bot"
    takes_json: bool = True
    required: Mapping[str, Kind] = field(default_factory=dict)
    optional: Mapping[str, Kind] = field(default_factory=dict)


PAGE: Mapping[str, Kind] = {"cursor": "string", "limit": "number"}


def page_of(items: list[Any], arguments: Arguments, *, most: int = 999) -> tuple[list[Any], str]:
    """Cut one page out of a list and make the cursor for the next; raises Refused for wrong ones."""
    limit, cursor = arguments.get("limit", 100), arguments.get("cursor", "")
    if not 0 < limit <= most + 1:
        raise Refused("invalid_limit")
    if cursor and not (cursor.startswith("next:") and cursor[5:].isdigit()):
        raise Refused("invalid_cursor")
    start = int(cursor[5:]) if cursor else 0
    end = start + limit
    return items[start:end], f"next:{end}" if end < len(items) else ""
