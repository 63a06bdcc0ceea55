"""When the next digest of a campaign is due, and what is kept of its rhythm."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from bot.campaigns.rules import Often, rules_of
from storage.tables import Campaign


@dataclass(frozen=True, kw_only=True)
class DigestPlan:
    """How often a channel gets a digest, on the clock of the campaign's zone."""

    often: Often = Often.OFF
    hour: time = time(9)
    weekday: int = 0
    """Of a weekly one, as `date.weekday` counts: Monday is 0."""

    @classmethod
    def of(cls, campaign: Campaign) -> DigestPlan:
        """Read a campaign's."""
        return cls(often=Often(campaign.digest), hour=campaign.digest_hour, weekday=campaign.digest_weekday)

    def columns(self) -> dict[str, Any]:
        """Return what a campaign keeps of it."""
        return {"digest": self.often.value, "digest_hour": self.hour, "digest_weekday": self.weekday}


def plan_digest(campaign: Campaign, *, now: datetime) -> None:
    """Say when the next one is due; never where none is wanted, or the campaign is closed."""
    rules = rules_of(campaign)
    is_wanted = rules.rhythm is not None and campaign.closed_at is None
    campaign.digest_at = rules.rhythm.next_after(now, quiet=rules.quiet) if is_wanted and rules.rhythm else None
