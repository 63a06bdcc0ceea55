"""How a permission is written: Meta's guide and Meta's reference page give two different lists of fields.

The guide ("Account-Level Permissioning") shows strings and `PENDING`; the reference ("IG User, Branded Content Ad
Permissions") has integers, and `Pending Approval` is what public code meets with its names.
"""

from __future__ import annotations

from typing import Any

from sandbox.graph.errors import unknown_field
from sandbox.graph.fields import parse
from sandbox.graph.model import Permission, Status
from sandbox.graph.rules import Names

NODE = "IGBCAdsPermission"
_TITLES = {
    Status.PENDING: "Pending Approval",
    Status.APPROVED: "Approved",
    Status.REJECTED: "Rejected",
    Status.REVOKED: "Revoked",
    Status.CANCELED: "Canceled",
}
_NOT_DEFAULT = frozenset({"permission_created_time"})


def write(permission: Permission, *, names: Names, fields: str = "") -> dict[str, Any]:
    """Write one row in the asked fields, or the default ones; `id` is always there, what has no value is left out.

    Raises GraphError (code 100) for a field that this spelling does not have.
    """
    whole = _in_guide(permission) if names == "guide" else _in_reference(permission)
    asked = [field.name for field in parse(fields)] if fields else [*whole.keys() - _NOT_DEFAULT]
    for name in asked:
        if name not in whole:
            raise unknown_field(name, node=NODE)
    wanted = {*asked, "id"}
    return {name: value for name, value in whole.items() if name in wanted and value is not None}


def _in_guide(permission: Permission) -> dict[str, Any]:
    return {
        "creator_username": permission.creator.username,
        "creator_id": permission.creator.ig_id,
        "creator_fb_page": permission.creator.fb_page,
        "brand_ig_user": {"id": permission.brand.ig_id},
        "permission_status": permission.status.value,
        "id": permission.id,
    }


def _in_reference(permission: Permission) -> dict[str, Any]:
    return {
        "brand_ig_id": int(permission.brand.ig_id),
        "brand_username": permission.brand.username,
        "creator_fb_page_id": permission.creator.fb_page,
        "creator_ig_id": int(permission.creator.ig_id),
        "creator_username": permission.creator.username,
        "permission_created_time": int(permission.created_at),
        "permission_status": _TITLES[permission.status],
        "permission_url": f"https://www.instagram.com/partnership_ads/permissions/{permission.id}/",
        "id": permission.id,
    }
