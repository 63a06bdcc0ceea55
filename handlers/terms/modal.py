"""The form for a term; pure."""

from __future__ import annotations

from pydantic import BaseModel

from bot.permissions.terms.agreeing import Offer
from bot.words import say
from handlers import blocks
from handlers.phrases import linked
from handlers.terms.ids import Action, Block, View
from storage.ids import RequestId


class TermMemory(BaseModel):
    """Whose term it is, and whether the window below shows the request."""

    request_id: RequestId
    is_renewal: bool = False
    is_over_detail: bool = False


def draw_term(offer: Offer, *, memory: TermMemory) -> blocks.Block:
    """Draw the form: a renewal begins with as long again, and has to have a day."""
    first = offer.suggested if memory.is_renewal else offer.until
    element: blocks.Block = {"type": "datepicker", "action_id": Action.UNTIL}
    if first is not None:
        element["initial_date"] = first.isoformat()
    hint = say("term.renew_hint" if memory.is_renewal else "term.until_hint")
    return blocks.modal(
        say("term.renew_title" if memory.is_renewal else "term.title"),
        [
            blocks.section(say("term.about", creator=linked(offer.creator_username))),
            blocks.entry(say("term.until"), element, block_id=Block.UNTIL, optional=not memory.is_renewal, hint=hint),
        ],
        callback_id=View.TERM,
        submit=say("term.save"),
        close=say("window.cancel"),
        memory=memory.model_dump_json(),
    )
