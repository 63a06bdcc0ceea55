"""From stored rows and Meta's answers to what the pure difference compares."""

from __future__ import annotations

from bot.graph import BusinessPermission, Permission
from bot.graph.permissions.probe import Memory
from bot.permissions.looking.diff import Known, Listed
from bot.permissions.status import LIVE, State
from storage.logins import BusinessList
from storage.repositories.requests import Stand
from storage.tables import Request

LONGEST_NAME = 64
"""Characters of an id, a handle or a status that a column takes; Meta's are far shorter, and nonsense is cut."""


def known_of(request: Request | Stand) -> Known:
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
        ended_at=None if request.state in LIVE else request.changed_at,
    )


def listed_of(permission: Permission) -> Listed:
    """Describe a row of Meta's list for the difference."""
    return Listed(
        permission_id=permission.id[:LONGEST_NAME],
        status=permission.status[:LONGEST_NAME],
        creator_ig_id=permission.creator_ig_id[:LONGEST_NAME] if permission.creator_ig_id else None,
        creator_username=permission.creator_username[:LONGEST_NAME] if permission.creator_username else None,
    )


def share_of(permission: BusinessPermission) -> Listed:
    """Describe a row of a business's list, which carries no id of a permission, for the difference."""
    return Listed(
        permission_id="",
        status=permission.status[:LONGEST_NAME],
        creator_ig_id=permission.creator_ig_id[:LONGEST_NAME],
        creator_username=permission.creator_username[:LONGEST_NAME] if permission.creator_username else None,
    )


def memory_of(row: BusinessList | None) -> Memory:
    """Describe what is remembered of a business's list for the choice whether to read it."""
    if row is None:
        return Memory()
    return Memory(agreed_at=row.agreed_at, failures=row.failures, rests_until=row.rests_until)
