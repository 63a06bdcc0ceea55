"""What there is to say in the morning: the facts that the Home tab is drawn from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.connections.facts import ProfileFacts
from bot.connections.overview import Fresh
from bot.permissions.facts import RequestFacts
from bot.permissions.status import State
from storage.ids import CampaignId, ChannelId, PersonId


@dataclass(frozen=True, kw_only=True)
class Part:
    """Some requests of one person: those that changed last, and how many there are in all."""

    states: frozenset[State]
    rows: Sequence[RequestFacts] = ()
    total: int = 0
    is_more: bool = False
    """Whether there are more than were counted."""


@dataclass(frozen=True, kw_only=True)
class ToSign:
    """Something that waits for this person's sign-off."""

    request: RequestFacts | None
    """None where it is about a whole list: its card decides."""
    asked_by: PersonId
    campaign_name: str
    channel_id: ChannelId
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class CommentsToLookAfter:
    """How many comments of a campaign this person looks after, or nobody does although they have a keyword."""

    campaign_id: CampaignId
    campaign_name: str
    is_mine: bool
    count: int


@dataclass(frozen=True, kw_only=True)
class HomeFacts:
    """What one person sees on the Home tab."""

    person_id: PersonId
    parts: Sequence[Part]
    """What needs a person first, then what is open."""
    to_sign: Sequence[ToSign]
    ending: Sequence[RequestFacts]
    """Permissions whose last day is near, or over."""
    has_profiles: bool
    sick: Sequence[ProfileFacts]
    """Profiles that need somebody; for those only who may mend them."""
    fresh: Sequence[Fresh]
    comments: Sequence[CommentsToLookAfter] = ()
    """In campaigns where this person may look after them."""
    as_of: datetime


DrawHome = Callable[[HomeFacts], dict[str, Any]]
"""Draws the whole view."""
