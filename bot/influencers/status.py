"""How an invite stands, and how an influencer asset does; pure."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum


class InviteState(StrEnum):
    """How an invite stands."""

    OPEN = "open"
    USED = "used"
    DECLINED = "declined"
    REVOKED = "revoked"
    EXPIRED = "expired"


class AssetState(StrEnum):
    """How an influencer asset stands."""

    MONITORING = "monitoring"
    """It is connected, and comments of at least one kind are wanted."""
    NOT_MONITORING = "not_monitoring"
    """It is connected, and nothing is wanted; or its login has ended before its time."""
    EXPIRED = "expired"
    """Its time is over, or somebody ended it."""


def invite_state(
    *,
    used_at: datetime | None,
    declined_at: datetime | None,
    revoked_at: datetime | None,
    link_ends_at: datetime,
    now: datetime,
) -> InviteState:
    """Return how an invite stands: what was done with it counts before its time, and the team's word before all."""
    if used_at is not None:
        return InviteState.USED
    if revoked_at is not None:
        return InviteState.REVOKED
    if declined_at is not None:
        return InviteState.DECLINED
    return InviteState.EXPIRED if now >= link_ends_at else InviteState.OPEN


def asset_state(
    *, is_ended: bool, ends_at: datetime, is_alive: bool, hears_something: bool, now: datetime
) -> AssetState:
    """Return how an asset stands. `is_alive` says whether the login it stands on is taken by Meta."""
    if is_ended or now >= ends_at:
        return AssetState.EXPIRED
    return AssetState.MONITORING if is_alive and hears_something else AssetState.NOT_MONITORING
