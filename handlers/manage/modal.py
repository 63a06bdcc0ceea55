"""One request in a window, with what can be done about it; pure."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel

from bot.permissions.facts import RequestFacts
from bot.permissions.status import LIVE, OPEN, State
from bot.words import say
from handlers import blocks
from handlers.manage.ids import Action, View
from handlers.phrases import named
from handlers.request.card import buttons, facts_shown
from handlers.request.ids import Action as Request
from storage.ids import RequestId


class Filter(StrEnum):
    """Which requests the list shows."""

    ALL = "all"
    OPEN = "open"
    UNSURE = "unsure"
    APPROVED = "approved"
    FAILED = "failed"
    OVER = "over"


FILTERS = {
    Filter.ALL: None,
    Filter.OPEN: OPEN,
    Filter.UNSURE: frozenset({State.UNSURE}),
    Filter.APPROVED: frozenset({State.APPROVED}),
    Filter.FAILED: frozenset({State.FAILED}),
    Filter.OVER: frozenset({State.DECLINED, State.CANCELLED, State.REVOKED, State.FAILED, State.UNSIGNED}),
}


class DetailMemory(BaseModel):
    """Which request is shown."""

    request_id: RequestId


def draw_detail(facts: RequestFacts, *, as_of: datetime, note: str | None = None) -> blocks.Block:
    """Draw one request with what can be done about it."""
    drawn = [blocks.section(note)] if note else []
    drawn += facts_shown(facts, as_of=as_of)
    if facts.campaign_id is None and facts.state in LIVE:
        drawn.append(blocks.context(say("manage.in_no_campaign")))
    if pressable := buttons(facts, as_of=as_of):
        drawn.append(blocks.actions(pressable, block_id=f"request:{facts.request_id}"))
    drawn.append(blocks.actions(_more(facts), block_id="more"))
    return blocks.modal(
        say("manage.detail_title"),
        drawn,
        callback_id=View.DETAIL,
        memory=DetailMemory(request_id=facts.request_id).model_dump_json(),
    )


def _more(facts: RequestFacts) -> list[blocks.Block]:
    """Return the buttons that the card has not: its thread is the history, and has the instructions with each letter."""
    creator, request_id = named(facts.creator_username), facts.request_id
    more = [
        blocks.button(
            say("past.button"), action_id=Action.PAST, value=request_id, label=say("past.button_label", creator=creator)
        )
    ]
    if facts.state is State.WAITING:  # else the creator has nothing to approve
        label = say("instructions.button_label", creator=creator)
        more.append(
            blocks.button(say("instructions.button"), action_id=Action.INSTRUCTIONS, value=request_id, label=label)
        )
    if facts.campaign_id is not None:
        label = say("codes.collect_label", creator=creator)
        more.append(blocks.button(say("codes.collect"), action_id=Request.ADD_CODE, value=request_id, label=label))
    label = say("move.button_label", creator=creator)
    more.append(blocks.button(say("move.button"), action_id=Action.MOVE, value=request_id, label=label))
    return more
