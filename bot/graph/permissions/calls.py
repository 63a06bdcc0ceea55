"""What is asked about account-level permissions (guide "Account-Level Permissioning")."""

from __future__ import annotations

from bot.graph.access import CreatorById, CreatorByUsername
from bot.graph.call import Call, segment
from bot.graph.scalars import plain_username


def request_permission(brand_ig_id: str, *, creator: CreatorById | CreatorByUsername) -> Call:
    """Ask a creator for permission."""
    match creator:
        case CreatorById(ig_id):
            params = {"creator_instagram_account": ig_id}
        case CreatorByUsername(username):
            params = {"creator_instagram_username": plain_username(username)}
    return Call("POST", _edge(brand_ig_id), params)


def revoke_permission(brand_ig_id: str, *, creator: CreatorById) -> Call:
    """End a permission. Meta documents this by creator id only."""
    params = {"creator_instagram_account": creator.ig_id, "revoke": "true"}
    return Call("POST", _edge(brand_ig_id), params)


def list_permissions(brand_ig_id: str, *, creator_username: str | None, limit: int) -> Call:
    """Read permissions.

    No `fields`: Meta's three lists of field names contradict one another, and naming one that a version does
    not have is an error (code 100), while the default fields come in every version.
    """
    params = {"limit": str(limit)}
    if creator_username is not None:
        params["creator_username"] = plain_username(creator_username)
    return Call("GET", _edge(brand_ig_id), params)


def _edge(brand_ig_id: str) -> str:
    return f"/{segment(brand_ig_id)}/branded_content_ad_permissions"
