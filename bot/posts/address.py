"""Addresses of posts as people paste them, and what makes two of them the same post. Pure.

Meta documents `/p/` and `/reel/` (guide "Boost Existing Instagram Content"); `/reels/`, `/tv/` and a handle in front are
seen in browsers. Which of them a post's own address has, Meta says: it is asked by each form.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from bot.creators.handles import RESERVED
from bot.words import say

_HOSTS = frozenset({"instagram.com", "www.instagram.com", "m.instagram.com"})
_KINDS = frozenset({"p", "reel", "reels", "tv"})
_SHARED = "share"
"""Begins links that the app's Share button makes: what follows is no post's name, and only Instagram knows where it leads."""
_ALONGSIDE = frozenset({"audio"})
"""What stands behind `/reels/` and is no reel."""
_NUMBER = re.compile(r"[0-9]{12,}(?:_[0-9]+)?")
_SHORTCODE = re.compile(r"[A-Za-z0-9_-]{5,64}")
_SLACK_LINK = re.compile(r"<(?P<url>[^|>]+)(?:\|[^>]*)?>")
LONGEST = 500
"""Characters; what apps add to an address to follow people is far shorter."""


class NotAPost(StrEnum):
    """Why something is no post's address."""

    EMPTY = "empty"
    UNREADABLE = "unreadable"
    NUMBER = "number"
    """Meta's id of a post, or of a part of one: nobody who sees it can tell which."""
    FOREIGN = "foreign"
    """Not at Instagram."""
    STORY = "story"
    """A story: it has no address by which Meta finds it."""
    SHARED = "shared"
    """A link to be opened, which leads to a post."""
    PROFILE = "profile"
    OTHER = "other"
    """Some other page of Instagram's."""
    NO_CODE = "no_code"
    """The name of the post is missing or cut off."""

    @property
    def why(self) -> str:
        """The reason in words that can stand beside the field."""
        return say(f"posts.no_address.{self}")


@dataclass(frozen=True, kw_only=True)
class Address:
    """A post at Instagram, by the name in its address."""

    shortcode: str
    username: str | None = None
    """The handle that stood in the address; whether the post is really theirs only Meta knows."""

    @property
    def forms(self) -> tuple[str, ...]:
        """The addresses by which Meta may know the post."""
        return tuple(f"https://www.instagram.com/{kind}/{self.shortcode}/" for kind in ("p", "reel", "tv"))

    @property
    def url(self) -> str:
        """The address that opens the post whatever it is."""
        return self.forms[0]


def read_address(text: str) -> Address | NotAPost:
    """Read one pasted address, with or without what apps add to it."""
    typed = text.strip()
    if (linked := _SLACK_LINK.fullmatch(typed)) is not None:
        typed = linked["url"]
    if not typed:
        return NotAPost.EMPTY
    if _NUMBER.fullmatch(typed):
        return NotAPost.NUMBER
    if len(typed) > LONGEST or any(character.isspace() for character in typed):
        return NotAPost.UNREADABLE
    try:
        url = urlsplit(typed if "://" in typed else f"https://{typed}")
        host = (url.hostname or "").lower()
    except ValueError:
        return NotAPost.UNREADABLE
    if url.scheme not in ("http", "https"):
        return NotAPost.UNREADABLE
    if host not in _HOSTS:
        return NotAPost.FOREIGN
    return _in_path([part for part in url.path.split("/") if part])


def _in_path(parts: list[str]) -> Address | NotAPost:
    if not parts:
        return NotAPost.OTHER
    if parts[0].lower() in ("stories", "s"):
        return NotAPost.STORY
    if parts[0].lower() == _SHARED:
        return NotAPost.SHARED
    if parts[0].lower() in _KINDS:
        return _named(parts[1:], username=None)
    if len(parts) > 1 and parts[1].lower() in _KINDS:
        return _named(parts[2:], username=parts[0].removeprefix("@").lower())
    return NotAPost.OTHER if parts[0].lower() in RESERVED or len(parts) > 1 else NotAPost.PROFILE


def _named(rest: list[str], *, username: str | None) -> Address | NotAPost:
    if rest and rest[0].lower() in _ALONGSIDE:
        return NotAPost.OTHER
    if not rest or not _SHORTCODE.fullmatch(rest[0]):
        return NotAPost.NO_CODE
    return Address(shortcode=rest[0], username=username)


def key_of(*, media_id: str, permalink: str | None) -> str:
    """Return what makes it the same post: the name in its address, or its id where it has no such address."""
    found = read_address(permalink) if permalink else NotAPost.EMPTY
    return found.shortcode if isinstance(found, Address) else media_id
