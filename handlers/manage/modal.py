"""The list of requests to choose from, and one request with its buttons; pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel

from bot.permissions.facts import RequestFacts
from bot.permissions.status import OPEN, State
from bot.words import say
from handlers import blocks
from handlers.manage.ids import Action, View
from handlers.phrases import STATES, escaped, linked, moment, named
from handlers.request.card import buttons, facts_shown
from storage.ids import ChannelId, ProfileId, RequestId

SHOWN = 30
"""Requests in one list: each is a block, and the list is to be looked over, not scrolled for ever."""


class Filter(StrEnum):
    """Which requests the list shows."""

    ALL = "all"
    OPEN = "open"
    APPROVED = "approved"
    OVER = "over"


FILTERS = {
    Filter.ALL: None,
    Filter.OPEN: OPEN,
    Filter.APPROVED: frozenset({State.APPROVED}),
    Filter.OVER: frozenset({State.DECLINED, State.CANCELLED, State.REVOKED, State.FAILED}),
}


class ListMemory(BaseModel):
    """What the list was made for."""

    channel_id: ChannelId | None = None
    creator: str | None = None
    profile_id: ProfileId | None = None
    profile: str = ""
    """The profile's name."""


class DetailMemory(BaseModel):
    """Which request is shown."""

    request_id: RequestId


def draw_list(found: Sequence[RequestFacts], *, chosen: Filter, memory: ListMemory) -> blocks.Block:
    """Draw the requests to choose from."""
    options = {each: blocks.option(say(f"manage.filter.{each}"), value=each) for each in Filter}
    select: blocks.Block = {
        "type": "static_select",
        "action_id": Action.FILTER,
        "options": list(options.values()),
        "initial_option": options[chosen],
    }
    drawn = [blocks.section(_head(memory), block_id="filter", accessory=select)]
    if not found:
        is_of_profile = memory.profile_id is not None
        drawn.append(blocks.section(say("manage.none_of_profile" if is_of_profile else "manage.none")))
    drawn += [_row(each) for each in found[:SHOWN]]
    if len(found) > SHOWN:
        drawn.append(blocks.context(say("manage.first_shown", shown=SHOWN)))
    return blocks.modal(say("manage.title"), drawn, callback_id=View.LIST, memory=memory.model_dump_json())


def draw_detail(facts: RequestFacts, *, as_of: datetime, note: str | None = None) -> blocks.Block:
    """Draw one request with what can be done about it."""
    drawn = [blocks.section(note)] if note else []
    drawn += facts_shown(facts, as_of=as_of)
    if pressable := buttons(facts):
        drawn.append(blocks.actions(pressable, block_id=f"request:{facts.request_id}"))
    return blocks.modal(
        say("manage.detail_title"),
        drawn,
        callback_id=View.DETAIL,
        memory=DetailMemory(request_id=facts.request_id).model_dump_json(),
    )


def _head(memory: ListMemory) -> str:
    """Say what the list is about."""
    if memory.creator is not None:
        return say("manage.list_of_creator", creator=memory.creator)
    if memory.profile_id is not None:
        return say("manage.list_of_profile", profile=escaped(memory.profile, most=200))
    if memory.channel_id is not None:
        return say("manage.list_of_channel", channel=f"<#{memory.channel_id}>")
    return say("manage.list_of_all")


def _row(facts: RequestFacts) -> blocks.Block:
    state = STATES[facts.state]
    campaign = f" · {escaped(facts.campaign_name)}" if facts.campaign_name else ""
    return blocks.section(
        f"{state.icon} *{state.word}* · {linked(facts.creator_username)}\n"
        f"{linked(facts.profile_username)}{campaign} · {moment(facts.changed_at)}",
        block_id=f"row:{facts.request_id}",
        accessory=blocks.button(
            say("manage.open"),
            action_id=Action.INSPECT,
            value=facts.request_id,
            label=say("manage.open_label", creator=named(facts.creator_username)),
        ),
    )
