"""The names by which Slack hands things of this feature back to us."""

from __future__ import annotations

from enum import StrEnum


class View(StrEnum):
    """Modals."""

    FORM = "campaign_form"
    RESULT = "campaign_result"


class Block(StrEnum):
    """Blocks."""

    NAME = "name"
    CHANNEL = "channel"
    PROFILE = "profile"
    TEMPLATE = "template"
    ASKERS = "askers"


class Action(StrEnum):
    """Elements. Each ends in the field's name that `bot.campaigns` uses in its errors."""

    NAME = "campaign_name"
    CHANNEL = "campaign_channel"
    PROFILE = "campaign_profile"
    TEMPLATE = "campaign_template"
    ASKERS = "campaign_askers"
