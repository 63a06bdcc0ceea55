"""Handles in what somebody wrote: only what is plainly meant as one, because nobody asked us to read the rest; pure."""

from __future__ import annotations

import re

from bot.creators.handles import Misread, read_handle

_SLACK_MARKUP = re.compile(r"<[@#!][^>]*>")
_LIKE_A_HANDLE = re.compile(
    r"(?:https?://)?(?:www\.|m\.)?instagram\.com/[A-Za-z0-9._/@]+|(?<![\w.@/])@[A-Za-z0-9._]+", re.IGNORECASE
)


def handles_in(text: str) -> list[str]:
    """Return the handles named in a message as `@name` or as a profile link, each once; Slack's own mentions are none."""
    found: dict[str, None] = {}
    for like in _LIKE_A_HANDLE.findall(_SLACK_MARKUP.sub(" ", text)):
        handle = read_handle(like.rstrip("."))
        if not isinstance(handle, Misread):
            found[handle] = None
    return list(found)
