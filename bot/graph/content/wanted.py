"""What is looked for: a search with filters, or posts named one by one. Pure.

Guide "Partnership Ads Advertisable Content API". The two do not mix, nor do two ways of naming posts; as types of
their own they cannot be mixed by mistake.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from pydantic import SecretStr

from bot.graph.errors import InputRefused
from bot.words import say

T = TypeVar("T")
MOST_NAMED = 50
"""How many posts one call may name; more are asked for in several."""
_COUNTRY = re.compile(r"[A-Z]{2}")


class Platform(StrEnum):
    """Where a post is."""

    INSTAGRAM = "INSTAGRAM"
    FACEBOOK = "FACEBOOK"


class MediaType(StrEnum):
    """What a post is made of."""

    IMAGE = "IMAGE"
    VIDEO = "VIDEO"
    CAROUSEL = "CAROUSEL"
    LINK = "LINK"


class PostType(StrEnum):
    """Where a post is shown."""

    FEED = "FEED"
    STORY = "STORY"
    REEL = "REEL"


class ContentType(StrEnum):
    """How a post has to do with the brand."""

    BRANDED_CONTENT = "BRANDED_CONTENT"
    PRODUCT = "PRODUCT"
    AFFILIATE = "AFFILIATE"
    COLLAB_POST = "COLLAB_POST"
    TAGGED = "TAGGED"
    REPOSTED = "REPOSTED"


class Eligibility(StrEnum):
    """Whether an ad can be made of a post."""

    AD_READY = "AD_READY"
    INELIGIBLE = "INELIGIBLE"
    NEEDS_ATTENTION = "NEEDS_ATTENTION"
    EXCLUDED = "EXCLUDED"


class Usage(StrEnum):
    """Whether an ad was made of a post."""

    NEVER_USED = "NEVER_USED"
    ACTIVE = "ACTIVE"
    PREVIOUSLY_USED = "PREVIOUSLY_USED"


class Sort(StrEnum):
    """What comes first; by default what Meta recommends."""

    RECOMMENDED = "RECOMMENDED"
    DATE = "DATE"


@dataclass(frozen=True, kw_only=True)
class Search:
    """A search; what is empty does not filter. There is no filter by handle: look the creator's id up first.

    Dates are days at Meta, both ends included, and come together. Raises InputRefused for what Meta would refuse,
    except for days in the future: which day it is where Meta looks is Meta's to say.
    """

    partner_ig_ids: Sequence[str] = ()
    partner_page_ids: Sequence[str] = ()
    platforms: Sequence[Platform] = ()
    media_types: Sequence[MediaType] = ()
    post_types: Sequence[PostType] = ()
    content_types: Sequence[ContentType] = ()
    eligibilities: Sequence[Eligibility] = ()
    usages: Sequence[Usage] = ()
    countries: Sequence[str] = ()
    start: date | None = None
    end: date | None = None
    keyword: str = ""
    sort: Sort | None = None
    only_recommended: bool = False

    def __post_init__(self) -> None:
        if (self.start is None) != (self.end is None):
            raise InputRefused(
                say("graph.content.half_time.happened"),
                why=say("graph.content.half_time.why"),
                todo=say("graph.content.half_time.todo"),
            )
        if self.start and self.end and self.start > self.end:
            raise InputRefused(
                say("graph.content.backwards.happened"),
                why=say("graph.content.backwards.why"),
                todo=say("graph.content.backwards.todo"),
            )
        if wrong := [each for each in self.countries if not _COUNTRY.fullmatch(each)]:
            raise InputRefused(
                say("graph.content.country.happened", typed=wrong[0][:40]),
                why=say("graph.content.country.why"),
                todo=say("graph.content.country.todo"),
            )


@dataclass(frozen=True)
class ContentIds:
    """Posts by Meta's ids of them."""

    ids: Sequence[str]


@dataclass(frozen=True)
class Permalinks:
    """Posts by their whole addresses."""

    urls: Sequence[str]

    def __post_init__(self) -> None:
        if wrong := [url for url in self.urls if not url.startswith("https://")]:
            raise InputRefused(
                say("graph.content.address.happened", typed=wrong[0][:60]),
                why=say("graph.content.address.why"),
                todo=say("graph.content.address.todo"),
            )


@dataclass(frozen=True)
class AdCodes:
    """Posts by the ad codes that creators gave for them."""

    codes: Sequence[SecretStr]


Lookup = ContentIds | Permalinks | AdCodes
Wanted = Search | Lookup


def portions(lookup: Lookup) -> Iterator[Lookup]:
    """Cut a look-up into as many as Meta takes one by one; what is named twice is asked for once."""
    match lookup:
        case ContentIds(ids):
            yield from map(ContentIds, _cut(ids))
        case Permalinks(urls):
            yield from map(Permalinks, _cut(urls))
        case AdCodes(codes):
            yield from map(AdCodes, _cut(codes))


def _cut(values: Sequence[T]) -> Iterator[list[T]]:
    unique = list(dict.fromkeys(values))
    for start in range(0, len(unique), MOST_NAMED):
        yield unique[start : start + MOST_NAMED]
