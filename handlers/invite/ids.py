"""The names by which Slack hands things of this feature back to us."""

from __future__ import annotations

from enum import StrEnum


class View(StrEnum):
    """Modals."""

    FORM = "invite_form"
    MADE = "invite_made"
    LIST = "invite_list"
    ASSETS = "invite_assets"
    MOVE = "invite_move_form"
    RULES = "invite_asset_rules_form"
    MORE_NEEDED = "invite_more_needed"


class Block(StrEnum):
    """Blocks."""

    CAMPAIGN = "invite_campaign"
    NAME = "invite_name"
    HANDLE = "invite_handle"
    DAYS = "invite_days"
    HEARS = "invite_hears"
    PROFILES = "invite_profiles"
    DOMAINS = "invite_domains"
    LINK = "invite_link"
    CAPTION = "invite_caption"
    TRY = "invite_try"


class Action(StrEnum):
    """Elements and buttons; a field's ends in the name that `bot.influencers.wishes` uses in its errors."""

    FORM = "invite_new"
    CAMPAIGN = "invite_of_campaign"
    NAME = "invite_name"
    HANDLE = "invite_handle"
    DAYS = "invite_days"
    HEARS = "invite_hears"
    PROFILES = "invite_profiles"
    DOMAINS = "invite_domains"
    LINK = "invite_link_contains"
    CAPTION = "invite_caption_contains"
    SHOW = "invite_show"
    RESEND = "invite_resend"
    EXTEND = "invite_extend"
    REVOKE = "invite_revoke"
    SHOW_ASSETS = "invite_show_assets"
    ASSET_AGAIN = "invite_asset_again"
    ASSET_EXTEND = "invite_asset_extend"
    ASSET_RULES = "invite_asset_rules"
    ASSET_TRY = "invite_asset_try"
    ASSET_WIDEN = "invite_asset_widen"
    ASSET_STOP = "invite_asset_stop"
    ASSET_BACK = "invite_asset_back"
    MOVE = "invite_move"
