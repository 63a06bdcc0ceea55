"""Campaigns as options of a searchable select."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.services import Services
from handlers import blocks
from handlers.caller import caller_of
from storage.ids import ChannelId
from storage.tables import Campaign

MOST_OFFERED = 100
"""Slack takes no more: https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element"""


def campaign_options(found: Sequence[Campaign]) -> list[blocks.Block]:
    """Offer campaigns by name, each with its channel."""
    return [
        {**blocks.option(each.name, value=each.id), "description": blocks.plain(f"#{each.channel_name}", blocks.OPTION)}
        for each in found[:MOST_OFFERED]
    ]


async def campaigns_like(
    body: dict[str, Any], services: Services, *, channel_id: ChannelId | None = None
) -> list[blocks.Block]:
    """Offer the open campaigns that this person may see and that match what was typed, the channel's own first."""
    caller, typed = caller_of(body), body.get("value", "")
    found = await services.campaigns.suggest(
        caller.workspace_id, person_id=caller.person_id, text=typed, channel_id=channel_id
    )
    return campaign_options(found)
