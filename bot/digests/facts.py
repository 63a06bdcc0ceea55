"""What a digest says: the facts that its message is drawn from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.reports.digest import Digest
from bot.slack.calls import Words
from storage.ids import CampaignId, PersonId


@dataclass(frozen=True, kw_only=True)
class DigestFacts:
    """One digest of one campaign."""

    campaign_id: CampaignId
    campaign: str
    digest: Digest
    is_first: bool
    """It tells everything from the campaign's beginning."""
    wanted_by: PersonId | None
    """Who wanted it at once; None: it comes by the campaign's plan."""


DrawDigest = Callable[[DigestFacts], Words]
