"""`/partnership-ads/fb-account-level-permissions/{page-id}` (Meta: Facebook account-level permissioning)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox.graph.assets import Page
from sandbox.graph.pages_api.model import PagePermission, Status
from sandbox.graph.pages_api.reading import read_body, read_number, read_numbers, refuse
from sandbox.graph.pages_api.store import NotPossible
from sandbox.graph.posts.media import write_time
from sandbox.graph.visit import Visit

_MOST = 1_000
_DEFAULT = 25
_KNOWN_STATUSES = frozenset(range(1, 8))
_ENDS = ("remove-permission", "revoke-permission")
_ACTIONS = ("send-request", "cancel-request", "accept-request", "reject-request", *_ENDS)


def list_rows(visit: Visit, page: Page) -> list[dict[str, Any]]:
    """List a Page's permissions as a bare array, newest first, cut by `offset` and `limit`."""
    limit = read_number(visit.params, "limit", default=_DEFAULT)
    if not 1 <= limit <= _MOST:
        raise refuse(400, f"limit must be between 1 and {_MOST}.")
    offset = read_number(visit.params, "offset", default=0)
    statuses, partners = read_numbers(visit.params, "status"), read_numbers(visit.params, "partner_page_ids")
    if not _KNOWN_STATUSES.issuperset(statuses):
        raise refuse(400, "status must be an array of the values 1 to 7.")
    direction = visit.params.get("permission_direction")
    if direction not in (None, "sent", "received"):
        raise refuse(400, "permission_direction must be sent or received.")
    rows = [_write(visit, each, page=page) for each in visit.world.page_permissions.of(page)]
    fitting = [
        row
        for row in rows
        if (not statuses or row["status"] in statuses)
        and (not partners or row["partner_page_id"] in partners)
        and direction in (None, row["permission_direction"])
    ]
    return fitting[offset : offset + limit]


def act(visit: Visit, page: Page) -> list[dict[str, Any]]:
    """Carry out a list of actions, each for itself: the answer is 200 also where one of them fails."""
    items = read_body(visit.params)
    if not isinstance(items, list) or not items:
        raise refuse(400, "The body must be a JSON array of actions.")
    if len(items) > visit.rules.page_most_actions:
        raise refuse(400, f"At most {visit.rules.page_most_actions} actions are allowed.")
    if not all(isinstance(item, dict) for item in items):
        raise refuse(400, "Each action must be an object with partner_page_id and action.")
    return [_act_on_one(visit, page, item) for item in items]


def _act_on_one(visit: Visit, page: Page, item: Mapping[str, Any]) -> dict[str, Any]:
    partner_id, action = item.get("partner_page_id"), item.get("action")
    try:
        partner = _partner(visit, page, partner_id)
        done = visit.world.page_permissions.act(
            _plain(visit, action), page=page, partner=partner, now=visit.world.clock.now()
        )
    except NotPossible as failure:
        told = {"status": "failure", "error_code": failure.code, "error_message": str(failure)}
        return {"partner_page_id": partner_id, **told}
    return {
        "partner_page_id": partner_id,
        "alp_permission_id": done.id,
        "alp_permission_status": _number(visit, done.status),
        "status": "success",
    }


def _partner(visit: Visit, page: Page, partner_id: Any) -> Page:
    if not isinstance(partner_id, int) or isinstance(partner_id, bool):
        raise NotPossible(400, "partner_page_id must be an integer.")
    partner = visit.world.page(str(partner_id))
    if partner is None or partner is page:
        raise NotPossible(404, "The partner Page does not exist or cannot be a partner.")
    return partner


def _plain(visit: Visit, action: Any) -> str:
    """Return the action under one name; which spelling of the end Meta takes is a rule."""
    refused = [word for word in _ENDS if visit.rules.page_remove not in (word, "both")]
    if action not in _ACTIONS or action in refused:
        raise NotPossible(400, f"Invalid action: {action}.")
    return _ENDS[0] if action in _ENDS else str(action)


def _write(visit: Visit, row: PagePermission, *, page: Page) -> dict[str, Any]:
    return {
        "id": row.id,
        "partner_page_id": int(row.partner_of(page).id),
        "status": _number(visit, row.status),
        "created_at": write_time(row.created_at),
        "permission_direction": "sent" if row.sender is page else "received",
    }


def _number(visit: Visit, status: Status) -> int:
    return visit.rules.page_approved if status is Status.APPROVED else int(status)
