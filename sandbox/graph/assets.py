"""What people look after at Meta: Pages, and the businesses that own accounts or were given a share in them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

ALL_TASKS = frozenset({"ADVERTISE", "ANALYZE", "CREATE_CONTENT", "MANAGE", "MESSAGING", "MODERATE"})
_AT_INSTAGRAM = {
    "ADVERTISE": "ADVERTISE",
    "ANALYZE": "ANALYZE",
    "CREATE_CONTENT": "CONTENT",
    "MODERATE": "COMMUNITY_ACTIVITY",
    "MESSAGING": "MESSAGES",
}


@dataclass
class Page:
    """A Facebook Page; Meta spells the tasks of Pages of the new kind `PROFILE_PLUS_...`."""

    id: str
    name: str
    instagram: str | None = None  # `instagram_business_account`: linked when the account became professional
    connected: str | None = None  # `connected_instagram_account`: named in the Page's settings, may be personal
    is_new_kind: bool = False

    def spell(self, tasks: Iterable[str]) -> list[str]:
        """Write tasks as this Page's answers do."""
        return [f"PROFILE_PLUS_{task}" if self.is_new_kind else task for task in sorted(tasks)]


@dataclass
class Business:
    """A business portfolio: what it owns, and what others let it work with (Instagram id to tasks)."""

    id: str
    name: str
    owned_pages: tuple[str, ...] = ()
    owned_instagram: tuple[str, ...] = ()
    client_instagram: dict[str, frozenset[str]] = field(default_factory=dict)


def at_instagram(tasks: Iterable[str]) -> list[str]:
    """Write tasks in the words of an Instagram asset, which has no MANAGE."""
    return sorted(_AT_INSTAGRAM[task] for task in tasks if task in _AT_INSTAGRAM)
