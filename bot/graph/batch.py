"""Several calls in one (Meta, "Batch Requests"): building the envelope and taking its answer apart. Pure.

Fifty at most, each counted by Meta as a call of its own; what it saves is round trips. The answers come in the
order of the calls. One that timed out inside comes as `null`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from pydantic import SecretStr

from bot.graph.call import Answer, Call, Host
from bot.graph.scalars import whole_of

MOST = 50


def envelope(calls: Sequence[Call], *, token: SecretStr) -> Call:
    """Put calls into one. All are made with one token, which a batch has to carry as a parameter.

    Raises ValueError for what does not belong into a batch: its parts may be kept in logs at Meta's side and
    ours, so nothing hidden; and only calls to Graph itself.
    """
    if not 0 < len(calls) <= MOST:
        raise ValueError(f"a batch holds 1 to {MOST} calls")
    if any(call.hidden or call.headers or call.json is not None or call.host is not Host.GRAPH for call in calls):
        raise ValueError("a call with secrets, headers or JSON of its own, or to another host, goes alone")
    return Call(
        "POST",
        "/",
        {"batch": json.dumps([_item(call) for call in calls]), "include_headers": "true"},
        hidden={"access_token": token},
        only_reads=not any(call.writes for call in calls),
    )


def open_envelope(document: Any, *, count: int) -> list[Answer | None]:
    """Read the answers of `count` calls; None stands for one that got none. ValueError for another shape."""
    if not isinstance(document, list) or len(document) != count:
        raise ValueError("not one answer for each call")
    return [_answer(item) for item in document]


def _item(call: Call) -> Mapping[str, str]:
    path, params = call.path.lstrip("/"), urlencode(call.params)
    if call.method == "POST":
        return {"method": call.method, "relative_url": path, "body": params}
    return {"method": call.method, "relative_url": f"{path}?{params}" if params else path}


def _answer(item: Any) -> Answer | None:
    if item is None:
        return None
    if not isinstance(item, dict):
        raise ValueError("an answer of another shape")
    status, body = whole_of(item.get("code")), item.get("body")
    text = body if isinstance(body, str) else json.dumps(body)
    return Answer(status=status or 0, headers=dict(_headers(item.get("headers"))), body=text.encode())


def _headers(headers: Any) -> Iterator[tuple[str, str]]:
    """Walk `[{"name", "value"}]`."""
    for header in headers if isinstance(headers, list) else ():
        if isinstance(header, dict) and isinstance(header.get("name"), str) and isinstance(header.get("value"), str):
            yield header["name"], header["value"]
