"""What a token is worth: `GET /debug_token` and `GET /me/permissions`."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from typing import Any

from sandbox.graph import seed
from sandbox.graph.errors import bad_parameter, token_malformed, token_missing
from sandbox.graph.tokens import APP_TOKEN, is_alive, owner
from sandbox.graph.world import World

_SCOPED = "instagram_branded_content_ads_brand"


def granted() -> dict[str, Any]:
    """List the scopes a profile's login granted (Meta: User Permissions)."""
    return {"data": [{"permission": scope, "status": "granted"} for scope in seed.SCOPES]}


def inspect(world: World, params: Mapping[str, str]) -> dict[str, Any]:
    """Say what a token is, asked with the app's own token (Meta: Debug-Token).

    Raises GraphError: 104 without the app's token, 190 for another one, 100 without `input_token`.
    """
    token, asked = params.get("access_token", ""), params.get("input_token", "")
    if not token:
        raise token_missing()
    if not hmac.compare_digest(token.encode(), APP_TOKEN.encode()):
        raise token_malformed()
    if not asked:
        raise bad_parameter("The parameter input_token is required")
    profile = owner(world, asked)
    if profile is None:
        return {"data": {"is_valid": False, "scopes": [], "error": _error(190, "Malformed access token")}}
    data: dict[str, Any] = {
        "app_id": seed.APP_ID,
        "application": "Greenlight sandbox",
        "type": "USER",
        "user_id": profile.user_id,
        "is_valid": is_alive(profile, asked),
        "expires_at": int(profile.expired_at or 0),
        "data_access_expires_at": 0,
        "scopes": list(seed.SCOPES),
        "granular_scopes": [{"scope": _SCOPED, "target_ids": [profile.ig_id]}],
    }
    if not data["is_valid"]:
        data["error"] = _error(190, "Session has expired") | {"subcode": 463}
    return {"data": data}


def _error(code: int, message: str) -> dict[str, Any]:
    return {"code": code, "message": f"Error validating access token: {message}"}
