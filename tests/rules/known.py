"""What Greenlight knows of a request that Meta's list is compared with."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.permissions.looking.diff import Known
from bot.permissions.status import State

NOW = datetime(2026, 11, 22, 10, 42, tzinfo=UTC)


def a_request(**given_values: Any) -> Known:
    values: dict[str, Any] = {
        "request_id": "R1",
        "state": State.WAITING,
        "meta_status": "PENDING",
        "permission_id": "P1",
        "creator_ig_id": "900",
        "creator_username": "maya.makes",
        "sent_at": NOW - timedelta(hours=1),
        "seen_before": (),
    }
    return Known(**(values | given_values))
