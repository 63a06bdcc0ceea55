"""From stored rows and Meta's answers to what the pure difference compares."""

from __future__ import annotations

from bot.graph import Permission
from bot.permissions.diff import Known, Listed
from bot.permissions.status import State
from storage.tables import Request

SEAL_BROKEN = (
    "The stored login of this profile cannot be opened. The key that sealed it is not among GREENLIGHT_SECRET_KEYS. "
    "Put the key back, or connect the profile again with `greenlight profiles add`."
)


def known_of(request: Request) -> Known:
    """Describe a stored request for the difference."""
    return Known(
        request_id=request.id,
        state=State(request.state),
        meta_status=request.meta_status,
        permission_id=request.permission_id,
        creator_ig_id=request.creator_ig_id,
        creator_username=request.creator_username,
        sent_at=request.sent_at,
        seen_before=request.seen_before or (),
    )


def listed_of(permission: Permission) -> Listed:
    """Describe a row of Meta's list for the difference."""
    return Listed(
        permission_id=permission.id,
        status=permission.status,
        creator_ig_id=permission.creator_ig_id,
        creator_username=permission.creator_username,
    )
