"""Which requests, or comments, a list is to show, and where in it a page begins."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from storage.ids import CampaignId, PersonId, ProfileId, RequestId


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a list is narrowed down to; what is left out matches everything."""

    states: Collection[str] | None = None
    campaign_ids: Collection[CampaignId] | None = None
    profile_id: ProfileId | None = None
    asked_by: PersonId | None = None
    creators: Collection[str] | None = None
    """Handles."""
    accounts: Collection[str] = ()
    """Instagram ids: with `creators`, either is enough."""
    part_of_handle: str = ""
    """For what matches so many creators that naming them all would be the slower way."""


@dataclass(frozen=True, kw_only=True)
class Mark:
    """The place of one request in a list, by which the next page is found however many come before it."""

    changed_at: datetime
    request_id: RequestId
    is_backward: bool = False
    """Whether the page ends just before it, in place of beginning just after it."""


@dataclass(frozen=True, kw_only=True)
class WantedComments:
    """What a list of comments is narrowed down to; what is left out matches everything."""

    asset_ids: Collection[str]
    media_id: str | None = None
    """The post; of ads the one they were made of."""
    is_hidden: bool | None = None
    assigned_to: PersonId | None = None
    """Whoever has it to look after, and is not finished with it."""
    is_nobodys: bool = False
    """Only those with a keyword that stand for all to read, and that nobody looks after, or has."""


@dataclass(frozen=True, kw_only=True)
class CommentPlace:
    """The place of one comment in a list; as `Mark`."""

    written_at: datetime
    comment_id: str
    asset_id: str
    is_backward: bool = False
