"""`/partnership comments [a campaign]`: what people wrote under its creators' posts and ads, and what can be done about it."""

from __future__ import annotations

from bot.errors import Refused
from bot.words import say
from handlers.blocks import Block
from handlers.comments.list_actions import drawn_list
from handlers.comments.memory import ListMemory
from handlers.line import Line
from handlers.loading import open_loading


async def run(line: Line) -> None:
    """Open the comments of the channel's campaign, or of the one that was named."""
    await open_loading(line.client, _window(line), title=say("comments.list_title"), trigger_id=line.trigger_id)


async def _window(line: Line) -> Block:
    caller = line.caller
    found = await line.services.campaigns.suggest(
        caller.workspace_id, person_id=caller.person_id, text=line.rest[:80], channel_id=caller.channel_id
    )
    campaign = next((each for each in found if line.rest or each.channel_id == caller.channel_id), None)
    if campaign is None:
        raise Refused(say("comments.no_campaign"), todo=say("comments.no_campaign_todo"))
    return await drawn_list(ListMemory(campaign_id=campaign.id), caller=caller, services=line.services)
