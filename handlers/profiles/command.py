"""`/partnership profiles [name]`: the brand accounts that requests are sent from."""

from __future__ import annotations

from handlers.line import Line
from handlers.profiles.actions import list_view
from handlers.profiles.modal import ListMemory
from handlers.views import open_view


async def run(line: Line) -> None:
    """Open the list, narrowed to what was typed."""
    view = await list_view(line.caller, ListMemory(text=line.rest[:80]), services=line.services)
    await open_view(line.client, view, trigger_id=line.trigger_id)
