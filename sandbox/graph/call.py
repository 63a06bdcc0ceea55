"""One call to Graph, whichever way its parameters came, and the answer to it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any
from urllib.parse import parse_qsl

from sandbox.graph.errors import bad_parameter

_VERSION = re.compile(r"v\d+\.\d+")
_ID = re.compile(r"(?:act_)?\d+(?:_\d+)*")
EDGE = "branded_content_ad_permissions"


@dataclass(frozen=True)
class Call:
    """A method, an address and parameters; `op` names what it does, for faults and budgets.

    `account` is the Instagram account behind a post or a comment, once somebody has looked.
    """

    method: str
    path: str
    params: Mapping[str, str]
    base_url: str = ""
    account: str | None = None

    @property
    def version(self) -> str | None:
        """Return the version the path begins with, or None."""
        head = self.path.strip("/").split("/")[0]
        return head if _VERSION.fullmatch(head) else None

    @property
    def steps(self) -> list[str]:
        """Return the path's steps behind the version."""
        steps = [step for step in self.path.split("/") if step]
        return steps[1:] if self.version else steps

    @property
    def op(self) -> str:
        """Name what this call does: request, list, revoke, discovery, node, batch, an edge, or a path's first step."""
        match self.method, self.steps:
            case "GET", [_, edge] if edge == EDGE:
                return "list"
            case "POST", [_, edge] if edge == EDGE:
                return "revoke" if is_true(self.params.get("revoke", "")) else "request"
            case "POST", []:
                return "batch"
            case "GET", [_] if "business_discovery" in self.params.get("fields", ""):
                return "discovery"
            case _, ["partnership-ads", *rest]:
                return next((step for step in reversed(rest) if not is_id(step)), "partnership-ads")
            case _, [step, *_] if not is_id(step):
                return step
            case _, [_, edge, *_]:
                return edge
            case _:
                return "node"

    @property
    def profile_ig_id(self) -> str | None:
        """Return the account behind the node the path begins with, else the id it begins with, or None."""
        return self.account or (self.steps[0] if self.steps and self.steps[0].isdigit() else None)


@dataclass
class Answer:
    """A status, headers and a JSON body."""

    body: Any
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


def is_id(step: str) -> bool:
    """Say whether a step of a path is a node's id: digits, also joined as posts' are, or an ad account's."""
    return _ID.fullmatch(step) is not None


def is_true(text: str) -> bool:
    """Read a boolean as Graph takes it: `true` or `1`."""
    return text.lower() in ("true", "1")


def read_params(*, query: str, content_type: str, body: bytes, authorization: str) -> dict[str, str]:
    """Gather parameters from the query, a form, a multipart form or a JSON body, and a bearer token.

    The body wins over the query. Raises GraphError (code 100) for a body that cannot be read.
    """
    params = dict(parse_qsl(query, keep_blank_values=True))
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() == "bearer" and token:
        params.setdefault("access_token", token.strip())
    return params | _read_body(content_type, body)


def _read_body(content_type: str, body: bytes) -> dict[str, str]:
    if not body:
        return {}
    match content_type.partition(";")[0].strip().lower():
        case "application/json":
            return _read_json(body)
        case "multipart/form-data":
            return _read_multipart(content_type, body)
        case _:
            return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))


def _read_json(body: bytes) -> dict[str, str]:
    try:
        given = json.loads(body)
    except ValueError as failure:
        raise bad_parameter("The request body is not valid JSON") from failure
    if not isinstance(given, dict):
        raise bad_parameter("The request body must be a JSON object")
    return {name: value if isinstance(value, str) else json.dumps(value) for name, value in given.items()}


def _read_multipart(content_type: str, body: bytes) -> dict[str, str]:
    message = BytesParser(policy=HTTP).parsebytes(b"Content-Type: " + content_type.encode() + b"\r\n\r\n" + body)
    params = {}
    for part in message.iter_parts():
        name = part.get_param("name", header="content-disposition")
        payload = part.get_payload(decode=True)
        if isinstance(name, str) and isinstance(payload, bytes):
            params[name] = payload.decode("utf-8", "replace")
    return params
