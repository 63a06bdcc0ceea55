"""The names by which Slack hands things of this feature back to us."""

from __future__ import annotations

from enum import StrEnum


class View(StrEnum):
    """Modals."""

    REPLY = "comments_reply_form"
    RULES = "comments_rules_form"


class Block(StrEnum):
    """Blocks."""

    TEXT = "comments_text"
    KEYWORDS = "comments_keywords"
    MOST = "comments_most"
    MINUTES = "comments_minutes"
    TRY = "comments_try"


class Action(StrEnum):
    """Buttons and fields; a field's ends in the name that `bot.comments.acting` uses in its errors."""

    SEE = "comments_see"
    """Opens the post at Instagram; there is nothing else to be done."""
    HIDE = "comments_hide"
    SHOW = "comments_show"
    ANSWER = "comments_answer"
    TEXT = "comments_reply"
    KEYWORDS = "comments_keywords"
    MOST = "comments_most"
    MINUTES = "comments_minutes"
    TRY = "comments_try"
