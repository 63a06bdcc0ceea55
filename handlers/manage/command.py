"""`/partnership manage [@handle]`: choose a request and act on it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.creators.handles import Misread, read_handle
from bot.errors import Refused
from bot.permissions.facts import RequestFacts
from bot.services import Services
from bot.words import say
from handlers.caller import Caller
from handlers.line import Line
from handlers.manage.modal import FILTERS, Filter, ListMemory, draw_detail, draw_list
from handlers.phrases import cut
from handlers.views import open_view


async def run(line: Line) -> None:
    """Open the one request that was meant, or the list to choose from."""
    creator = read_handle(line.rest) if line.rest else None
    if isinstance(creator, Misread):
        raise Refused(
            say("manage.misread.happened", typed=cut(line.rest, 60), reason=creator.why),
            todo=say("manage.misread.todo"),
        )
    memory = ListMemory(channel_id=None if creator else line.caller.channel_id, creator=creator)
    memory, found = await found_for(memory, Filter.ALL, caller=line.caller, services=line.services)
    if creator is not None and len(found) == 1:
        view = draw_detail(found[0], as_of=line.services.now())
    else:
        view = draw_list(found, chosen=Filter.ALL, memory=memory)
    await open_view(line.client, view, trigger_id=line.trigger_id)


async def found_for(
    memory: ListMemory, chosen: Filter, *, caller: Caller, services: Services
) -> tuple[ListMemory, Sequence[RequestFacts]]:
    """Find the requests of a list: those of the channel's campaigns where it has any, else all the person may see."""
    if memory.channel_id is not None and not await services.lists.campaigns_of(caller.workspace_id, memory.channel_id):
        memory = memory.model_copy(update={"channel_id": None})
    found = await services.lists.find(
        caller.workspace_id,
        person_id=caller.person_id,
        channel_id=memory.channel_id,
        creator_username=memory.creator,
        profile_id=memory.profile_id,
        states=FILTERS[chosen],
    )
    return memory, found
