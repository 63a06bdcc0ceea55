"""`/partnership find <text>`: creators, handles they had before, campaigns and requests."""

from __future__ import annotations

from bot.creators.handles import read_handle
from bot.services import Services
from bot.slack.calls import Words
from handlers.caller import Caller
from handlers.find.card import draw_found
from handlers.find.modal import LONGEST, draw_form
from handlers.line import Line
from handlers.views import open_view


async def run(line: Line) -> None:
    """Answer with what this person may see of it; with nothing typed, open the window to type into."""
    if not line.rest.strip():
        await open_view(line.client, draw_form(), trigger_id=line.trigger_id)
        return
    await line.whisper(await found_like(line.rest, caller=line.caller, services=line.services))


async def found_like(text: str, *, caller: Caller, services: Services) -> Words:
    """Look for a handle, an address of a profile, or a part of a name. Raises SlackError, DatabaseDown."""
    text = text.strip()[:LONGEST]
    handle = read_handle(text) if "/" in text else text.lstrip("@").strip()
    typed = handle if isinstance(handle, str) and handle else text
    found = await services.finding.find(caller.workspace_id, person_id=caller.person_id, text=typed)
    return draw_found(found, typed=typed, as_of=services.now())
