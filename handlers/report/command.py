"""`/partnership report [campaign] [90d]`: opens the form, with what was typed filled in."""

from __future__ import annotations

import asyncio
import re

from bot.errors import GreenlightError
from handlers.errors import error_view, explained
from handlers.line import Line
from handlers.report.modal import Memory, draw_form
from handlers.request.memory import Choice
from handlers.request.modal import draw_opening
from handlers.request.opening import FIRST_VIEW_SECONDS
from handlers.views import open_view, update_view
from storage.database import DatabaseDown

_DAYS = re.compile(r"^(?P<campaign>.*?)\s*\b(?P<days>[1-9]\d{0,3})\s*d(?:ays?)?$", re.IGNORECASE)


async def run(line: Line) -> None:
    """Open the form at once; what takes longer to look up follows into it."""
    looking = asyncio.ensure_future(_memory(line))
    await asyncio.wait({looking}, timeout=FIRST_VIEW_SECONDS)
    if looking.done():
        await open_view(line.client, draw_form(await looking), trigger_id=line.trigger_id)
        return
    opened = await open_view(line.client, draw_opening(), trigger_id=line.trigger_id)
    try:
        view = draw_form(await looking)
    except (GreenlightError, DatabaseDown) as error:
        view = error_view(explained(error))
    await update_view(line.client, view, shown=opened)


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
