"""What the tests of the Graph client start from: one brand, its made-up token, and clients over doubles."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import httpx
from pydantic import SecretStr

from bot.graph import Access, Addresses, GraphClient, MetaApp, pooled_http
from bot.graph.gate import Gate
from bot.graph.ledger import OwnLedger

APP = "1234567890123456"
BRAND = "17841400000000001"
TOKEN = "EAAtokenOfTheBrandThatNobodyMayEverSee0123456789"
APP_SECRET = "app-secret-that-nobody-may-see"
PROOF = hmac.new(APP_SECRET.encode(), TOKEN.encode(), hashlib.sha256).hexdigest()
META_APP = MetaApp(id=APP, secret=SecretStr(APP_SECRET))
ACCESS = Access(ig_id=BRAND, token=SecretStr(TOKEN))

Handler = Callable[[httpx.Request], httpx.Response]


def client_over(handler: Handler) -> GraphClient:
    """A client whose calls `handler` answers."""
    return client_with(pooled_http(transport=httpx.MockTransport(handler)), url="https://graph.test")


def client_with(http: httpx.AsyncClient, *, url: str, deadline: float = 30.0) -> GraphClient:
    """A client over a given httpx client; the hosts that have no version are below `url`, too."""
    addresses = Addresses(version="v26.0", graph=url, pages=f"{url}/pages", login=f"{url}/login")
    return GraphClient(http, app=META_APP, addresses=addresses, deadline=deadline)


def always(status: int = 200, **answer: Any) -> Handler:
    """A handler that answers every call the same, in httpx.Response's words: json=, content=, headers=."""
    return lambda _request: httpx.Response(status, **answer)


def form_of(request: httpx.Request) -> dict[str, str]:
    """The form a request carries."""
    return dict(httpx.QueryParams(request.content.decode()))


def recording(seen: list[httpx.Request], answer: object) -> Handler:
    """A handler that keeps every call it gets and answers them all the same."""

    def handle(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json=answer)

    return handle


def a_gate() -> Gate:
    """A gate that knows only what it hears."""

    def now() -> datetime:
        return datetime.now(UTC)

    return Gate(OwnLedger(now=now), app=META_APP, now=now)
