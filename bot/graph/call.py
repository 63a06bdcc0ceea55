"""One call to Meta as data: what to ask, of which host, and what came back. Nothing here sends anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Literal
from urllib.parse import quote

from pydantic import SecretStr

from bot.graph.codes import Rule


class Host(StrEnum):
    """Meta's hosts, which differ in more than their names."""

    GRAPH = "graph"
    """graph.facebook.com: a version in every path, `appsecret_proof` on every call."""
    PAGES = "pages"
    """api.facebook.com: no version in the path, and no proof in any of its examples, so none is sent."""


class Meter(StrEnum):
    """Among which calls Meta counts one, when it limits them (see `buckets.py`)."""

    ACCOUNT = "account"
    """Those about the account whose id is the first in the path; without an id there, those of the platform."""
    OWNER = "owner"
    """Those about whoever owns the post, comment or ad in the path."""
    PLATFORM = "platform"
    """Those of the app and of the login."""


@dataclass(frozen=True, kw_only=True)
class Addresses:
    """Where Meta is; other addresses than its own only for a sandbox. `version` is one such as v26.0.

    The version is always in the path: Meta's pages disagree on what a call without one gets.
    """

    version: str
    graph: str = "https://graph.facebook.com"
    pages: str = "https://api.facebook.com"
    login: str = "https://www.facebook.com"

    def base(self, host: Host) -> str:
        """Say what every path of a host begins with."""
        match host:
            case Host.GRAPH:
                return f"{self.graph.rstrip('/')}/{self.version.strip('/')}"
            case Host.PAGES:
                return self.pages.rstrip("/")


@dataclass(frozen=True)
class Call:
    """One call: the path below the host's base, and its parameters (a form for POST, else a query).

    `hidden` are parameters that no log, error or `repr` may show. With `json`, that is the body and the
    parameters are a query.
    """

    method: Literal["GET", "POST", "PUT", "DELETE"]
    path: str
    params: Mapping[str, str] = field(default_factory=dict)
    hidden: Mapping[str, SecretStr] = field(default_factory=dict, kw_only=True)
    unquotable: tuple[SecretStr, ...] = field(default=(), kw_only=True)
    """Secrets inside `hidden` parameters that hold several: no text that quotes one of them may be shown."""
    host: Host = field(default=Host.GRAPH, kw_only=True)
    headers: Mapping[str, str] = field(default_factory=dict, kw_only=True)
    json: Any = field(default=None, kw_only=True)
    only_reads: bool = field(default=False, kw_only=True)
    """A call that changes nothing, although its method is one that does elsewhere."""
    meter: Meter = field(default=Meter.ACCOUNT, kw_only=True)
    meanings: Mapping[int, Rule] = field(default_factory=dict, kw_only=True, repr=False)
    """What error codes mean at this endpoint, where that is not what they mean elsewhere."""

    @property
    def writes(self) -> bool:
        """Whether it changes anything at Meta, so that a lost answer must be read back."""
        return self.method != "GET" and not self.only_reads

    def having(self, **params: str) -> Call:
        """Return the same call with further parameters."""
        return replace(self, params={**self.params, **params})


@dataclass(frozen=True)
class Answer:
    """What came back, of whatever status."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def segment(text: str) -> str:
    """Make an id fit for a path, whatever is in it."""
    return quote(text, safe="")
