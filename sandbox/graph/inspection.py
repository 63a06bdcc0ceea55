"""What a token is worth: `GET /debug_token` (Meta: Debug-Token)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sandbox.graph import seed
from sandbox.graph.access import authenticate_app, why_ended
from sandbox.graph.errors import bad_parameter, session_ended
from sandbox.graph.people import Grant, Token
from sandbox.graph.visit import Endpoint, Visit
from sandbox.graph.world import World


def inspect(visit: Visit, _: None) -> dict[str, Any]:
    """Say what a token is, asked with the app's own token.

    Raises GraphError: 104 without the app's token, 190 for another one, 100 without `input_token`.
    """
    authenticate_app(visit.params)
    asked = visit.params.get("input_token", "")
    if not asked:
        raise bad_parameter("The parameter input_token is required")
    token = visit.world.people.token(asked)
    if token is None:
        error = {"code": 190, "message": "Invalid OAuth access token - Cannot parse access token"}
        return {"data": {"is_valid": False, "scopes": [], "error": error}}
    return {"data": _describe(visit.world, token)}


def _describe(world: World, token: Token) -> dict[str, Any]:
    person, subcode = token.person, why_ended(world, token)
    grant = world.people.grants.get(person.id)
    scopes = sorted(grant.granted(now=world.clock.now())) if grant else []
    ends_at = grant.data_access_ends_at if grant else None
    data: dict[str, Any] = {
        "app_id": seed.APP_ID,
        "type": "PAGE" if token.page else "SYSTEM_USER" if person.is_system else "USER",
        "application": "Greenlight sandbox",
        "data_access_expires_at": int(ends_at or 0),
        "expires_at": int(token.expires_at or 0),
        "is_valid": subcode is None,
        "issued_at": int(token.issued_at),
        "scopes": scopes,
        "granular_scopes": _granular(world, scopes, grant) if grant else [],
        "user_id": person.id,
    }
    if token.metadata:
        data["metadata"] = token.metadata
    if token.page is not None:
        data["profile_id"] = token.page.id
    if subcode is not None:
        data["error"] = {"code": 190, "message": session_ended(subcode).message, "subcode": subcode}
    return data


def _granular(world: World, scopes: Iterable[str], grant: Grant) -> list[dict[str, Any]]:
    """List the scopes that are given for some assets only by their ids; no `target_ids` means for all."""
    if grant.targets is None:
        return [{"scope": scope} for scope in scopes if scope != "public_profile"]
    kinds = {
        "instagram_": {account.ig_id for account in world.accounts},
        "pages_": {page.id for page in world.pages},
        "facebook_": {page.id for page in world.pages},
        "business_": {business.id for business in world.businesses},
    }
    shown = []
    for scope in scopes:
        ids = next((ids for prefix, ids in kinds.items() if scope.startswith(prefix)), set())
        if chosen := sorted(ids & grant.targets):
            shown.append({"scope": scope, "target_ids": chosen})
    return shown


ENDPOINTS = (Endpoint("GET", None, "debug_token", inspect),)
