"""The names by which Slack hands things of this feature back to us."""

from __future__ import annotations

from enum import StrEnum


class View(StrEnum):
    """Modals."""

    FORM = "campaign_form"
    EDIT = "campaign_edit"
    TELLING = "campaign_telling"
    RULES = "campaign_rules"
    RESULT = "campaign_result"
    LIST = "campaign_list"
    WINDOW = "campaign_window"


class Block(StrEnum):
    """Blocks."""

    NAME = "name"
    CHANNEL = "channel"
    PROFILE = "profile"
    TEMPLATE = "template"
    ASKERS = "askers"
    TOLD = "told"
    MENTIONS = "mentions"
    SIGNED = "signed"
    UNDO = "undo"
    TERM = "term"
    ZONE = "zone"
    NUDGE_DAYS = "nudge_days"
    NUDGE_TEMPLATE = "nudge_template"
    QUIET_BEGINS = "quiet_begins"
    QUIET_ENDS = "quiet_ends"
    WEEKDAYS_OFF = "weekdays_off"
    DIGEST = "digest"
    DIGEST_WEEKDAY = "digest_weekday"
    DIGEST_HOUR = "digest_hour"


class Action(StrEnum):
    """Elements. A field's ends in the name that `bot.campaigns` uses in its errors."""

    NAME = "campaign_name"
    CHANNEL = "campaign_channel"
    PROFILE = "campaign_profile"
    TEMPLATE = "campaign_template"
    ASKERS = "campaign_askers"
    TOLD = "campaign_told"
    MENTIONS = "campaign_mentions"
    SIGNED = "campaign_signed"
    UNDO = "campaign_undo"
    TERM = "campaign_term"
    ZONE = "campaign_zone"
    NUDGE_DAYS = "campaign_nudge_days"
    NUDGE_TEMPLATE = "campaign_nudge_template"
    QUIET_BEGINS = "campaign_quiet_begins"
    QUIET_ENDS = "campaign_quiet_ends"
    WEEKDAYS_OFF = "campaign_weekdays_off"
    DIGEST = "campaign_digest"
    DIGEST_WEEKDAY = "campaign_digest_weekday"
    DIGEST_HOUR = "campaign_digest_hour"
    SEND_DIGEST = "campaign_send_digest"

    NEW = "campaign_new"
    ALL = "campaign_all"
    OPEN = "campaign_open"
    STANDING = "campaign_standing"
    LIST_PAGE = "campaign_list_page"

    SHOW_EDIT = "campaign_show_edit"
    SHOW_TELLING = "campaign_show_telling"
    SHOW_RULES = "campaign_show_rules"
    SHOW_ROLES = "campaign_show_roles"
    CLOSE = "campaign_close"
    REOPEN = "campaign_reopen"
    READINESS = "campaign_readiness"
    FILTER = "campaign_filter"
    PAGE = "campaign_page"
