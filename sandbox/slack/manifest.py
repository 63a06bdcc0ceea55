"""What the app's manifest allows: scopes, commands, shortcuts, events and steps of workflows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from sandbox.slack.functions import Function, read_functions


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """The parts of a manifest that decide what the workspace lets the app do."""

    name: str
    scopes: frozenset[str]
    commands: Sequence[Mapping[str, str]]  # as people see them: command, description, usage_hint
    shortcuts: Sequence[Mapping[str, str]]  # callback_id, name, type (global or message), description
    escapes: Mapping[str, bool]  # slash command -> should_escape
    global_shortcuts: frozenset[str]
    message_shortcuts: frozenset[str]
    events: frozenset[str]
    functions: Mapping[str, Function]
    is_interactive: bool
    has_home: bool
    uses_socket: bool


def read_manifest(path: Path) -> Manifest:
    """Read a manifest file (YAML, which JSON is too)."""
    content: dict[str, Any] = yaml.safe_load(path.read_text())
    features, settings = content.get("features", {}), content.get("settings", {})
    shortcuts = features.get("shortcuts", [])
    return Manifest(
        name=content["display_information"]["name"],
        scopes=frozenset(content.get("oauth_config", {}).get("scopes", {}).get("bot", [])),
        commands=_shown(features.get("slash_commands", []), "command", "description", "usage_hint"),
        shortcuts=_shown(shortcuts, "callback_id", "name", "type", "description"),
        escapes={
            command["command"]: bool(command.get("should_escape")) for command in features.get("slash_commands", [])
        },
        global_shortcuts=frozenset(s["callback_id"] for s in shortcuts if s["type"] == "global"),
        message_shortcuts=frozenset(s["callback_id"] for s in shortcuts if s["type"] == "message"),
        events=frozenset(settings.get("event_subscriptions", {}).get("bot_events", [])),
        functions=read_functions(content.get("functions", {})),
        is_interactive=bool(settings.get("interactivity", {}).get("is_enabled")),
        has_home=bool(features.get("app_home", {}).get("home_tab_enabled")),
        uses_socket=bool(settings.get("socket_mode_enabled")),
    )


def _shown(items: list[dict[str, Any]], *names: str) -> list[dict[str, str]]:
    return [{name: str(item.get(name, "")) for name in names} for item in items]
