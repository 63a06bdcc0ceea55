"""Campaigns as options of a searchable select."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.services import Services
from handlers import blocks
from handlers.caller import caller_of
from handlers.request.memory import Choice
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


def search_select(action_id: str, chosen: Choice | None, *, placeholder: str) -> blocks.Block:
    """A select whose options are searched for while somebody types."""
    element: blocks.Block = {
        "type": "external_select",
        "action_id": action_id,
        "min_query_length": 0,
        "placeholder": blocks.plain(placeholder, 150),
    }
    return element if chosen is None else {**element, "initial_option": blocks.option(chosen.text, value=chosen.id)}
