"""`/partnership-ads/fb-branded-content/{page-id}/...`: whom a Page lets tag it (Meta: Facebook branded content)."""

from __future__ import annotations

from typing import Any

from sandbox.graph.assets import Page
from sandbox.graph.pages_api.reading import read_body, read_numbers, refuse
from sandbox.graph.visit import Visit


def show_status(visit: Visit, page: Page) -> dict[str, str]:
    """Say whether only Pages on the allowlist may tag this one."""
    is_enabled = page.id in visit.world.page_permissions.restricted
    return {"allowlist_status": "ENABLED" if is_enabled else "DISABLED"}


def change_status(visit: Visit, page: Page) -> dict[str, str]:
    """Switch the allowlist on or off by `is_enabled`."""
    wanted = visit.params.get("is_enabled")
    if wanted not in ("true", "false"):
        raise refuse(400, "is_enabled must be true or false.")
    restricted = visit.world.page_permissions.restricted
    (restricted.add if wanted == "true" else restricted.discard)(page.id)
    return show_status(visit, page)


def list_creators(visit: Visit, page: Page) -> list[dict[str, Any]]:
    """List the Pages on the allowlist; one without an Instagram account is told to be ineligible."""
    listed = [visit.world.page(each) for each in visit.world.page_permissions.allowlists[page.id]]
    return [
        {"creator_page_id": int(each.id)} | ({} if each.instagram else {"creator_ineligible_for_bc": True})
        for each in listed
        if each
    ]


def add_creators(visit: Visit, page: Page) -> list[dict[str, Any]]:
    """Put Pages on the allowlist, each for itself."""
    body = read_body(visit.params)
    ids = body.get("creator_page_ids") if isinstance(body, dict) else None
    if not isinstance(ids, list) or not ids:
        raise refuse(400, "The body must be an object with creator_page_ids.")
    allowed = visit.world.page_permissions.allowlists[page.id]
    results = []
    for each in ids:
        is_known = visit.world.page(str(each)) is not None
        if is_known and str(each) not in allowed:
            allowed.append(str(each))
        results.append(_result(each, is_done=is_known, reason="The creator Page does not exist."))
    return results


def remove_creators(visit: Visit, page: Page) -> list[dict[str, Any]]:
    """Take Pages off the allowlist, each for itself."""
    allowed = visit.world.page_permissions.allowlists[page.id]
    results = []
    for each in read_numbers(visit.params, "creator_page_ids"):
        is_listed = str(each) in allowed
        if is_listed:
            allowed.remove(str(each))
        results.append(_result(each, is_done=is_listed, reason="The creator Page is not on the allowlist."))
    return results


def _result(page_id: Any, *, is_done: bool, reason: str) -> dict[str, Any]:
    failure = {} if is_done else {"error_message": reason}
    return {"creator_page_id": page_id, "status_code": 200 if is_done else 404, **failure}
