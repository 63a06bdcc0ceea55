"""Reads a Web API call's token and arguments from a form, a query or a JSON body, and checks their types."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import parse_qsl

from starlette.requests import Request

from sandbox.slack.errors import Refused

Kind = Literal["string", "boolean", "number", "array", "object"]
Arguments = Mapping[str, Any]

_NAME = re.compile(r"\w{1,100}\Z", re.ASCII)
_TRUE, _FALSE = {"true", "1"}, {"false", "0", ""}
# A structure that is not JSON of the right shape has its own error for these arguments.
_FORMAT_ERRORS = {"blocks": "invalid_blocks_format", "metadata": "invalid_metadata_format"}


@dataclass(frozen=True, kw_only=True)
class Incoming:
    """What came over the wire, unchecked."""

    token: str | None
    values: dict[str, Any]
    is_json: bool


async def read_call(request: Request) -> Incoming:
    """Read a call. Raises Refused for a body that is no form or JSON object (`invalid_json` and kin)."""
    body = await request.body()
    content_type = request.headers.get("content-type", "").split(";")[0].strip().lower()
    values: dict[str, Any] = dict(parse_qsl(request.url.query, keep_blank_values=True))
    is_json = content_type == "application/json"
    if is_json:
        values |= _read_json(body)
    elif content_type == "application/x-www-form-urlencoded":
        values |= dict(parse_qsl(body.decode(), keep_blank_values=True))
    elif body:
        raise Refused("invalid_post_type" if content_type else "missing_post_type")
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    in_body = values.pop("token", None)
    if scheme.lower() == "bearer":
        return Incoming(token=token.strip(), values=values, is_json=is_json)
    # Slack reads a token from a form or a query, never from a JSON body.
    return Incoming(token=None if is_json else in_body, values=values, is_json=is_json)


def _read_json(body: bytes) -> dict[str, Any]:
    try:
        content = json.loads(body or b"{}")
    except ValueError:
        raise Refused("invalid_json") from None
    if not isinstance(content, dict):
        raise Refused("json_not_object")
    return content


def check_arguments(
    values: Mapping[str, Any], *, required: Mapping[str, Kind], optional: Mapping[str, Kind]
) -> Arguments:
    """Check names and types, parse what came as text, leave out nulls and what the method does not know."""
    if odd := [name for name in values if not _NAME.match(name)]:
        raise Refused.invalid(f"invalid argument name: {odd[0][:50]}", error="invalid_arg_name")
    kinds = {**required, **optional}
    checked = {
        name: _convert(value, kind=kinds[name], name=name)
        for name, value in values.items()
        if name in kinds and value is not None
    }
    if missing := [name for name in required if checked.get(name) in (None, "")]:
        raise Refused.invalid(*(f"missing required field: {name}" for name in missing))
    return checked


def _convert(value: Any, *, kind: Kind, name: str) -> Any:
    pointer = f"[json-pointer:/{name}]"
    match kind:
        case "string" if isinstance(value, str):
            return value
        case "boolean" if isinstance(value, bool):
            return value
        case "boolean" if str(value).lower() in _TRUE | _FALSE:
            return str(value).lower() in _TRUE
        case "number" if isinstance(value, int) and not isinstance(value, bool):
            return value
        case "number" if isinstance(value, str) and value.lstrip("-").isdigit():
            return int(value)
        case "array" | "object":
            return _structure(value, kind=kind, name=name)
        case _:
            raise Refused.invalid(f"must be a {kind} {pointer}")


def _structure(value: Any, *, kind: Literal["array", "object"], name: str) -> Any:
    error = _FORMAT_ERRORS.get(name, "invalid_arguments")
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            raise Refused.invalid(f"must be valid JSON [json-pointer:/{name}]", error=error) from None
    if not isinstance(value, list if kind == "array" else dict):
        raise Refused.invalid(f"must be an {kind} [json-pointer:/{name}]", error=error)
    return value
