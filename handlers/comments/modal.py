"""The window in which somebody answers a comment; pure."""

from __future__ import annotations

from bot.comments.acting import LONGEST_REPLY
from bot.comments.facts import CommentFacts
from bot.words import say
from handlers import blocks
from handlers.comments.card import Which, comment_blocks
from handlers.comments.ids import Action, Block, View
from handlers.phrases import linked


def draw_reply(facts: CommentFacts) -> blocks.Block:
    """Draw the window, with the comment above the field."""
    element: blocks.Block = {
        "type": "plain_text_input",
        "action_id": Action.TEXT,
        "multiline": True,
        "max_length": LONGEST_REPLY,
        "focus_on_load": True,
    }
    return blocks.modal(
        say("comments.reply_title"),
        [
            *comment_blocks(facts),
            blocks.entry(say("comments.reply_text"), element, block_id=Block.TEXT),
            blocks.context(say("comments.reply_as", creator=linked(facts.username))),
        ],
        callback_id=View.REPLY,
        submit=say("comments.reply"),
        close=say("window.cancel"),
        memory=Which.of(facts).written,
    )
