"""`/partnership campaign`: opens the form that makes one."""

from __future__ import annotations

from handlers.campaign.modal import Memory, draw_form
from handlers.line import Line
from handlers.views import open_view


async def run(line: Line) -> None:
    """Open the form, with the campaigns of this channel on top."""
    caller = line.caller
    of_channel = (
        await line.services.lists.campaigns_of(caller.workspace_id, caller.channel_id) if caller.channel_id else ()
    )
    view = draw_form(Memory(channel_id=caller.channel_id), of_channel=of_channel)
    await open_view(line.client, view, trigger_id=line.trigger_id)
