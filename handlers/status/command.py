"""`/partnership status [@handle | campaign | here]`: what stands where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.creators.handles import Misread, read_handle
from bot.permissions.facts import RequestFacts
from handlers.line import Line
from handlers.links import card_links
from handlers.phrases import cut, escaped
from handlers.status.card import draw_status
from storage.ids import CampaignId

HERE = "here"


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What the list is about, in words, and what was found."""

    about: str
    found: Sequence[RequestFacts] = ()
    hint: str = ""


async def run(line: Line) -> None:
    """Answer with a list that only this person sees."""
    wanted = await _wanted(line)
    links = await card_links(wanted.found, services=line.services)
    await line.whisper(
        draw_status(wanted.found, about=wanted.about, hint=wanted.hint, links=links, as_of=line.services.now())
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
        others = f"{len(campaigns) - 1} more campaigns match: type more of the name." if len(campaigns) > 1 else ""
        found = await line.services.lists.find(
            line.caller.workspace_id, person_id=line.caller.person_id, campaign_id=CampaignId(campaigns[0].id)
        )
        return Wanted(about=f"of *{escaped(campaigns[0].name)}*", found=found, hint=others)
    if isinstance(handle, Misread):
        about = f"for “{escaped(cut(typed, 60))}”"
        return Wanted(about=about, hint="No campaign you can see has such a name, and it is no creator's handle.")
    return await _of_creator(
        line, handle, else_hint=f"Neither a campaign you can see nor a creator asked is called {handle}."
    )


async def _here(line: Line, *, must_be_here: bool) -> Wanted:
    """List the channel's campaigns; where there are none and nobody insisted, everything the person may see."""
    lists, caller = line.services.lists, line.caller
    if caller.channel_id is not None and await lists.campaigns_of(caller.workspace_id, caller.channel_id):
        found = await lists.find(caller.workspace_id, person_id=caller.person_id, channel_id=caller.channel_id)
        return Wanted(about="of this channel's campaigns", found=found)
    if must_be_here:
        return Wanted(about="of this channel", hint="No campaign lives here. Make one with `/partnership campaign`.")
    found = await lists.find(caller.workspace_id, person_id=caller.person_id)
    return Wanted(about="of every campaign you can see", found=found, hint="No campaign lives in this channel.")


async def _of_creator(line: Line, handle: str, *, else_hint: str = "") -> Wanted:
    """List one creator's requests; `else_hint` is said where there are none and a campaign may have been meant."""
    found = await line.services.lists.find(
        line.caller.workspace_id, person_id=line.caller.person_id, creator_username=handle
    )
    none = else_hint or f"Nobody here has asked @{handle}."
    hint = "" if found else f"{none} Ask with `/partnership request @{handle}`."
    return Wanted(about=f"to @{handle}", found=found, hint=hint)
