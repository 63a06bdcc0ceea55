"""The names by which Slack hands things of this feature back to us."""

from __future__ import annotations

from enum import StrEnum


class View(StrEnum):
    """Modals."""

    LIST = "manage_list"
    DETAIL = "manage_detail"
    MOVE = "manage_move_form"
    PAST = "manage_past"
    INSTRUCTIONS = "manage_instructions"


class Action(StrEnum):
    """Elements; the buttons of a request are those of its card (`handlers.request.ids`)."""

    INSPECT = "manage_inspect"
    LIST = "manage_list"
    MOVE = "manage_move"
    MOVE_TO = "manage_move_to"
    PAST = "manage_past"
    NEWER = "manage_past_newer"
    OLDER = "manage_past_older"
    INSTRUCTIONS = "manage_instructions"
    FILTER = "manage_filter"
    CAMPAIGN = "manage_campaign"
    PROFILE = "manage_profile"
    ASKER = "manage_asker"
    MINE = "manage_mine"
    SEARCH = "manage_search"
    SHOW_ALL = "manage_show_all"
    BEFORE = "manage_before"
    AFTER = "manage_after"
