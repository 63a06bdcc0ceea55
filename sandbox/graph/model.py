"""The things the Graph sandbox knows: brand profiles, creators and the permissions between them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Status(StrEnum):
    """Where one permission stands, as the sandbox keeps it; `spelling` says how an answer writes it."""

    PENDING = "PENDING"
    APPROVED = "APPROVED"
    REJECTED = "REJECTED"
    REVOKED = "REVOKED"
    CANCELED = "CANCELED"

    @property
    def is_open(self) -> bool:
        """Say whether the brand or the creator can still act on a permission in this state."""
        return self in (Status.PENDING, Status.APPROVED)


@dataclass
class Profile:
    """A brand's Instagram account; `keeper` is the system user whose token Greenlight is given for it."""

    ig_id: str
    username: str
    name: str
    keeper: str


@dataclass
class Creator:
    """An Instagram account that brands may ask; `behaviour` says how it answers."""

    ig_id: str
    username: str
    name: str | None  # None: the account shows no name, as business discovery then leaves the field out
    behaviour: str
    followers: int
    professional: bool = True
    taggable: bool = True  # whether brands can approve it for their label; Meta does not say why one cannot be
    biography: str = ""
    website: str | None = None
    media_count: int = 0
    fb_page: str | None = None


@dataclass(frozen=True)
class Due:
    """An answer that a scripted creator gives by itself at a moment (seconds since the epoch)."""

    at: float
    status: Status


@dataclass
class Permission:
    """One request of a brand to a creator, and what became of it."""

    id: str
    brand: Profile
    creator: Creator
    status: Status
    created_at: float
    answered_at: float | None = None
    script: list[Due] = field(default_factory=list)
