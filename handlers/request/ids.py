"""The names by which Slack hands things of this feature back to us."""

from __future__ import annotations

from enum import StrEnum


class Shortcut(StrEnum):
    """Shortcuts; the names stand in manifest.yml too."""

    ANYWHERE = "ask_for_permission"
    ABOUT_MESSAGE = "ask_for_permission_about_message"


class View(StrEnum):
    """Modals."""

    FORM = "request_form"
    RESULT = "request_result"


class Block(StrEnum):
    """Blocks. Those that are filled anew get a number behind: Slack keeps what was typed under the same name."""

    NOTICE = "notice"
    HANDLES = "handles"
    CHECK = "check"
    PREFLIGHT = "preflight"
    CAMPAIGN = "campaign"
    PROFILE = "profile"
    WANTS_MESSAGE = "wants_message"
    MESSAGE = "message"
    UNTIL = "until"
    PREVIEW = "preview"
    TRAVEL = "travel"
    EMAIL = "email"
    KNOWN_ADDRESS = "known_address"


class Action(StrEnum):
    """Elements of the form and buttons on cards."""

    HANDLES = "request_handles"
    CHECK_HANDLES = "request_check_handles"
    CAMPAIGN = "request_campaign"
    PROFILE = "request_profile"
    WANTS_MESSAGE = "request_wants_message"
    MESSAGE = "request_message"
    SHOW_PREVIEW = "request_show_preview"
    TRAVEL = "request_travel"
    EMAIL = "request_email"
    FORGET_ADDRESS = "request_forget_address"
    MAKE_CAMPAIGN = "request_make_campaign"
    CHECK_NOW = "request_check_now"
    CANCEL = "request_cancel"
    REVOKE = "request_revoke"
    NUDGE = "request_nudge"
    ASK_AGAIN = "request_ask_again"
    SAME_PERSON = "request_same_person"
    SIGN = "request_sign"
    REFUSE = "request_refuse"
    UNDO = "request_undo"
    UNDO_LIST = "request_undo_list"
    TERM = "request_term"
    RENEW = "request_renew"
    UNTIL = "request_until"
    ADD_CODE = "request_add_code"
