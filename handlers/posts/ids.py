"""The names by which Slack hands things of this feature back to us."""

from __future__ import annotations

from enum import StrEnum


class View(StrEnum):
    """Modals."""

    LIST = "posts_list"
    POST = "posts_post"
    CODE = "posts_code"
    COLLECT = "posts_collect"
    DEED = "posts_deed"
    READINESS = "posts_readiness"


class Action(StrEnum):
    """Fields and buttons."""

    PROFILE = "posts_profile"
    CAMPAIGN = "posts_campaign"
    PAGE = "posts_page"
    OPEN = "posts_open"
    SEE = "posts_see"
    """A link: nothing happens here."""
    ASK = "posts_ask"
    INVITE = "posts_invite"
    MAKE = "posts_make"
    SHOW_CODE = "posts_show_code"
    COLLECT = "posts_collect"
    ADDRESS = "posts_post_address"
    CODE = "posts_code_typed"
    BOOST_READ = "posts_boost_read"
    BOOST_GRANT = "posts_boost_grant"
    BOOST_WITHDRAW = "posts_boost_withdraw"
    REVEAL = "posts_reveal"
    CHECK_CODE = "posts_check_code"
    DELETE_CODE = "posts_delete_code"
    FORGET_CODE = "posts_forget_code"
    MAKE_ANEW = "posts_make_anew"
    LIST = "posts_list"
