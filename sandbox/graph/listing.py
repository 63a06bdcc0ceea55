"""How nodes and edges are written: the asked fields of a node, and one page of an edge."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar
from urllib.parse import urlencode

from sandbox.graph import paging
from sandbox.graph.errors import bad_parameter, unknown_field
from sandbox.graph.fields import Field, parse
from sandbox.graph.visit import Visit

_Row = TypeVar("_Row")


def pick(whole: Mapping[str, Any], asked: Sequence[Field], *, node: str, always: str = "id") -> dict[str, Any]:
    """Write the asked fields of a node, and the one that is always there; what has no value is left out.

    A value that is a function gets its field, for edges that are expanded. Raises GraphError (code 100) for a field
    that the node does not have.
    """
    shown = {}
    for field in asked:
        if field.name not in whole:
            raise unknown_field(field.name, node=node)
        value = whole[field.name]
        shown[field.name] = value(field) if callable(value) else _inside(value, field, node=node)
    return {name: value for name, value in shown.items() if value is not None} | {always: whole[always]}


def asked_fields(visit: Visit, *, default: str = "id") -> tuple[Field, ...]:
    """Read the call's `fields`, or the ones an answer has by default."""
    return parse(visit.params.get("fields") or default)


def write_page(
    visit: Visit,
    rows: Mapping[str, _Row],
    *,
    write: Callable[[_Row], dict[str, Any]],
    most: int,
    default: int = 25,
    has_next: bool = True,
) -> dict[str, Any]:
    """Write one page of an edge, by the call's `limit`, `after` and `before`; an empty page has no `paging`.

    Without `has_next` there are cursors only, as in some of Meta's samples.
    """
    limit = min(read_limit(visit.params, default=default), most)
    page = paging.cut(list(rows), limit=limit, after=visit.params.get("after"), before=visit.params.get("before"))
    if not page.ids:
        return {"data": []}
    cursors = {"before": paging.encode(page.ids[0]), "after": paging.encode(page.ids[-1])}
    shown: dict[str, Any] = {"cursors": cursors}
    if has_next and page.has_next:
        shown["next"] = address(visit, limit=limit, after=cursors["after"])
    if has_next and page.has_previous:
        shown["previous"] = address(visit, limit=limit, before=cursors["before"])
    return {"data": [write(rows[row_id]) for row_id in page.ids], "paging": shown}


def address(visit: Visit, *, limit: int, **cursor: str) -> str:
    """Write the address of a neighbouring page; as Meta's it carries the token, and not the proof."""
    dropped = {"after", "before", "limit", "appsecret_proof"}
    kept = {name: value for name, value in visit.params.items() if name not in dropped}
    path = "/".join([visit.version, *visit.call.steps])
    return f"{visit.call.base_url}{path}?{urlencode({**kept, 'limit': str(limit), **cursor})}"


def read_limit(params: Mapping[str, str], *, default: int) -> int:
    """Read `limit`; raises GraphError (code 100) for one that is no positive number."""
    text = params.get("limit", str(default))
    if not text.isdecimal() or int(text) == 0:
        raise bad_parameter("Param limit must be a positive integer")
    return int(text)


def read_list(params: Mapping[str, str], name: str) -> list[str]:
    """Read a list, written as JSON or with commas; without the parameter it is empty.

    Raises GraphError (code 100) where it cannot be read.
    """
    text = params.get(name, "").strip()
    if not text.startswith("["):
        return [item.strip() for item in text.split(",")] if text else []
    try:
        given = json.loads(text)
    except ValueError as failure:
        raise bad_parameter(f"Param {name} must be an array.") from failure
    if not all(isinstance(item, str | int) and not isinstance(item, bool) for item in given):
        raise bad_parameter(f"Param {name} must be an array of strings or numbers.")
    return [str(item) for item in given]


def read_ids(params: Mapping[str, str], name: str) -> list[str]:
    """Read a list of ids; raises GraphError (code 100) where one is no number."""
    ids = read_list(params, name)
    if not all(each.isascii() and each.isdecimal() for each in ids):
        raise bad_parameter(f"Param {name} must be an array of numeric ids.")
    return ids


def _inside(value: Any, field: Field, *, node: str) -> Any:
    if not field.inside or value is None:
        return value
    if isinstance(value, list):
        return [_inside(each, field, node=node) for each in value]
    return {each.name: _of(value, each, node=f"{node}.{field.name}") for each in field.inside}


def _of(value: Any, field: Field, *, node: str) -> Any:
    if not isinstance(value, dict) or field.name not in value:
        raise unknown_field(field.name, node=node)
    return _inside(value[field.name], field, node=node)
