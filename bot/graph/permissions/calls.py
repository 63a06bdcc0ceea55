"""What is asked about account-level permissions (guide "Account-Level Permissioning")."""

from __future__ import annotations

import json
from collections.abc import Sequence

from bot.graph.access import CreatorById, CreatorByUsername
from bot.graph.call import Call, segment
from bot.graph.codes import Rule
from bot.graph.errors import CreatorNotFound
from bot.graph.ids import numbers
from bot.graph.scalars import plain_username

# What Meta answers to a creator nobody knows is not documented here: as it does when they are looked up.
_NOBODY = {24: Rule(CreatorNotFound), 110: Rule(CreatorNotFound)}
PENDING_COUNT = "pending_permission_count"
_ACROSS = (
    "brand_ig_fbid,brand_ig_user{id,username},creator_ig_user{id,username},creator_linked_fb_page{id},"
    "permission_status,permission_created_time"
)


def request_permission(brand_ig_id: str, *, creator: CreatorById | CreatorByUsername) -> Call:
    """Ask a creator for permission."""
    match creator:
        case CreatorById(ig_id):
            params = {"creator_instagram_account": ig_id}
        case CreatorByUsername(username):
            params = {"creator_instagram_username": plain_username(username)}
    return Call("POST", _edge(brand_ig_id), params, meanings=_NOBODY)


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


def list_of_business(
    business_id: str, *, brand_ig_ids: Sequence[str], creator_username: str | None, statuses: Sequence[int], limit: int
) -> Call:
    """Read the permissions of many brand accounts of one business (reference "Business", `ig_bc_ad_permissions`).

    In one document only, dated 2022, and in no specification: the scopes it needs and the numbers of its
    statuses are not stated, so `statuses` are Meta's numbers as its answers have them.
    """
    params = {"fields": _ACROSS, "limit": str(limit)}
    if brand_ig_ids:
        params["brand_instagram_accounts"] = f"[{','.join(numbers(brand_ig_ids))}]"
    if creator_username is not None:
        params["creator_username"] = plain_username(creator_username)
    if statuses:
        params["permission_status"] = json.dumps(list(statuses))
    return Call("GET", _business_edge(business_id), params)


def count_pending(business_id: str) -> Call:
    """Ask how many requests of a business wait for an answer; the rows themselves are not wanted."""
    return Call("GET", _business_edge(business_id), {"summary": PENDING_COUNT, "limit": "1"})


def _business_edge(business_id: str) -> str:
    return f"/{segment(business_id)}/ig_bc_ad_permissions"


def _edge(brand_ig_id: str) -> str:
    return f"/{segment(brand_ig_id)}/branded_content_ad_permissions"
