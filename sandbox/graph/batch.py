"""Batches: up to fifty calls in one, each with its own answer (Meta's "Batch requests").

Every item counts as a call of its own. An item that timed out is null. An item without a token uses the batch's.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from sandbox.graph.call import Answer, Call, is_true
from sandbox.graph.errors import bad_parameter

_MOST = 50
_METHODS = frozenset({"GET", "POST", "DELETE"})


def read_items(call: Call) -> list[Call]:
    """Read a batch into its calls; raises GraphError (code 100) for one that Meta would not take."""
    try:
        items = json.loads(call.params.get("batch", ""))
    except ValueError as failure:
        raise bad_parameter("Param batch must be a JSON array") from failure
    if not isinstance(items, list) or not items or not all(isinstance(item, dict) for item in items):
        raise bad_parameter("Param batch must be a JSON array")
    if len(items) > _MOST:
        raise bad_parameter(f"Too many requests in batch message. Maximum batch size is {_MOST}")
    return [_read_item(item, batch=call) for item in items]


def write_items(answers: Sequence[Answer | None], *, params: Mapping[str, str]) -> list[dict[str, Any] | None]:
    """Write the answers in the order of the items; `include_headers=false` leaves the headers out."""
    has_headers = is_true(params.get("include_headers", "true"))
    return [None if answer is None else _write_item(answer, has_headers=has_headers) for answer in answers]


def _read_item(item: Mapping[str, Any], *, batch: Call) -> Call:
    method, address, body = item.get("method", "GET"), item.get("relative_url", ""), item.get("body", "")
    if method not in _METHODS or not isinstance(address, str) or not isinstance(body, str):
        raise bad_parameter("Each item of a batch needs method and relative_url, and body as a string")
    if "{result=" in address + body:
        raise bad_parameter("The sandbox does not carry results from one item of a batch to another")
    url = urlsplit(address)
    params = dict(parse_qsl(url.query, keep_blank_values=True)) | dict(parse_qsl(body, keep_blank_values=True))
    if "access_token" not in params:
        shared = ("access_token", "appsecret_proof")
        params |= {name: batch.params[name] for name in shared if name in batch.params}
    inner = Call(method, "/" + url.path.strip("/"), params, batch.base_url)
    if inner.version is None:
        inner = Call(method, f"/{batch.version}{inner.path}", params, batch.base_url)
    if not inner.steps:
        raise bad_parameter("A batch cannot be an item of a batch")
    return inner


def _write_item(answer: Answer, *, has_headers: bool) -> dict[str, Any]:
    body = answer.body if isinstance(answer.body, str) else json.dumps(answer.body)
    if not has_headers:
        return {"code": answer.status, "body": body}
    headers = [{"name": name, "value": value} for name, value in answer.headers.items()]
    return {"code": answer.status, "headers": headers, "body": body}
