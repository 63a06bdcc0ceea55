"""Who hears what: the app's subscriptions by object, and the Pages it was installed on (Meta: Webhooks, Page)."""

from __future__ import annotations

import secrets
from typing import Any
from urllib.parse import urlencode, urlsplit

from sandbox.graph.assets import Page
from sandbox.graph.dashboard import Dashboard, Install, Subscription
from sandbox.graph.errors import GraphError, bad_parameter
from sandbox.graph.listing import read_list
from sandbox.graph.scopes import SCOPES
from sandbox.graph.visit import Endpoint, Visit
from sandbox.graph.webhooks.calling import NO_ANSWER, caller

FIELDS = {
    "instagram": frozenset({"comments", "live_comments", "mentions", "story_insights"}),
    "page": frozenset({"feed", "mention", "messages", "name", "picture", "ratings", "videos"}),
    "permissions": frozenset(SCOPES),
}
"""The fields that can be subscribed to, as far as the sandbox has them; what is delivered is in `news`."""


async def subscribe(visit: Visit, app: Dashboard) -> dict[str, Any]:
    """Subscribe the app to an object's fields, once its address has repeated the challenge.

    Raises GraphError: 100 for what does not exist, 2200 when the address does not answer as it must.
    """
    kind, address = _object(visit), visit.params.get("callback_url", "")
    fields = _known(read_list(visit.params, "fields"), FIELDS[kind], name="fields")
    word = visit.params.get("verify_token", "")
    if urlsplit(address).scheme not in ("http", "https") or not word:
        raise bad_parameter("(callback_url) and (verify_token) are required")
    await _verify(address, word)
    before = app.subscriptions.get(kind)
    kept = before.fields if before is not None and before.callback_url == address else frozenset()
    app.subscriptions[kind] = Subscription(address, kept | fields)
    return {"success": True}


def list_subscriptions(visit: Visit, app: Dashboard) -> dict[str, Any]:
    """List what the app is subscribed to."""
    rows = [
        {
            "object": kind,
            "callback_url": each.callback_url,
            "active": True,
            "fields": [{"name": name, "version": visit.version} for name in sorted(each.fields)],
        }
        for kind, each in app.subscriptions.items()
    ]
    return {"data": rows}


def unsubscribe(visit: Visit, app: Dashboard) -> dict[str, Any]:
    """End all subscriptions, those to one object, or some of its fields."""
    if "object" not in visit.params:
        app.subscriptions.clear()
        return {"success": True}
    kind = _object(visit)
    fields = _known(read_list(visit.params, "fields"), FIELDS[kind], name="fields")
    subscription = app.subscriptions.pop(kind, None)
    if subscription is not None and fields and subscription.fields - fields:
        app.subscriptions[kind] = Subscription(subscription.callback_url, subscription.fields - fields)
    return {"success": True}


def install(visit: Visit, page: Page) -> dict[str, Any]:
    """Install the app on a Page: it hears of these fields of it, and of its Instagram account's."""
    _require_page_token(visit)
    fields = _known(read_list(visit.params, "subscribed_fields"), FIELDS["page"], name="subscribed_fields")
    if not fields:
        raise bad_parameter("The parameter subscribed_fields is required")
    visit.world.app.installs[page.id] = Install(visit.session.person.id, fields)
    return {"success": True}


def list_installs(visit: Visit, page: Page) -> dict[str, Any]:
    """List the apps on a Page: ours, or none."""
    _require_page_token(visit)
    app, found = visit.world.app, visit.world.app.installs.get(page.id)
    row = {"name": app.name, "id": app.id, "subscribed_fields": sorted(found.fields)} if found else None
    return {"data": [row] if row else []}


def uninstall(visit: Visit, page: Page) -> dict[str, Any]:
    """Take the app off a Page."""
    _require_page_token(visit)
    visit.world.app.installs.pop(page.id, None)
    return {"success": True}


async def _verify(address: str, word: str) -> None:
    """Meta's verification request: the address must answer 200 with the challenge and nothing else."""
    challenge = str(secrets.randbelow(10**10))
    query = urlencode({"hub.mode": "subscribe", "hub.challenge": challenge, "hub.verify_token": word})
    joint = "&" if urlsplit(address).query else "?"
    try:
        async with caller() as client:
            answer = await client.get(f"{address}{joint}{query}")
    except NO_ANSWER as failure:
        raise _unverified(f"{type(failure).__name__}") from failure
    if answer.status_code != 200:
        raise _unverified(f"HTTP Status Code = {answer.status_code}; HTTP Message = {answer.reason_phrase}")
    if answer.text != challenge:
        raise _unverified("The challenge was not repeated")


def _unverified(why: str) -> GraphError:
    return GraphError(f"(#2200) Callback verification failed with the following errors: {why}", code=2200)


def _object(visit: Visit) -> str:
    kind = visit.params.get("object", "")
    if kind not in FIELDS:
        raise bad_parameter(f"Param object must be one of {{{', '.join(sorted(FIELDS))}}}")
    return kind


def _known(given: list[str], known: frozenset[str], *, name: str) -> frozenset[str]:
    for position, field in enumerate(given):
        if field not in known:
            raise bad_parameter(f"Param {name}[{position}] must be one of {{{', '.join(sorted(known))}}}")
    return frozenset(given)


def _require_page_token(visit: Visit) -> None:
    if visit.session.token.page is None:
        raise GraphError("(#210) A page access token is required to request this resource.", code=210)


_PAGE_SCOPES = ("pages_manage_metadata", "pages_show_list")

ENDPOINTS = (
    Endpoint("GET", Dashboard, "subscriptions", list_subscriptions),
    Endpoint("POST", Dashboard, "subscriptions", subscribe),
    Endpoint("DELETE", Dashboard, "subscriptions", unsubscribe),
    Endpoint("GET", Page, "subscribed_apps", list_installs, scopes=_PAGE_SCOPES),
    Endpoint("POST", Page, "subscribed_apps", install, scopes=_PAGE_SCOPES),
    Endpoint("DELETE", Page, "subscribed_apps", uninstall, scopes=_PAGE_SCOPES),
)
