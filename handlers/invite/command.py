"""`/partnership invite`: the form, for the channel's campaign."""

from __future__ import annotations

from bot.connections.refused import NotConfigured
from bot.services import Services
from handlers.caller import Caller
from handlers.invite.modal import FormMemory, draw_form
from handlers.line import Line
from handlers.request.memory import Choice
from handlers.views import open_view


async def run(line: Line) -> None:
    """Open the form; a name that was typed finds the campaign."""
    memory = await form_memory(line.caller, text=line.rest[:80], services=line.services)
    await open_view(line.client, draw_form(memory), trigger_id=line.trigger_id)


async def form_memory(caller: Caller, *, text: str = "", services: Services) -> FormMemory:
    """Return the campaign that the form begins with. Raises NotConfigured where no creator could sign in."""
    if services.inviting.missing:
        raise NotConfigured(services.inviting.missing)
    found = await services.campaigns.suggest(
        caller.workspace_id, person_id=caller.person_id, text=text, channel_id=caller.channel_id
    )
    campaign = next((each for each in found if text or each.channel_id == caller.channel_id), None)
    return FormMemory(campaign=Choice(id=campaign.id, text=campaign.name) if campaign else None)
