"""The names by which Slack hands things of this feature back to us."""

from __future__ import annotations

from enum import StrEnum


class View(StrEnum):
    """Modals."""

    LIST = "manage_list"
    DETAIL = "manage_detail"
    MOVE = "manage_move_form"


class Action(StrEnum):
    """Elements; the buttons of a request are those of its card (`handlers.request.ids`)."""

    INSPECT = "manage_inspect"
    LIST = "manage_list"
    MOVE = "manage_move"
    MOVE_TO = "manage_move_to"
    FILTER = "manage_filter"
    CAMPAIGN = "manage_campaign"
    PROFILE = "manage_profile"
    ASKER = "manage_asker"
    MINE = "manage_mine"
    SEARCH = "manage_search"
    SHOW_ALL = "manage_show_all"
    BEFORE = "manage_before"
    AFTER = "manage_after"
