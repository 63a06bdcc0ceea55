"""`/partnership status [@handle | campaign | here]`: what stands where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.creators.handles import Misread, read_handle
from bot.permissions.facts import RequestFacts
from bot.words import say
from handlers.line import Line
from handlers.links import card_links
from handlers.phrases import cut, escaped
from handlers.status.card import draw_status
from storage.ids import CampaignId

HERE = "here"


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What was found, and how many of what, in words."""

    head: str
    found: Sequence[RequestFacts] = ()
    hint: str = ""


async def run(line: Line) -> None:
    """Answer with a list that only this person sees."""
    wanted = await _wanted(line)
    links = await card_links(wanted.found, services=line.services)
    await line.whisper(
        draw_status(wanted.found, head=wanted.head, hint=wanted.hint, links=links, as_of=line.services.now())
    )


async def _wanted(line: Line) -> Wanted:
    """Read what was typed: nothing or `here`, a handle with its @, else a campaign's name or a handle without."""
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
        found = await line.services.lists.find(
            line.caller.workspace_id, person_id=line.caller.person_id, campaign_id=CampaignId(campaigns[0].id)
        )
        head = say("status.of_campaign", count=len(found), campaign=escaped(campaigns[0].name))
        return Wanted(head=head, found=found, hint=others)
    if isinstance(handle, Misread):
        head = say("status.of_nothing", count=0, typed=escaped(cut(typed, 60)))
        return Wanted(head=head, hint=say("status.no_such_name"))
    return await _of_creator(line, handle, else_hint=say("status.neither", creator=handle))


async def _here(line: Line, *, must_be_here: bool) -> Wanted:
    """List the channel's campaigns; where there are none and nobody insisted, everything the person may see."""
    lists, caller = line.services.lists, line.caller
    if caller.channel_id is not None and await lists.campaigns_of(caller.workspace_id, caller.channel_id):
        found = await lists.find(caller.workspace_id, person_id=caller.person_id, channel_id=caller.channel_id)
        return Wanted(head=say("status.of_campaigns_here", count=len(found)), found=found)
    if must_be_here:
        return Wanted(head=say("status.of_channel", count=0), hint=say("status.make_one_here"))
    found = await lists.find(caller.workspace_id, person_id=caller.person_id)
    head = say("status.of_all", count=len(found))
    return Wanted(head=head, found=found, hint=say("status.no_campaign_here"))


async def _of_creator(line: Line, handle: str, *, else_hint: str = "") -> Wanted:
    """List one creator's requests; `else_hint` is said where there are none and a campaign may have been meant."""
    found = await line.services.lists.find(
        line.caller.workspace_id, person_id=line.caller.person_id, creator_username=handle
    )
    hint = "" if found else else_hint or say("status.nobody_asked", creator=handle)
    return Wanted(head=say("status.of_creator", count=len(found), creator=handle), found=found, hint=hint)
