"""The window in which something is looked for, with what was found below; pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.words import say
from handlers import blocks
from handlers.find.ids import Action, View

LONGEST = 80


def draw_form(text: str = "", found: Sequence[blocks.Block] = ()) -> blocks.Block:
    """Draw the field, and below it what was found."""
    element: blocks.Block = {"type": "plain_text_input", "action_id": Action.TEXT, "max_length": LONGEST}
    element |= {"initial_value": text} if text else {"focus_on_load": True}
    return blocks.modal(
        say("find.title"),
        [blocks.entry(say("find.text"), element, block_id="find", hint=say("find.none_todo")), *found],
        callback_id=View.FIND,
        submit=say("find.submit"),
        close=say("window.close"),
    )
