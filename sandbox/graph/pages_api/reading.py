"""How a call to api.facebook.com is read, and what is refused in it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request

from sandbox.graph.address import base_of
from sandbox.graph.call import Call
from sandbox.graph.errors import GraphError

PREFIX = "partnership-ads"
_HEADERS = ("x-api-version", "range")


def is_for(path: str) -> bool:
    """Say whether an address belongs to this host's API, which has no version in its path."""
    return path.lstrip("/").startswith(f"{PREFIX}/")


def read_call(request: Request, body: bytes) -> Call:
    """Read a call: the token counts in its header only, the body stays as it came."""
    params = {name: value for name, value in request.query_params.items() if name != "access_token"}
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token:
        params["access_token"] = token.strip()
    params |= {name: request.headers[name] for name in _HEADERS if name in request.headers}
    if body:
        is_json = request.headers.get("content-type", "").partition(";")[0].strip().lower() == "application/json"
        params["body"] = body.decode("utf-8", "replace") if is_json else ""
    return Call(request.method, "/" + request.path_params["path"], params, base_of(request))


def refuse(status: int, sentence: str) -> GraphError:
    """Refuse a call as a whole; the code is the status, as in the results of its items."""
    return GraphError(sentence, code=status, status=status)


def read_body(params: Mapping[str, str]) -> Any:
    """Read the JSON body; raises GraphError (400) for none, for another kind and for one that is broken."""
    try:
        return json.loads(params.get("body", ""))
    except ValueError as failure:
        raise refuse(400, "The body must be JSON, sent as application/json.") from failure


def read_numbers(params: Mapping[str, str], name: str) -> list[int]:
    """Read a query parameter like `[1,2]`; without it the list is empty. Raises GraphError (400)."""
    try:
        given = json.loads(params.get(name, "[]"))
    except ValueError:
        given = None
    if not isinstance(given, list) or not all(isinstance(each, int) for each in given):
        raise refuse(400, f"{name} must be an array of integers, as [1,2].")
    return given


def read_number(params: Mapping[str, str], name: str, *, default: int) -> int:
    """Read a number that is not negative; raises GraphError (400)."""
    text = params.get(name, str(default))
    if not (text.isascii() and text.isdecimal()):
        raise refuse(400, f"{name} must be a number.")
    return int(text)
