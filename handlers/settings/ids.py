"""The names by which Slack hands things of this feature back to us."""

from __future__ import annotations

from enum import StrEnum


class View(StrEnum):
    """Modals."""

    ROLES = "settings_roles"
    ROLE = "settings_role"
    TEMPLATE = "settings_template"
    RULES = "settings_rules"


class Action(StrEnum):
    """Elements. A field's ends in the name that `bot.campaigns.team` uses in its errors."""

    CHANGE = "settings_change"
    EVERYBODY = "settings_everybody"
    PEOPLE = "settings_people"
    GROUPS = "settings_groups"
    CHANGE_TEMPLATE = "settings_change_template"
    TEMPLATE = "settings_template"
    COMMENT_DAYS = "settings_comment_days"
    CHANGE_RULES = "settings_change_rules"
