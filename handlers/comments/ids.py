"""The names by which Slack hands things of this feature back to us."""

from __future__ import annotations

from enum import StrEnum


class Action(StrEnum):
    """Buttons."""

    SEE = "comments_see"
    """Opens the post at Instagram; there is nothing else to be done."""
