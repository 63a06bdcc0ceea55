"""Answers that make no sense, on order: what a client must survive that Meta should never send, and sometimes does."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from starlette.responses import HTMLResponse, JSONResponse, Response

from sandbox.graph import paging
from sandbox.graph.call import Call

_HTML = (
    "<!DOCTYPE html><html lang='en'><head><title>Error</title></head>"
    "<body><h1>Sorry, something went wrong.</h1><p>We're working on getting this fixed.</p></body></html>"
)
_OWN_HEADERS = ("content-length", "content-type")


def spoil(kind: str, options: Mapping[str, Any], *, response: Response, call: Call) -> Response:
    """Turn an answer into the nonsense of this kind; one that has nothing to spoil stays as it is.

    `html`: a page for people, status 500 unless told. `malformed`: JSON that breaks off. `empty_page`: no rows, and a
    `next` that leads to them. `cyclic`: a page that leads to itself. `rewrite` and `drop`: another `value` for every
    `key`, or none.
    """
    if kind == "html":
        return HTMLResponse(_HTML, status_code=int(options.get("status", 500)))
    if kind == "malformed":
        cut = bytes(response.body)[: len(response.body) // 2]
        return Response(cut, status_code=response.status_code, media_type="application/json")
    document = json.loads(bytes(response.body))
    return JSONResponse(
        _KINDS[kind](document, options, call),
        status_code=response.status_code,
        headers={name: value for name, value in response.headers.items() if name not in _OWN_HEADERS},
    )


def _empty_page(document: Any, _: Mapping[str, Any], call: Call) -> Any:
    if not _is_page(document):
        return document
    return document | {"data": [], "paging": _to_itself(call, has_next=True)}


def _cyclic(document: Any, _: Mapping[str, Any], call: Call) -> Any:
    if not _is_page(document):
        return document
    return document | {"paging": _to_itself(call, has_next="next" in document.get("paging", {}))}


def _to_itself(call: Call, *, has_next: bool) -> dict[str, Any]:
    """Write the paging that leads to the page it stands on."""
    after = call.params.get("after", paging.START)
    shown: dict[str, Any] = {"cursors": {"before": after, "after": after}}
    if has_next:
        kept = {name: value for name, value in call.params.items() if name not in ("after", "appsecret_proof")}
        shown["next"] = f"{call.base_url.rstrip('/')}{call.path}?{urlencode(kept | {'after': after})}"
    return shown


def _is_page(document: Any) -> bool:
    return isinstance(document, dict) and isinstance(document.get("data"), list)


def _rewrite(document: Any, options: Mapping[str, Any], call: Call) -> Any:
    if isinstance(document, list):
        return [_rewrite(each, options, call) for each in document]
    if not isinstance(document, dict):
        return document
    return {
        name: options.get("value") if name == options["key"] else _rewrite(value, options, call)
        for name, value in document.items()
    }


def _drop(document: Any, options: Mapping[str, Any], call: Call) -> Any:
    if isinstance(document, list):
        return [_drop(each, options, call) for each in document]
    if not isinstance(document, dict):
        return document
    return {name: _drop(value, options, call) for name, value in document.items() if name != options["key"]}


_KINDS: Mapping[str, Callable[[Any, Mapping[str, Any], Call], Any]] = {
    "empty_page": _empty_page,
    "cyclic": _cyclic,
    "rewrite": _rewrite,
    "drop": _drop,
}
KINDS = frozenset(_KINDS) | {"html", "malformed"}
"""Every kind of nonsense; all but `html` need the answer, and happen after the effect."""
