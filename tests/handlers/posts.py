"""Facts of tags, posts and ad codes to draw from, with everything that does not matter to a test filled in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.tags.facts import RoundFacts
from bot.tags.rows import Outcome, Row
from storage.ids import CampaignId, ProfileId
from storage.tags import TagStage, TagWish
from tests.handlers.builders import ANA


def rows(outcome: Outcome = Outcome.APPROVED, *, count: int = 3, words: str = "") -> list[Row]:
    """Creators of whom the same is known."""
    return [
        Row(username=f"{outcome}.{number}"[:30], ig_id=str(900 + number), outcome=outcome, words=words)
        for number in range(count)
    ]


def a_round(of: Sequence[Row] | None = None, **changes: Any) -> RoundFacts:
    """A look at three creators, which is over."""
    usual: dict[str, Any] = {
        "id": "t1",
        "wish": TagWish.CHECK,
        "stage": TagStage.DONE,
        "words": None,
        "applies_rest": False,
        "profile_id": ProfileId("p1"),
        "profile": "northlight.skin",
        "campaign_id": CampaignId("c1"),
        "campaign": "Spring Launch",
        "by": ANA,
        "rows": rows() if of is None else of,
    }
    return RoundFacts(**{**usual, **changes})
