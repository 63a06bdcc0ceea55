"""What Meta leaves open, as switches: each names the documented or observed forms and starts at the strictest."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sandbox.graph.content_rules import ContentRules

Names = Literal["guide", "reference"]


class Rules(ContentRules):
    """The switches of one Graph sandbox; `POST /_control/rules` changes them, reset puts them back."""

    names: Names = "guide"
    """Which of Meta's two documented lists of permission fields and status spellings the answers use."""

    repeat_request: Literal["duplicate", "same_id", "error"] = "duplicate"
    """What asking again does while a request is open. `duplicate`: the creator is asked twice, and sees it."""

    revoke_pending: Literal["canceled", "revoked", "error"] = "canceled"
    """What `revoke=true` makes of a request nobody answered yet."""

    revoke_by_username: bool = False
    """Whether `revoke=true` takes a username; the guide shows it with an id only."""

    username_filter: Literal["prefix", "exact"] = "prefix"
    """How the list compares `creator_username`; with `prefix` a client must still compare for itself."""

    paging_next: bool | None = None
    """Whether a page that is not the last carries `next`; None: no in the guide's names, yes in the reference's."""

    max_limit: int = Field(default=100, ge=1)
    """The most rows in one page, whatever `limit` asks."""

    business_permissions: Literal["integers", "strings", "off"] = "integers"
    """How the business-wide list of permissions writes statuses, or that the edge is not there."""

    comment_payload: Literal["reference", "sample"] = "reference"
    """How a webhook about a comment calls its id: `id` by the reference, `comment_id` by the guide's sample."""

    exchange_extends: bool = False
    """Whether exchanging a token that is long-lived already gives one that lives longer."""

    platform_calls_per_hour: int = Field(default=4_800, ge=1)
    """The app's budget for calls metered by the Platform limit, in a rolling hour."""

    instagram_calls_per_day: int = Field(default=48_000, ge=1)
    """A profile's budget for calls metered by the Instagram business use case, in a rolling day."""

    def become(self, other: Rules) -> None:
        """Take over every switch that was set in `other`."""
        for name in other.model_fields_set:
            setattr(self, name, getattr(other, name))

    @property
    def has_next(self) -> bool:
        """Say whether pages carry a `next` address."""
        return self.names == "reference" if self.paging_next is None else self.paging_next
