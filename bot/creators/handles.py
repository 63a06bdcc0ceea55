"""Handles as people type them: `@name`, `name` or a profile URL, one or many."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from bot.words import say

LONGEST = 30
"""Characters in a handle; letters, digits, underscores and dots. Instagram's own sign-up form says so."""

# Paths of instagram.com that are not profiles: a URL with one of them points at a post or a page of Instagram's own.
POST_PATHS = frozenset({"p", "reel", "reels", "tv", "stories"})
RESERVED = POST_PATHS | frozenset({"explore", "accounts"})
_HANDLE = re.compile(r"[A-Za-z0-9._]{1,30}")
_SLACK_LINK = re.compile(r"<(?P<url>[^|>]+)(?:\|[^>]*)?>")
_SLACK_MENTION = re.compile(r"<@[UW][A-Z0-9]+\|(?P<name>[^>]+)>")


class Reason(StrEnum):
    """Why something is not a handle."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    ODD = "odd"
    """Something stands in it that no handle has."""
    RESERVED = "reserved"
    NO_LETTER = "no_letter"
    UNREADABLE_LINK = "unreadable_link"
    FOREIGN_LINK = "foreign_link"
    BARE_LINK = "bare_link"
    POST_LINK = "post_link"


@dataclass(frozen=True, kw_only=True)
class Misread:
    """Something that is not a handle, and why. `name` is the part of it that was taken for one."""

    typed: str
    reason: Reason
    name: str = ""

    @property
    def why(self) -> str:
        """The reason in words that can stand beside the field."""
        match self.reason:
            case Reason.TOO_LONG:
                return say("handles.too_long", count=len(self.name), most=LONGEST)
            case Reason.ODD:
                return say("handles.odd", odd=_odd(self.name))
            case plain:
                return say(f"handles.{plain}")


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What was found in the text: handles in the order typed, each once, in lower case."""

    handles: Sequence[str]
    misread: Sequence[Misread]
    repeated: int


def read_handles(text: str) -> Reading:
    """Read one or many handles, separated by white space, commas or semicolons.

    Blanks are passed over and repetitions folded (Instagram's handles do not distinguish case). Whether a handle exists
    only Instagram knows; this reads its shape.
    """
    handles: dict[str, None] = {}
    misread: list[Misread] = []
    repeated = 0
    for typed in re.split(r"[\s,;]+", _without_slack_markup(text).strip()):
        if not typed:
            continue
        found = read_handle(typed)
        if isinstance(found, Misread):
            misread.append(found)
        elif found in handles:
            repeated += 1
        else:
            handles[found] = None
    return Reading(handles=tuple(handles), misread=tuple(misread), repeated=repeated)


def read_handle(typed: str) -> str | Misread:
    """Read one handle; the answer is in lower case."""
    name = _from_url(typed) if "/" in typed else typed.removeprefix("@")
    if isinstance(name, Misread):
        return name
    if not name:
        return Misread(typed=typed, reason=Reason.EMPTY)
    if len(name) > LONGEST:
        return Misread(typed=typed, reason=Reason.TOO_LONG, name=name)
    if not _HANDLE.fullmatch(name):
        return Misread(typed=typed, reason=Reason.ODD, name=name)
    if name.lower() in RESERVED:
        return Misread(typed=typed, reason=Reason.RESERVED)
    if not any(character.isalnum() or character == "_" for character in name):
        return Misread(typed=typed, reason=Reason.NO_LETTER)
    return name.lower()


def profile_url(username: str) -> str:
    """Return the public page of a handle."""
    return f"https://www.instagram.com/{username}/"


def direct_message_url(username: str) -> str:
    """Return the link that opens a direct message to a handle, in the app or on the web."""
    return f"https://ig.me/m/{username}"


def _odd(name: str) -> str:
    """Return what stands in a name and may not, each character once."""
    return "".join(dict.fromkeys(character for character in name if not _HANDLE.fullmatch(character)))


def _from_url(typed: str) -> str | Misread:
    try:
        url = urlsplit(typed if "://" in typed else f"https://{typed}")
    except ValueError:
        return Misread(typed=typed, reason=Reason.UNREADABLE_LINK)
    host = (url.hostname or "").lower()
    if host not in ("instagram.com", "www.instagram.com", "m.instagram.com"):
        return Misread(typed=typed, reason=Reason.FOREIGN_LINK)
    parts = [part for part in url.path.split("/") if part]
    if parts[:1] == ["_u"] and len(parts) > 1:  # the app's own form of a profile link; alone it is somebody's handle
        parts = parts[1:]
    if not parts:
        return Misread(typed=typed, reason=Reason.BARE_LINK)
    if parts[0].lower() in POST_PATHS:
        return Misread(typed=typed, reason=Reason.POST_LINK)
    return parts[0].removeprefix("@")


def _without_slack_markup(text: str) -> str:
    """Undo what Slack does to links and mentions in a command's text."""
    return _SLACK_LINK.sub(lambda match: match["url"], _SLACK_MENTION.sub(lambda match: match["name"], text))
