"""`/partnership tags [@handle …]`: opens the form, with what was typed filled in."""

from __future__ import annotations

from bot.errors import Refused
from bot.words import say
from handlers.blocks import Block
from handlers.line import Line
from handlers.loading import open_loading
from handlers.request.opening import start_form
from handlers.tags.modal import Memory, draw_form


async def run(line: Line) -> None:
    """Open the form for the channel's campaign and its profile."""
    await open_loading(line.client, _form(line), title=say("tags.title"), trigger_id=line.trigger_id)


async def _form(line: Line) -> Block:
    form = await start_form(line.caller, services=line.services, handles=line.rest, campaign_id=None, profile_id=None)
    if form is None:
        raise Refused(say("tags.no_profile.happened"), todo=say("tags.no_profile.todo"))
    return draw_form(Memory(campaign=form.memory.campaign, profile=form.memory.profile, handles=form.handles))
