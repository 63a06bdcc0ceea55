"""`/partnership import`: opens the form for a list."""

from __future__ import annotations

from handlers.bulk.modal import draw_form
from handlers.line import Line
from handlers.request.modal import draw_no_profile
from handlers.request.opening import start_form
from handlers.views import open_view


async def run(line: Line) -> None:
    """Open the form, with the campaign of this channel and its profile filled in."""
    form = await start_form(line.caller, services=line.services, handles="", campaign_id=None, profile_id=None)
    await open_view(
        line.client, draw_no_profile() if form is None else draw_form(form.memory), trigger_id=line.trigger_id
    )
