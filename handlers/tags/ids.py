"""The names by which Slack hands things of this feature back to us."""

from __future__ import annotations

from enum import StrEnum


class View(StrEnum):
    """Modals."""

    FORM = "tags_form"
    ROUND = "tags_round"


class Action(StrEnum):
    """Fields and buttons; handles, campaign and profile are those of the request form."""

    WISH = "tags_wish"
    APPROVE = "tags_approve"
    REMOVE = "tags_remove"
    APPLY_REST = "tags_apply_rest"
    LOOK = "tags_look"
