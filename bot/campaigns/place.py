"""From a stored campaign to what the policy needs to know of it."""

from __future__ import annotations

from bot.policy import Place, no_such_campaign
from storage.tables import Campaign


def place_of(campaign: Campaign | None) -> Place:
    """Describe a campaign for the rule; raises NotFound when there is none."""
    if campaign is None:
        raise no_such_campaign()
    return Place(
        name=campaign.name,
        channel_id=campaign.channel_id,
        is_private=campaign.is_private,
        is_closed=campaign.closed_at is not None,
        created_by=campaign.created_by,
        asker_ids=campaign.asker_ids,
    )
