"""`/partnership report [campaign] [90d]`: opens the form, with what was typed filled in."""

from __future__ import annotations

import re

from bot.words import say
from handlers.blocks import Block
from handlers.line import Line
from handlers.loading import open_loading
from handlers.report.modal import Memory, draw_form
from handlers.request.memory import Choice

_DAYS = re.compile(r"^(?P<campaign>.*?)\s*\b(?P<days>[1-9]\d{0,3})\s*d(?:ays?)?$", re.IGNORECASE)


async def run(line: Line) -> None:
    """Open the form at once; what takes longer to look up follows into it."""
    await open_loading(line.client, _form(line), title=say("report.title"), trigger_id=line.trigger_id)


async def _form(line: Line) -> Block:
    return draw_form(await _memory(line))


async def _memory(line: Line) -> Memory:
    """Read what was typed: a campaign's name, a number of days, both or neither. A channel's own campaign comes first."""
    read = _DAYS.match(line.rest)
    typed = read["campaign"] if read else line.rest
    caller = line.caller
    found = await line.services.campaigns.suggest(
        caller.workspace_id, person_id=caller.person_id, text=typed, channel_id=caller.channel_id
    )
    campaign = next((each for each in found if typed or each.channel_id == caller.channel_id), None)
    return Memory(
        campaign=Choice(id=campaign.id, text=campaign.name) if campaign else None,
        is_here=campaign is not None and campaign.channel_id == caller.channel_id,
        days=int(read["days"]) if read else None,
        not_found="" if campaign else typed[:80],
    )
