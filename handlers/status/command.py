"""`/partnership status [@handle | campaign | here | mine]`: what stands where."""

from __future__ import annotations

from dataclasses import dataclass

from bot.creators.handles import Misread, read_handle
from bot.permissions.reading.lists import Page
from bot.words import say
from handlers.line import Line
from handlers.links import card_links
from handlers.manage.listing import ListMemory
from handlers.phrases import cut, escaped
from handlers.status.card import draw_status

HERE = "here"
MINE = "mine"


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What was found, and how many of what, in words."""

    head: str
    page: Page
    memory: ListMemory
    """The same in a window, where it can be narrowed down and paged."""
    hint: str = ""


async def run(line: Line) -> None:
    """Answer with a list that only this person sees."""
    wanted = await _wanted(line)
    links = await card_links(wanted.page.rows, services=line.services)
    await line.whisper(
        draw_status(
            wanted.page,
            head=wanted.head,
            hint=wanted.hint,
            links=links,
            memory=wanted.memory,
            as_of=line.services.now(),
        )
    )


async def _wanted(line: Line) -> Wanted:
    """Read what was typed: nothing or `here`, `mine`, a handle with its @, else a campaign's name or a handle without."""
    typed = line.rest
    if not typed or typed.casefold() == HERE:
        return await _here(line, must_be_here=bool(typed))
    handle = read_handle(typed)
    if isinstance(handle, str) and (typed.startswith("@") or "/" in typed):
        return await _of_creator(line, handle)
    campaigns = await line.services.campaigns.suggest(
        line.caller.workspace_id, person_id=line.caller.person_id, text=typed, channel_id=line.caller.channel_id
    )
    if campaigns:
        others = say("status.more_campaigns", count=len(campaigns) - 1) if len(campaigns) > 1 else ""
        memory = ListMemory(campaign_id=campaigns[0].id, campaign=campaigns[0].name)
        page = await _page(line, memory)
        head = say("status.of_campaign", count=len(page.rows), campaign=escaped(campaigns[0].name))
        return Wanted(head=head, page=page, memory=memory, hint=others)
    if typed.casefold() == MINE:
        memory = ListMemory(asked_by=line.caller.person_id)
        page = await _page(line, memory)
        return Wanted(head=say("status.of_mine", count=len(page.rows)), page=page, memory=memory)
    if isinstance(handle, Misread):
        head = say("status.of_nothing", count=0, typed=escaped(cut(typed, 60)))
        return Wanted(head=head, page=Page(rows=[]), memory=ListMemory(), hint=say("status.no_such_name"))
    return await _of_creator(line, handle, else_hint=say("status.neither", creator=handle))


async def _here(line: Line, *, must_be_here: bool) -> Wanted:
    """List the channel's campaigns; where there are none and nobody insisted, everything the person may see."""
    lists, caller = line.services.lists, line.caller
    if caller.channel_id is not None and await lists.campaigns_of(caller.workspace_id, caller.channel_id):
        memory = ListMemory(channel_id=caller.channel_id)
        page = await _page(line, memory)
        return Wanted(head=say("status.of_campaigns_here", count=len(page.rows)), page=page, memory=memory)
    memory = ListMemory()
    if must_be_here:
        hint = say("status.make_one_here")
        return Wanted(head=say("status.of_channel", count=0), page=Page(rows=[]), memory=memory, hint=hint)
    page = await _page(line, memory)
    head = say("status.of_all", count=len(page.rows))
    return Wanted(head=head, page=page, memory=memory, hint=say("status.no_campaign_here"))


async def _of_creator(line: Line, handle: str, *, else_hint: str = "") -> Wanted:
    """List one creator's requests; `else_hint` is said where there are none and a campaign may have been meant."""
    memory = ListMemory(creator=handle)
    page = await _page(line, memory)
    hint = "" if page.rows else else_hint or say("status.nobody_asked", creator=handle)
    return Wanted(
        head=say("status.of_creator", count=len(page.rows), creator=handle), page=page, memory=memory, hint=hint
    )


async def _page(line: Line, memory: ListMemory) -> Page:
    return await line.services.lists.page(
        line.caller.workspace_id, person_id=line.caller.person_id, narrowing=memory.narrowing
    )
