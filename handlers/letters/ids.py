"""The names by which Slack hands things of this feature back to us."""

from __future__ import annotations

from enum import StrEnum


class Action(StrEnum):
    """Buttons of a letter's entry in the thread; each has the letter's id for its value."""

    MARK_SENT = "letter_mark_sent"
    MARK_ALL_SENT = "letter_mark_all_sent"
    MARK_BOUNCED = "letter_mark_bounced"
    SEND_AGAIN = "letter_send_again"
