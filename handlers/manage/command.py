"""`/partnership manage [@handle]`: choose a request and act on it."""

from __future__ import annotations

from bot.creators.handles import Misread, read_handle
from bot.errors import Refused
from bot.permissions.reading.lists import Page
from bot.services import Services
from bot.words import say
from handlers.caller import Caller
from handlers.line import Line
from handlers.manage.listing import SHOWN, ListMemory, draw_list
from handlers.manage.modal import draw_detail
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
    memory, page = await page_for(memory, caller=line.caller, services=line.services)
    if creator is not None and len(page.rows) == 1:
        view = draw_detail(page.rows[0], as_of=line.services.now())
    else:
        view = draw_list(page, memory=memory)
    await open_view(line.client, view, trigger_id=line.trigger_id)


async def page_for(memory: ListMemory, *, caller: Caller, services: Services) -> tuple[ListMemory, Page]:
    """Read a page of a list: of the channel's campaigns where it has any, else of all the person may see."""
    if memory.channel_id is not None and not await services.lists.campaigns_of(caller.workspace_id, memory.channel_id):
        memory = memory.model_copy(update={"channel_id": None})
    page = await services.lists.page(
        caller.workspace_id,
        person_id=caller.person_id,
        narrowing=memory.narrowing,
        mark=memory.place.mark if memory.place else None,
        size=SHOWN,
    )
    return memory, page
