"""Whose eyes a list is read with: which campaigns, and the requests in them, are there for a person."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, false, or_

from storage.ids import PersonId
from storage.roles import GivenRole
from storage.tables import Campaign, ChannelState


@dataclass(frozen=True, kw_only=True)
class Sight:
    """What a person may see; `bot.policy.sees` says the same about one campaign, and why."""

    person_id: PersonId
    is_outsider: bool
    """A guest, or somebody of another company: they see the campaigns of their own channels and nothing else."""
    channels: Collection[str]
    """The channels that the person and Greenlight share: private ones, and an outsider's public ones too."""

    def campaigns(self) -> ColumnElement[bool]:
        """Match the campaigns that are there for the person."""
        theirs = Campaign.channel_id.in_(self.channels)
        if self.is_outsider:
            return theirs
        manages = exists().where(
            GivenRole.campaign_id == Campaign.id, GivenRole.holder_id == self.person_id, GivenRole.role.in_(_MANAGING)
        )
        orphaned = and_(Campaign.channel_state == ChannelState.GONE, manages)
        return or_(Campaign.is_private.is_(False), theirs, orphaned)

    def requests(self) -> ColumnElement[bool]:
        """Match requests, outer-joined to their campaigns; one without a campaign is every member's to see."""
        of_none = false() if self.is_outsider else Campaign.id.is_(None)
        return or_(of_none, and_(Campaign.id.is_not(None), self.campaigns()))


_MANAGING = ("manager", "admin")
