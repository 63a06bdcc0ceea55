"""Every call that is served, from every family, and the way from a call to what carries it out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sandbox.graph import accounts, business, business_permissions, grants, inspection, pages, permissions
from sandbox.graph.access import authenticate, authenticate_app
from sandbox.graph.call import Call, is_id
from sandbox.graph.comments import facebook, instagram
from sandbox.graph.content import edge, old_media
from sandbox.graph.dashboard import Dashboard
from sandbox.graph.errors import object_missing, unknown_field, unknown_path
from sandbox.graph.login import exchange
from sandbox.graph.model import Creator, Profile
from sandbox.graph.pages_api import host
from sandbox.graph.people import Person
from sandbox.graph.posts import ads, media, promotion, published, tags
from sandbox.graph.visit import Endpoint, Visit
from sandbox.graph.webhooks import subscriptions

ENDPOINTS: tuple[Endpoint, ...] = (
    *accounts.ENDPOINTS,
    *business.ENDPOINTS,
    *business_permissions.ENDPOINTS,
    *ads.ENDPOINTS,
    *edge.ENDPOINTS,
    *exchange.ENDPOINTS,
    *facebook.ENDPOINTS,
    *grants.ENDPOINTS,
    *inspection.ENDPOINTS,
    *instagram.ENDPOINTS,
    *media.ENDPOINTS,
    *old_media.ENDPOINTS,
    *published.ENDPOINTS,
    *pages.ENDPOINTS,
    *permissions.ENDPOINTS,
    *promotion.ENDPOINTS,
    *subscriptions.ENDPOINTS,
    *tags.ENDPOINTS,
)

_TABLE: dict[tuple[str, type[Any] | None, str], Endpoint] = {
    (each.method, each.on, each.edge): each for each in ENDPOINTS
}

_NAMES: dict[type[Any], str] = {Profile: "IGUser", Creator: "IGUser", Person: "User"}


def ops() -> frozenset[str]:
    """Return the names that faults may be ordered for: what `Call.op` says of each served call."""
    addresses = (f"/{'' if each.on is None else '1/'}{each.edge}" for each in ENDPOINTS)
    named = {Call(each.method, path, {}).op for each, path in zip(ENDPOINTS, addresses, strict=True)}
    return frozenset({"*", "batch", "discovery", "me", "revoke"} | named | host.OPS)


def carry_out(visit: Visit) -> Any:
    """Find who is calling and what they address, check that they may, and do it; raises GraphError."""
    call = visit.call
    if fixed := _TABLE.get((call.method, None, "/".join(call.steps))):
        return fixed.perform(visit, None)
    first, edge = call.steps[0], "/".join(call.steps[1:])
    if first != "me" and not is_id(first):
        raise unknown_path(call.path)
    if first == visit.world.app.id:
        return _carry_out_for_app(visit, edge)
    session = authenticate(visit.world, call.params)
    node: Any = (session.token.page or session.person) if first == "me" else visit.world.node(first)
    endpoint = _find(call.method, type(node), edge)
    if endpoint is None and call.method == "GET" and session.sees(node):
        raise unknown_field(edge, node=_NAMES.get(type(node), type(node).__name__))
    if endpoint is None:
        raise object_missing(first, method=call.method)
    session.require(*endpoint.scopes)
    if not session.sees(node):
        raise object_missing(first, method=call.method)
    if endpoint.task is not None:
        session.require_task(getattr(node, "owner", node), endpoint.task)
    return endpoint.perform(replace(visit, caller=session), node)


def _carry_out_for_app(visit: Visit, edge: str) -> Any:
    """The app itself is a node for its own token only."""
    authenticate_app(visit.params)
    endpoint = _find(visit.call.method, Dashboard, edge)
    if endpoint is None:
        raise object_missing(visit.world.app.id, method=visit.call.method)
    return endpoint.perform(visit, visit.world.app)


def _find(method: str, kind: type[Any], edge: str) -> Endpoint | None:
    """Find the endpoint; `permissions/instagram_basic` may be served by `permissions/*`."""
    open_ended = f"{edge.partition('/')[0]}/*"
    return _TABLE.get((method, kind, edge)) or (_TABLE.get((method, kind, open_ended)) if "/" in edge else None)
