"""What a round of tag approval is drawn from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.slack.calls import Words
from bot.tags.rows import Outcome, Row, names_of, read_rows
from storage.ids import CampaignId, PersonId, ProfileId
from storage.tables import Campaign, Profile
from storage.tags import TagRound, TagStage, TagWish


@dataclass(frozen=True, kw_only=True)
class RoundFacts:
    """One round as whoever asked for it should see it."""

    id: str
    wish: TagWish
    stage: TagStage
    words: str | None
    applies_rest: bool
    profile_id: ProfileId
    profile: str
    campaign_id: CampaignId | None
    campaign: str | None
    by: PersonId
    rows: Sequence[Row]

    @property
    def reached(self) -> int:
        """How many creators something is known of."""
        return sum(row.outcome is not Outcome.OPEN for row in self.rows)

    def named(self, outcome: Outcome) -> list[str]:
        """Name those of one outcome."""
        return names_of(self.rows, outcome)


DrawRound = Callable[[RoundFacts], dict[str, Any]]
"""Draws the window."""
DrawRoundNotice = Callable[[RoundFacts], Words]
"""Draws the message for somebody who has closed the window."""


def round_facts(round_: TagRound, *, profile: Profile, campaign: Campaign | None) -> RoundFacts:
    """Put the facts of one round together."""
    return RoundFacts(
        id=round_.id,
        wish=round_.wish,
        stage=round_.stage,
        words=round_.words,
        applies_rest=round_.applies_rest,
        profile_id=profile.id,
        profile=profile.username,
        campaign_id=campaign.id if campaign else None,
        campaign=campaign.name if campaign else None,
        by=round_.by,
        rows=read_rows(round_.creators),
    )
