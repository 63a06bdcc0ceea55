"""Which of Meta's permissions a creator is asked for: those that the invite needs; pure.

https://developers.facebook.com/docs/permissions
"""

from __future__ import annotations

from enum import StrEnum


class CreatorScope(StrEnum):
    """A permission, by Meta's name. What each is for is said in the words of `invite.purpose`."""

    BASIC = "instagram_basic"
    LIST = "pages_show_list"
    CREATOR = "instagram_branded_content_creator"
    COMMENTS = "instagram_manage_comments"
    ENGAGEMENT = "pages_read_engagement"
    METADATA = "pages_manage_metadata"
    PAGE_COMMENTS = "pages_read_user_content"
    MODERATION = "pages_manage_engagement"
    BUSINESS = "business_management"


BASE = (
    CreatorScope.BASIC,
    CreatorScope.LIST,
    CreatorScope.CREATOR,
    CreatorScope.ENGAGEMENT,
    CreatorScope.BUSINESS,
)
"""Without the first, nothing can be read; the list names the creator's accounts; the third lets a brand use one post.

With the fourth, Meta's condition for reading posts, they can be chosen from. The last is its condition for ad codes (guide
"Partnership Ad Codes"). Whoever leaves these two out is connected without what they are for.
"""
CODES = CreatorScope.BUSINESS
AT_FACEBOOK = (CreatorScope.PAGE_COMMENTS, CreatorScope.MODERATION)
"""To read and to hide comments on the Page's posts. An invite cannot leave the Page out: whoever declines these does."""
COMMENTS = (CreatorScope.COMMENTS, CreatorScope.METADATA, *AT_FACEBOOK)
"""With the second, Meta tells of comments by itself; whoever leaves it out has them read back (`bot.comments.hooking`)."""


def asked_of_creator(*, hears_something: bool) -> tuple[CreatorScope, ...]:
    """Return what the dialog asks for."""
    return (*BASE, *COMMENTS) if hears_something else BASE


def needed_of_creator(*, hears_something: bool) -> tuple[CreatorScope, ...]:
    """Return what a connection cannot do without; the rest may be declined."""
    return (CreatorScope.BASIC, CreatorScope.COMMENTS) if hears_something else (CreatorScope.BASIC,)
