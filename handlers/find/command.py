"""`/partnership find <text>`: creators, handles they had before, campaigns and requests."""

from __future__ import annotations

from bot.creators.handles import read_handle
from bot.errors import Refused
from bot.words import say
from handlers.find.card import draw_found
from handlers.line import Line

LONGEST = 80


async def run(line: Line) -> None:
    """Answer with what this person may see of it."""
    text = line.rest.strip()[:LONGEST]
    handle = read_handle(text) if "/" in text else text.lstrip("@").strip()
    typed = handle if isinstance(handle, str) else text
    if not typed:
        raise Refused(say("find.nothing_typed.happened"), todo=say("find.nothing_typed.todo"))
    found = await line.services.finding.find(line.caller.workspace_id, person_id=line.caller.person_id, text=typed)
    await line.whisper(draw_found(found, typed=typed, as_of=line.services.now()))
