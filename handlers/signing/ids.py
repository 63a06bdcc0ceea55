"""The names by which Slack hands things of this feature back to us."""

from __future__ import annotations

from enum import StrEnum


class View(StrEnum):
    """Modals."""

    REFUSAL = "signing_refusal"


class Block(StrEnum):
    """Blocks."""

    REASON = "reason"


class Action(StrEnum):
    """Elements; the buttons are those of cards (`handlers.request.ids`).

    A field's ends in the name that `bot.permissions.signing.deciding` uses in its errors.
    """

    REASON = "signing_reason"
