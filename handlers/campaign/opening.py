"""What the windows of campaigns show, fetched for one person."""

from __future__ import annotations

from bot.services import Services
from handlers.blocks import Block
from handlers.caller import Caller
from handlers.campaign.listing import ListMemory, draw_list
from handlers.campaign.window import WindowMemory, draw_window
from handlers.manage.modal import FILTERS


async def window_view(memory: WindowMemory, *, caller: Caller, services: Services, note: str | None = None) -> Block:
    """Draw one campaign. Raises NotFound where it is not there for the person."""
    facts = await services.campaigns.look(caller.workspace_id, memory.campaign_id, person_id=caller.person_id)
    creators = await services.campaigns.creators(
        caller.workspace_id,
        memory.campaign_id,
        person_id=caller.person_id,
        states=FILTERS[memory.chosen],
        offset=memory.offset,
    )
    return draw_window(facts, creators, memory=memory, note=note)


async def list_view(memory: ListMemory, *, caller: Caller, services: Services, notice: str | None = None) -> Block:
    """Draw the campaigns that are there for the person."""
    found, has_more = await services.campaigns.page(
        caller.workspace_id,
        person_id=caller.person_id,
        text=memory.text,
        channel_id=memory.channel_id,
        is_closed=memory.is_closed,
        offset=memory.offset,
    )
    return draw_list(found, has_more=has_more, memory=memory, notice=notice)
