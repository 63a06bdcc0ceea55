"""Permissions between Facebook Pages, and whom a Page lets tag it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from sandbox.graph.assets import Page


class Status(IntEnum):
    """Where a permission between Pages stands; an approved one is told as 2 or 7, by rule."""

    PENDING_APPROVAL = 1
    APPROVED = 2
    REJECTED = 3
    REVOKED = 4
    SELF_REMOVED = 5
    CANCELED = 6

    @property
    def is_open(self) -> bool:
        """Say whether either side can still act on it."""
        return self in (Status.PENDING_APPROVAL, Status.APPROVED)


@dataclass
class PagePermission:
    """One request of a Page to another, and what became of it."""

    id: int
    sender: Page
    receiver: Page
    status: Status
    created_at: float

    def partner_of(self, page: Page) -> Page:
        """Return the other side."""
        return self.receiver if page is self.sender else self.sender
