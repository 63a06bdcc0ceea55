"""Field expansion: `id,business_discovery.username(x){id,username}` read into a tree (Meta's "Field expansion" guide)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from sandbox.graph.errors import GraphError

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_ARGUMENT = re.compile(r"\.([a-z_]+)\(([^()]*)\)")


@dataclass(frozen=True)
class Field:
    """One asked field, the arguments written behind it and the fields asked inside it."""

    name: str
    arguments: dict[str, str] = field(default_factory=dict)
    inside: tuple[Field, ...] = ()


def parse(text: str) -> tuple[Field, ...]:
    """Read a `fields` parameter; raises GraphError (code 2500) where it cannot be read."""
    fields, position = _parse_list(text, 0)
    if position != len(text):
        raise _unreadable(text, position)
    return fields


def _parse_list(text: str, position: int) -> tuple[tuple[Field, ...], int]:
    fields = []
    while True:
        found, position = _parse_one(text, position)
        fields.append(found)
        if position == len(text) or text[position] != ",":
            return tuple(fields), position
        position += 1


def _parse_one(text: str, position: int) -> tuple[Field, int]:
    name = _NAME.match(text, position)
    if name is None:
        raise _unreadable(text, position)
    position = name.end()
    arguments = {}
    while argument := _ARGUMENT.match(text, position):
        arguments[argument.group(1)] = argument.group(2)
        position = argument.end()
    inside: tuple[Field, ...] = ()
    if text.startswith("{", position):
        inside, position = _parse_list(text, position + 1)
        if not text.startswith("}", position):
            raise _unreadable(text, position)
        position += 1
    return Field(name.group(), arguments, inside), position


def _unreadable(text: str, position: int) -> GraphError:
    rest = text[position : position + 20] or "end of string"
    return GraphError(f"Syntax error at character {position} of fields: {rest}", code=2500)
