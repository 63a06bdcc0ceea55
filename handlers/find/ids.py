"""The names by which Slack hands things of this feature back to us."""

from __future__ import annotations

from enum import StrEnum


class View(StrEnum):
    """Modals."""

    FIND = "find"


class Action(StrEnum):
    """Fields."""

    TEXT = "find_text"
