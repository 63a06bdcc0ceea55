"""The way of a call at api.facebook.com: who is calling, for which Page, and what carries it out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from sandbox.graph.access import Session, open_session
from sandbox.graph.assets import Page
from sandbox.graph.content import old_posts
from sandbox.graph.content_rules import ContentRules
from sandbox.graph.errors import GraphError
from sandbox.graph.pages_api import allowlist, permissions
from sandbox.graph.pages_api.reading import refuse
from sandbox.graph.visit import Visit

_SCOPE = "facebook_branded_content_ads_brand"
_TASK = "ADVERTISE"
_PERMISSIONS, _ALLOWLIST = "fb-account-level-permissions", "fb-branded-content"
_ENDPOINTS: Mapping[tuple[str, str], Callable[[Visit, Page], Any]] = {
    ("GET", _PERMISSIONS): permissions.list_rows,
    ("POST", _PERMISSIONS): permissions.act,
    ("GET", f"{_ALLOWLIST}/brand-allowlist-status"): allowlist.show_status,
    ("PUT", f"{_ALLOWLIST}/brand-allowlist-status"): allowlist.change_status,
    ("GET", f"{_ALLOWLIST}/brand-allowlisted-creators"): allowlist.list_creators,
    ("POST", f"{_ALLOWLIST}/brand-allowlisted-creators"): allowlist.add_creators,
    ("DELETE", f"{_ALLOWLIST}/brand-allowlisted-creators"): allowlist.remove_creators,
    ("GET", "advertisable-posts"): old_posts.list_rows,
}
OPS = frozenset({_PERMISSIONS, "brand-allowlist-status", "brand-allowlisted-creators", "advertisable-posts"})
"""What faults may be ordered for: the last named step of each address."""


def carry_out(visit: Visit) -> Any:
    """Carry out one call; raises GraphError whose code is the HTTP status."""
    named = [step for step in visit.call.steps[1:] if not step.isdigit()]
    ids = [step for step in visit.call.steps[1:] if step.isdigit()]
    perform = _ENDPOINTS.get((visit.call.method, "/".join(named)))
    if perform is None or len(ids) != 1:
        raise refuse(404, "Unknown path.")
    if visit.rules.page_version_header and "x-api-version" not in visit.params:
        raise refuse(400, "The X-API-Version header is required.")
    session = _open(visit)
    page = visit.world.page(ids[0])
    if page is None or not session.sees(page):
        raise refuse(404, "The Page does not exist or you have no access to it.")
    if _SCOPE not in session.scopes:
        raise refuse(403, f"Missing permission: {_SCOPE}.")
    if _TASK not in session.tasks(page):
        raise refuse(403, f"Your role on this Page does not have the task {_TASK}.")
    return perform(replace(visit, caller=session), page)


def write_refusal(refusal: GraphError, *, rules: ContentRules, trace_id: str) -> dict[str, Any]:
    """Write an error of the whole call in the form that the rule says; no document shows one."""
    if rules.page_errors == "graph":
        return refusal.body(trace_id)
    return {"error_code": refusal.code, "error_message": refusal.message}


def _open(visit: Visit) -> Session:
    token = visit.params.get("access_token", "")
    if not token:
        raise refuse(401, "An Authorization header with a bearer token is required.")
    try:
        return open_session(visit.world, token)
    except GraphError as ended:
        raise refuse(401, ended.message) from ended
