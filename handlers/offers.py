"""Campaigns as options of a searchable select; pure."""

from __future__ import annotations

from collections.abc import Sequence

from handlers import blocks
from storage.tables import Campaign

MOST_OFFERED = 100
"""Slack takes no more: https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element"""


def campaign_options(found: Sequence[Campaign]) -> list[blocks.Block]:
    """Offer campaigns by name, each with its channel."""
    return [
        {**blocks.option(each.name, value=each.id), "description": blocks.plain(f"#{each.channel_name}", blocks.OPTION)}
        for each in found[:MOST_OFFERED]
    ]
