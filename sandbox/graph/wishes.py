"""What control calls may ask for: one typed model for each body, so that a misspelt key is refused."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, field_validator

from sandbox.graph import behaviour
from sandbox.graph.deeds import Wish
from sandbox.graph.model import Status

Kind = Literal["lost", "status", "error", "throttle", "expired", "slow", "hold", "garbage"]


class AnswerWish(Wish):
    """The creator answers what is there to answer, or one request of it."""

    creator_username: str
    answer: Literal["approve", "decline", "revoke"]
    profile_ig_id: str | None = None
    permission_id: str | None = None


class CreatorWish(Wish):
    """A creator is added, or changed where the handle is known."""

    username: str = Field(pattern=r"^[A-Za-z0-9._]{1,30}$")
    behaviour: str | None = None
    professional: bool | None = None
    rename_to: str | None = Field(default=None, pattern=r"^[A-Za-z0-9._]{1,30}$")
    followers: int | None = Field(default=None, ge=0)

    @field_validator("behaviour")
    @classmethod
    def _is_behaviour(cls, given: str | None) -> str | None:
        if given is not None:
            behaviour.plan(given, asked_at=0.0)
        return given


class PermissionWish(Wish):
    """A permission is made or changed in Meta's own tools."""

    profile_ig_id: str
    creator_username: str
    status: Status


class TokenWish(Wish):
    """A profile's token dies for good, or the profile gets a new one (the old one is then expired)."""

    profile_ig_id: str
    state: Literal["expired", "fresh"]


class FaultWish(Wish):
    """Something goes wrong with the next calls."""

    on: str = "*"
    kind: Kind
    when: Literal["before", "after"] = "before"
    times: int = Field(default=1, ge=1)
    seconds: float | None = Field(default=None, ge=0)
    status: int | None = Field(default=None, ge=200, le=599)
    code: int | None = None
    subcode: int | None = None
    minutes: float | None = Field(default=None, gt=0)
    profile_ig_id: str | None = None


class ReleaseWish(Wish):
    """Held calls go on, or their connections drop."""

    drop: bool = False


class ClockWish(Wish):
    """The sandbox's clock moves forward."""

    advance_seconds: float = Field(ge=0)
