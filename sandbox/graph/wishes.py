"""What control calls may ask for: one typed model for each body, so that a misspelt key is refused."""

from __future__ import annotations

from typing import Literal, get_args

from pydantic import Field, JsonValue, field_validator, model_validator

from sandbox.faults import Fault
from sandbox.graph import behaviour, nonsense
from sandbox.graph.deeds import Wish
from sandbox.graph.mishaps import FILTERS
from sandbox.graph.model import Status

Kind = Literal[
    "lost", "status", "error", "throttle", "expired", "slow", "hold", "garbage",
    "dead_cursor", "html", "malformed", "empty_page", "cyclic", "rewrite", "drop",
]  # fmt: skip


class AnswerWish(Wish):
    """The creator answers what is there to answer, or one request of it."""

    creator_username: str
    answer: Literal["approve", "decline", "revoke"]
    profile_ig_id: str | None = None
    permission_id: str | None = None


class ProfileWish(Wish):
    """A brand's account is added, or given an Instagram budget of its own."""

    username: str = Field(pattern=r"^[A-Za-z0-9._]{1,30}$")
    calls_per_day: int | None = Field(default=None, ge=1)


class CreatorWish(Wish):
    """A creator is added, or changed where the handle is known."""

    username: str = Field(pattern=r"^[A-Za-z0-9._]{1,30}$")
    behaviour: str | None = None
    professional: bool | None = None
    taggable: bool | None = None
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
    method: Literal["GET", "POST", "PUT", "DELETE"] | None = None
    key: str | None = None
    value: JsonValue = None

    @model_validator(mode="after")
    def _has_what_its_kind_needs(self) -> FaultWish:
        if self.kind in ("rewrite", "drop") and self.key is None:
            raise ValueError(f"{self.kind} needs the key it is about")
        return self

    def read(self) -> Fault:
        """Make the fault: what spoils an answer happens after the effect, a dead cursor to calls that have one."""
        body = self.model_dump(exclude_none=True)
        if self.kind in nonsense.KINDS - {"html"}:
            body["when"] = "after"
        if self.kind == "dead_cursor":
            body["has_cursor"] = "yes"
        return Fault.read(body, kinds=frozenset(get_args(Kind)), filters=FILTERS)


class ReleaseWish(Wish):
    """Held calls go on, or their connections drop."""

    drop: bool = False


class ClockWish(Wish):
    """The sandbox's clock moves forward."""

    advance_seconds: float = Field(ge=0)
