"""The window in which somebody says why they do not sign; pure."""

from __future__ import annotations

from pydantic import BaseModel

from bot.permissions.signing.deciding import LONGEST_REASON
from bot.words import say
from handlers import blocks
from handlers.signing.ids import Action, Block, View
from storage.ids import RequestId, SignOffId


class RefusalMemory(BaseModel):
    """What is refused, and the window below where one shows it."""

    sign_off_id: SignOffId
    request_id: RequestId | None = None


def draw_refusal(memory: RefusalMemory) -> blocks.Block:
    """Draw the window."""
    element: blocks.Block = {
        "type": "plain_text_input",
        "action_id": Action.REASON,
        "multiline": True,
        "max_length": LONGEST_REASON,
        "focus_on_load": True,
    }
    return blocks.modal(
        say("signing.refusal_title"),
        [blocks.entry(say("signing.reason"), element, block_id=Block.REASON, hint=say("signing.reason_hint"))],
        callback_id=View.REFUSAL,
        submit=say("signing.refuse"),
        close=say("window.cancel"),
        memory=memory.model_dump_json(),
    )
