"""The names by which Slack hands things of this feature back to us."""

from __future__ import annotations

from enum import StrEnum


class View(StrEnum):
    """Modals."""

    TERM = "term_form"


class Block(StrEnum):
    """Blocks."""

    UNTIL = "until"


class Action(StrEnum):
    """Elements; the buttons are those of cards (`handlers.request.ids`).

    A field's ends in the name that `bot.permissions.terms.agreeing` uses in its errors.
    """

    UNTIL = "term_until"
