"""The window that helps somebody to have ads read, for which comments on them wait; pure."""

from __future__ import annotations

from bot.influencers.readers import ReaderFacts
from bot.words import say
from handlers import blocks
from handlers.comments.ids import Action, View
from handlers.comments.unread import unread_lines
from handlers.phrases import linked
from handlers.profiles.modal import Way, way_blocks


def draw_reader(facts: ReaderFacts, *, way: Way, note: str | None = None) -> blocks.Block:
    """Draw it: what waits, why, and the sign-in that helps; or that nothing is needed any more."""
    drawn = [blocks.section(note)] if note else []
    drawn.append(
        blocks.section("\n".join(unread_lines(facts.username, waiting=facts.waiting, is_lacking=facts.is_lacking)))
    )
    if facts.is_lacking:
        brands = ", ".join(linked(username) for _id, username in facts.profiles)
        drawn.append(blocks.section(say("reader.of_brands", brands=brands) if brands else say("reader.of_any")))
    drawn += way_blocks(
        way,
        about=say("reader.how"),
        label=say("reader.sign_in"),
        connect=Action.READER_SIGN_IN,
        fresh=Action.READER_FRESH,
        value=facts.asset_id,
    )
    return blocks.modal(say("reader.title"), drawn, callback_id=View.READER)
