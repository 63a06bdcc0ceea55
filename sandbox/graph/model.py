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
    """A brand's Instagram account, with the user access token that may act for it."""

    ig_id: str
    username: str
    name: str
    user_id: str
    access_token: str
    expired_at: float | None = None  # seconds since the epoch; None while the token lives
    retired_tokens: set[str] = field(default_factory=set)  # tokens it had before: expired, not unknown

    def renew_token(self) -> None:
        """Issue a new token, as another login does; the old one is expired from now on."""
        self.retired_tokens.add(self.access_token)
        first = self.access_token.partition(".")[0]
        self.access_token = f"{first}.{len(self.retired_tokens)}"
        self.expired_at = None


@dataclass
class Creator:
    """An Instagram account that brands may ask; `behaviour` says how it answers."""

    ig_id: str
    username: str
    name: str | None  # None: the account shows no name, as business discovery then leaves the field out
    behaviour: str
    followers: int
    professional: bool = True
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
