"""What all drawings of one kind are made from: facts that are no language's words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from storage.ids import CampaignId, ChannelId, PersonId, RequestId
from storage.tables import Campaign
from tests.handlers.builders import facts

HERE, NUMBER, REASON = ChannelId("C0SPRING"), "2027", "12."
LINKS = {RequestId("r1"): "https://slack.example/1"}

Drawing = tuple[str, Callable[[], Any]]
"""What is drawn, and how: drawn only when asked for, in the language spoken then."""


def some_facts(**changes: Any) -> Any:
    """Make the facts of a request."""
    return facts(campaign_name=NUMBER, state_words=REASON, **changes)


def a_campaign() -> Campaign:
    """Make a campaign."""
    return Campaign(id=CampaignId("c1"), name=NUMBER, channel_id=HERE, created_by=PersonId("U0ANA"), template="")
