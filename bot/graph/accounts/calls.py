"""What is asked about the accounts a login may act for (references "User Accounts", "Page", "Business")."""

from __future__ import annotations

from enum import StrEnum

from bot.graph.call import Call, segment

PAGE_SIZE = 100
_INSTAGRAM = "id,username,name,profile_picture_url"
_PAGE = (
    f"id,name,access_token,tasks,instagram_business_account{{{_INSTAGRAM}}},connected_instagram_account{{{_INSTAGRAM}}}"
)
_ASSET = "id,ig_user_id,ig_username"


class Edge(StrEnum):
    """Where a business lists Instagram accounts. Meta has six such lists, and no page says which is whole."""

    OWNED = "owned_instagram_accounts"
    ACCESSIBLE = "instagram_accounts"
    PROFESSIONAL = "instagram_business_accounts"
    CLIENTS = "client_instagram_accounts"
    """Documented, and not in Meta's specification."""
    OWNED_ASSETS = "owned_instagram_assets"
    CLIENT_ASSETS = "client_instagram_assets"


def own_account(ig_id: str) -> Call:
    """Read the brand's own account: whether the token works, and the current username."""
    return Call("GET", f"/{segment(ig_id)}", {"fields": "id,username"})


def list_pages() -> Call:
    """List the Pages that the person has a role on, with both ways an Instagram account hangs on one."""
    return Call("GET", "/me/accounts", {"fields": _PAGE, "limit": str(PAGE_SIZE)})


def list_businesses() -> Call:
    """List the businesses the person works in."""
    return Call("GET", "/me/businesses", {"fields": "id,name", "limit": str(PAGE_SIZE)})


def list_of_business(business_id: str, *, edge: Edge) -> Call:
    """List one of a business's lists.

    `client_instagram_accounts` is asked without `fields`: its page names only `permitted_tasks` beside an
    account's own, and naming a field that is not there is an error.
    """
    params = {"limit": str(PAGE_SIZE)}
    if edge in (Edge.OWNED_ASSETS, Edge.CLIENT_ASSETS):
        params["fields"] = _ASSET
    elif edge is not Edge.CLIENTS:
        params["fields"] = _INSTAGRAM
    return Call("GET", f"/{segment(business_id)}/{edge}", params)
