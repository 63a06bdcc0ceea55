"""`/partnership campaign [new | a name]`: this channel's campaigns, one of them, or the form that makes one."""

from __future__ import annotations

from collections.abc import Sequence

from bot.policy import WorkspaceAct
from bot.words import say
from handlers.blocks import Block
from handlers.campaign.listing import ListMemory
from handlers.campaign.modal import Memory, draw_form
from handlers.campaign.opening import list_view, window_view
from handlers.campaign.window import WindowMemory
from handlers.line import Line
from handlers.phrases import cut, escaped
from handlers.views import open_view
from storage.tables import Campaign

NEW = "new"


async def run(line: Line) -> None:
    """Open what was meant: with no more said, the channel's campaign, or the form where it has none."""
    await open_view(line.client, await _meant(line), trigger_id=line.trigger_id)


async def _meant(line: Line) -> Block:
    caller, typed = line.caller, line.rest
    if typed.casefold() == NEW:
        return await _form(line)
    found = await line.services.campaigns.suggest(
        caller.workspace_id, person_id=caller.person_id, text=typed, channel_id=caller.channel_id
    )
    if not typed:
        here = [each for each in found if each.channel_id == caller.channel_id]
        if not here and (not found or not caller.channel_id or not caller.channel_id.startswith("D")):
            return await _form(line)
        return await _one_or_list(line, here or found)
    exact = [each for each in found if each.name_key == typed.casefold()]
    if not found:
        notice = f":information_source: {say('campaign.no_such_name', name=escaped(cut(typed, 60)))}"
        return await list_view(
            ListMemory(channel_id=caller.channel_id), caller=caller, services=line.services, notice=notice
        )
    return await _one_or_list(line, exact or found, text=typed)


async def _one_or_list(line: Line, found: Sequence[Campaign], *, text: str = "") -> Block:
    caller = line.caller
    if len(found) == 1:
        memory = WindowMemory(campaign_id=found[0].id, channel_id=caller.channel_id)
        return await window_view(memory, caller=caller, services=line.services)
    memory_of_list = ListMemory(channel_id=caller.channel_id, text=text)
    return await list_view(memory_of_list, caller=caller, services=line.services)


async def _form(line: Line) -> Block:
    caller = line.caller
    template = await line.services.usual_template.get(
        caller.workspace_id, person_id=caller.person_id, act=WorkspaceAct.CREATE_CAMPAIGN
    )
    of_channel = (
        await line.services.lists.campaigns_of(caller.workspace_id, caller.channel_id) if caller.channel_id else ()
    )
    return draw_form(Memory(channel_id=caller.channel_id), of_channel=of_channel, template=template)
