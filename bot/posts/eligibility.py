"""Whether an ad can be made of a post now, and if not what is missing. Pure; raises nothing.

Meta's new edge tells one word for each brand that a post names, the old ones a yes or no and sentences. Words that Meta
has not documented are kept and shown as they came.
https://developers.facebook.com/docs/instagram-platform/partnership-ads (advertisable content)
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum


class Standing(StrEnum):
    """What can be done with a post now."""

    READY = "ready"
    NEEDS_PERMISSION = "needs_permission"
    """It could be an ad, and nobody has allowed this brand to make it one."""
    NEEDS_ATTENTION = "needs_attention"
    """Meta wants something done first, and does not say what; a permission is there."""
    INELIGIBLE = "ineligible"
    """Meta makes no ad of it."""
    EXCLUDED = "excluded"
    """Somebody has taken it off the list of posts to advertise."""
    UNKNOWN = "unknown"
    """Meta says something else, shown as it came; or nothing."""


class Missing(StrEnum):
    """What would help."""

    PERMISSION = "permission"
    """The creator's permission: for the whole account, for this post, or by an ad code."""
    OTHER_POST = "other_post"
    """Nothing helps this post."""
    META = "meta"
    """Look at it in Meta's own tools."""


_WORDS = {
    "AD_READY": Standing.READY,
    "INELIGIBLE": Standing.INELIGIBLE,
    "EXCLUDED": Standing.EXCLUDED,
}
_MISSING = {
    Standing.NEEDS_PERMISSION: Missing.PERMISSION,
    Standing.INELIGIBLE: Missing.OTHER_POST,
    Standing.NEEDS_ATTENTION: Missing.META,
    Standing.EXCLUDED: Missing.META,
    Standing.UNKNOWN: Missing.META,
}


def standing_of(
    *,
    eligibility: str,
    permission: str,
    is_permitted: bool | None,
    problems: Sequence[str],
    has_code: bool,
) -> Standing:
    """Say how a post stands for one brand.

    `eligibility` and `permission` are the new edge's words, `is_permitted` and `problems` the old one's; whichever edge
    answered has filled its own. `has_code` is our own knowledge: a live ad code is a permission.
    """
    word = eligibility.strip().upper()
    if word in _WORDS:
        return _WORDS[word]
    if word == "NEEDS_ATTENTION":
        is_allowed = permission.strip().upper() == "APPROVED"
        if is_allowed:
            return Standing.NEEDS_ATTENTION
        return Standing.READY if has_code else Standing.NEEDS_PERMISSION
    if word:
        return Standing.UNKNOWN
    if problems:
        return Standing.INELIGIBLE
    if is_permitted is None:
        return Standing.UNKNOWN
    return Standing.READY if is_permitted or has_code else Standing.NEEDS_PERMISSION


def missing_of(standing: Standing) -> Missing | None:
    """Say what would help; nothing where the post is ready."""
    return _MISSING.get(standing)
