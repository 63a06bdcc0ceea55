"""The names by which Slack hands things of this feature back to us."""

from __future__ import annotations

from enum import StrEnum


class Action(StrEnum):
    """Buttons; those of requests are `handlers.manage.ids`."""

    ASK = "home_ask"
    IMPORT = "home_import"
    CAMPAIGNS = "home_campaigns"
    PROFILES = "home_profiles"
    REPORT = "home_report"
    FIND = "home_find"
    POSTS = "home_posts"
    TAGS = "home_tags"
    SETTINGS = "home_settings"
    HELP = "home_help"
