"""What calls to api.facebook.com share: Meta's other host, which has no version in its paths and takes JSON.

Its documents show no error of a whole call, only those of single items, which number like HTTP. So a whole call's
error is read in that form, in Graph's, and, where neither came, by the HTTP status. Rate limits of this host are
not documented.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Literal

from pydantic import SecretStr

from bot.graph.call import Call, Host
from bot.graph.codes import Rule
from bot.graph.errors import GraphThrottled, InputRefused, LoginDead, ScopeMissing

_API_VERSION = "1.0.0"
_MEANINGS: Mapping[int, Rule] = {
    400: Rule(InputRefused, quotes=True),
    401: Rule(LoginDead),
    403: Rule(
        ScopeMissing,
        why="graph.why.may_not_advertise",
        todo="graph.todo.accept_all",
    ),
    404: Rule(
        InputRefused,
        happened="graph.happened.page_not_found",
        why="graph.why.not_there",
        todo="graph.todo.check_page",
    ),
    429: Rule(
        GraphThrottled,
        why="graph.why.page_used_up",
        todo="graph.todo.wait",
        scope="business",
    ),
}


def call_pages_host(
    method: Literal["GET", "POST", "PUT", "DELETE"],
    path: str,
    params: Mapping[str, str],
    *,
    body: Any = None,
    headers: Mapping[str, str] | None = None,
    hidden: Mapping[str, SecretStr] | None = None,
) -> Call:
    """Build a call to api.facebook.com, below `/partnership-ads`; `body` goes as JSON.

    `X-API-Version` stands in every example of the guide; whether it is needed is not said.
    """
    return Call(
        method,
        f"/partnership-ads{path}",
        params,
        hidden=hidden or {},
        host=Host.PAGES,
        headers={"X-API-Version": _API_VERSION, **(headers or {})},
        json=body,
        meanings=_MEANINGS,
    )


def array(ids: Iterable[str]) -> str:
    """Write ids as the array of integers that this host's filters take, with all their digits."""
    return json.dumps([int(each) for each in ids], separators=(",", ":"))
