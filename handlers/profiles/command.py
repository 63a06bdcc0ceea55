"""`/partnership profiles`: the brand accounts that requests are sent from."""

from __future__ import annotations

from handlers.line import Line
from handlers.profiles.card import draw_profiles


async def run(line: Line) -> None:
    """List the profiles for this person."""
    await line.whisper(draw_profiles(await line.services.profiles.suggest(line.caller.workspace_id)))
