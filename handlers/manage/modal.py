"""One request in a window, with what can be done about it; pure."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel

from bot.permissions.facts import RequestFacts
from bot.permissions.status import OPEN, State
from bot.words import say
from handlers import blocks
from handlers.manage.ids import Action, View
from handlers.phrases import named
from handlers.request.card import buttons, facts_shown
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
    if pressable := buttons(facts, as_of=as_of):
        drawn.append(blocks.actions(pressable, block_id=f"request:{facts.request_id}"))
    drawn.append(blocks.actions([_move_button(facts)], block_id="more"))
    return blocks.modal(
        say("manage.detail_title"),
        drawn,
        callback_id=View.DETAIL,
        memory=DetailMemory(request_id=facts.request_id).model_dump_json(),
    )


def _move_button(facts: RequestFacts) -> blocks.Block:
    return blocks.button(
        say("move.button"),
        action_id=Action.MOVE,
        value=facts.request_id,
        label=say("move.button_label", creator=named(facts.creator_username)),
    )
