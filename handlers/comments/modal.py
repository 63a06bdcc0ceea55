"""The windows in which somebody answers a comment, or says who looks after it; pure."""

from __future__ import annotations

from bot.comments.acting import LONGEST_REPLY
from bot.comments.facts import CommentFacts
from bot.words import say
from handlers import blocks
from handlers.comments.card import comment_blocks
from handlers.comments.ids import Action, Block, View
from handlers.comments.memory import FormMemory, ListMemory, Which
from handlers.phrases import linked


def draw_reply(facts: CommentFacts, *, text: str = "", below: ListMemory | None = None) -> blocks.Block:
    """Draw the window, with the comment above the field; `text` is a reply that was taken back, `below` the list it lies on."""
    element: blocks.Block = {
        "type": "plain_text_input",
        "action_id": Action.TEXT,
        "multiline": True,
        "max_length": LONGEST_REPLY,
        "focus_on_load": True,
    }
    if text:
        element["initial_value"] = text
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
        memory=FormMemory(which=Which.of(facts), below=below).model_dump_json(),
    )


def draw_assign(facts: CommentFacts, *, below: ListMemory | None = None) -> blocks.Block:
    """Draw the window, with whoever has it now; emptied, nobody has."""
    element: blocks.Block = {
        "type": "users_select",
        "action_id": Action.ASSIGNEE,
        "placeholder": blocks.plain(say("comments.nobody"), 150),
        "focus_on_load": True,
    }
    if facts.assigned_to is not None:
        element["initial_user"] = facts.assigned_to
    return blocks.modal(
        say("comments.assign_title"),
        [
            *comment_blocks(facts),
            blocks.entry(
                say("comments.assignee"),
                element,
                block_id=Block.ASSIGNEE,
                hint=say("comments.assignee_hint"),
                optional=True,
            ),
        ],
        callback_id=View.ASSIGN,
        submit=say("comments.assign_submit"),
        close=say("window.cancel"),
        memory=FormMemory(which=Which.of(facts), below=below).model_dump_json(),
    )
