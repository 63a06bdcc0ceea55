"""`/partnership help`, the bare command, and every word that is no sub-command."""

from __future__ import annotations

from handlers.help.card import draw_help, draw_window
from handlers.line import Line
from handlers.views import open_view


async def run(line: Line) -> None:
    """Tell what one can do here."""
    await tell(line, notice=None)


async def show(line: Line) -> None:
    """Tell in a window what one can do: where there is no channel to whisper in."""
    await open_view(line.client, draw_window(), trigger_id=line.trigger_id)


async def tell(line: Line, *, notice: str | None) -> None:
    """Tell what one can do here, with a notice on top."""
    caller = line.caller
    campaigns = (
        await line.services.lists.campaigns_of(caller.workspace_id, caller.channel_id) if caller.channel_id else ()
    )
    profiles = await line.services.profiles.suggest(caller.workspace_id)
    await line.whisper(draw_help(campaigns, has_profiles=bool(profiles), notice=notice))
