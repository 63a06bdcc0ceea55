"""The edge `/{brand-ig-id}/branded_content_ad_permissions`: ask, revoke and list (Meta: Account-Level Permissioning)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox.graph import spelling
from sandbox.graph.call import EDGE, is_true
from sandbox.graph.errors import bad_parameter
from sandbox.graph.listing import write_page
from sandbox.graph.model import Creator, Profile, Status
from sandbox.graph.rules import Rules
from sandbox.graph.visit import Endpoint, Visit
from sandbox.graph.world import World

_BY_ID = "creator_instagram_account"
_BY_USERNAME = "creator_instagram_username"
_SCOPES = ("instagram_branded_content_ads_brand", "instagram_basic", "business_management")


def post(visit: Visit, brand: Profile) -> dict[str, Any]:
    """Ask a creator, or with `revoke=true` end what is open."""
    act = revoke if is_true(visit.params.get("revoke", "")) else ask
    return act(visit.world, visit.params, brand=brand, rules=visit.rules)


def ask(world: World, params: Mapping[str, str], *, brand: Profile, rules: Rules) -> dict[str, Any]:
    """Ask a creator for permission, named by id or by username; what asking twice does is a rule."""
    creator = _named_creator(world, params)
    if not creator.professional:
        raise bad_parameter(
            "Invalid parameter",
            title="Account can't be a partner",
            advice=f"{creator.username} is not a professional account.",
        )
    still_open = [row for row in world.permissions(brand=brand, creator=creator) if row.status.is_open]
    if still_open and rules.repeat_request == "error":
        raise bad_parameter(
            "Invalid parameter",
            title="Request already exists",
            advice=f"There already is a request to {creator.username}.",
        )
    if still_open and rules.repeat_request == "same_id":
        return {"id": still_open[-1].id}
    return {"id": world.ask(brand=brand, creator=creator).id}


def revoke(world: World, params: Mapping[str, str], *, brand: Profile, rules: Rules) -> dict[str, Any]:
    """End what is open between brand and creator; the guide shows it by id, by username is a rule."""
    if _BY_USERNAME in params and not rules.revoke_by_username:
        raise bad_parameter(f"revoke requires {_BY_ID}")
    creator = _named_creator(world, params)
    still_open = [row for row in world.permissions(brand=brand, creator=creator) if row.status.is_open]
    if not still_open:
        raise bad_parameter(
            "Invalid parameter",
            title="No permission to revoke",
            advice=f"There is no open request or permission with {creator.username}.",
        )
    if rules.revoke_pending == "error" and any(row.status is Status.PENDING for row in still_open):
        raise bad_parameter(
            "Invalid parameter", title="Not answered yet", advice="A pending request cannot be revoked."
        )
    for row in still_open:
        is_cancel = row.status is Status.PENDING and rules.revoke_pending == "canceled"
        world.change(row, status=Status.CANCELED if is_cancel else Status.REVOKED)
    return {"id": still_open[-1].id}


def list_page(visit: Visit, brand: Profile) -> dict[str, Any]:
    """List one page of the brand's permissions, newest first; an empty page has no `paging`."""
    rules, fields = visit.rules, visit.params.get("fields", "")
    rows = visit.world.newest_permissions(brand)
    if wanted := visit.params.get("creator_username"):
        rows = {
            row_id: row
            for row_id, row in rows.items()
            if _fits(row.creator.username, wanted=wanted.lower(), exact=rules.username_filter == "exact")
        }
    return write_page(
        visit,
        rows,
        write=lambda row: spelling.write(row, names=rules.names, fields=fields),
        most=rules.max_limit,
        has_next=rules.has_next,
    )


def _named_creator(world: World, params: Mapping[str, str]) -> Creator:
    by_id, by_username = params.get(_BY_ID, ""), params.get(_BY_USERNAME, "")
    if bool(by_id) == bool(by_username):
        raise bad_parameter(f"Exactly one of {_BY_ID} and {_BY_USERNAME} is required")
    if by_id and not by_id.isdigit():
        raise bad_parameter(f"Param {_BY_ID} must be a valid Instagram account ID")
    creator = world.creator_by_id(by_id) if by_id else world.creator(by_username)
    if creator is None:
        raise bad_parameter(
            "Invalid parameter", title="Account not found", advice="The creator's account cannot be found."
        )
    return creator


def _fits(username: str, *, wanted: str, exact: bool) -> bool:
    return username == wanted if exact else username.startswith(wanted)


ENDPOINTS = (
    Endpoint("GET", Profile, EDGE, list_page, scopes=_SCOPES, task="ADVERTISE"),
    Endpoint("POST", Profile, EDGE, post, scopes=_SCOPES, task="ADVERTISE"),
)
