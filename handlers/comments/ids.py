"""The names by which Slack hands things of this feature back to us."""

from __future__ import annotations

from enum import StrEnum


class View(StrEnum):
    """Modals."""

    REPLY = "comments_reply_form"
    RULES = "comments_rules_form"
    ASSIGN = "comments_assign_form"
    LIST = "comments_list"
    READER = "comments_reader"


class Block(StrEnum):
    """Blocks."""

    TEXT = "comments_text"
    KEYWORDS = "comments_keywords"
    MOST = "comments_most"
    MINUTES = "comments_minutes"
    TRY = "comments_try"
    ASSIGNEE = "comments_assignee"


class Action(StrEnum):
    """Buttons and fields; a field's ends in the name that the use cases of `bot.comments` give it in their errors."""

    SEE = "comments_see"
    """Opens the post at Instagram; there is nothing else to be done."""
    HIDE = "comments_hide"
    SHOW = "comments_show"
    ANSWER = "comments_answer"
    UNDO = "comments_undo"
    ASSIGN = "comments_assign"
    FINISH = "comments_finish"
    ASSIGNEE = "comments_assignee"
    TEXT = "comments_reply"
    KEYWORDS = "comments_keywords"
    MOST = "comments_most"
    MINUTES = "comments_minutes"
    TRY = "comments_try"
    RULES = "comments_rules"
    LIST = "comments_list"
    CREATOR = "comments_creator"
    POST = "comments_post"
    STANDING = "comments_standing"
    MINE = "comments_mine"
    BEFORE = "comments_before"
    AFTER = "comments_after"
    READER = "comments_reader"
    """Opens the window that helps to have ads read."""
    READER_SIGN_IN = "comments_reader_sign_in"
    """A link, which is told to us as well."""
    READER_FRESH = "comments_reader_fresh"
