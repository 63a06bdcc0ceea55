"""Which comments the team may read: what the creator agreed to, and nothing beside it.

What is not known of a post is not taken for granted: until it is, its comments are neither let through nor left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from urllib.parse import unquote, urlsplit

from bot.comments.spelling import folded


class Verdict(StrEnum):
    """What becomes of the comments on a post."""

    LET = "let"
    OPEN = "open"
    """What decides it is not known yet."""
    OUT = "out"


class Ground(StrEnum):
    """What a verdict stands on: the first that keeps comments out, or that is not known."""

    ADS = "ads"
    """Comments on ads are not monitored."""
    ORGANIC = "organic"
    SURFACE = "surface"
    """Whether the post is an ad."""
    BRAND = "brand"
    """Another account runs the ad."""
    DOMAIN = "domain"
    LINK = "link"
    CAPTION = "caption"


@dataclass(frozen=True, kw_only=True)
class Post:
    """What is known of a post, or of an ad, that comments stand under; None: not known yet."""

    is_ad: bool | None
    is_on_facebook: bool = False
    brand_ig_id: str | None = None
    """The account that runs the ad."""
    links: tuple[str, ...] | None = None
    """Where the ad leads to."""
    caption: str | None = None
    is_caption_cut: bool = False
    """Only its beginning is known: what is not in there may follow."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """A verdict, and on what it stands."""

    verdict: Verdict
    ground: Ground | None = None


_LET = Finding(verdict=Verdict.LET)


class Sieve:
    """The rules of one creator's account, read once and asked for many posts. A filter that is empty lets all through.

    Brand accounts are about ads on Instagram, domains about ads on Facebook, the link about both, the caption about every
    post. A reply goes where what it answers goes.
    """

    def __init__(
        self,
        *,
        hears_ads: bool,
        hears_organic: bool,
        brand_ig_ids: Iterable[str] = (),
        domains: Iterable[str] = (),
        link_contains: str = "",
        caption_contains: str = "",
    ) -> None:
        self._hears_ads, self._hears_organic = hears_ads, hears_organic
        self._brands = frozenset(brand_ig_ids)
        self._domains = tuple(filter(None, map(_ascii, domains)))
        self._link, self._caption = folded(link_contains), folded(caption_contains)

    def look_at(self, post: Post) -> Finding:
        """Say what becomes of the comments on a post. What surely keeps them out comes before what is not known."""
        if post.is_ad is None:  # sure is only what is so either way
            either = [self.look_at(replace(post, is_ad=is_ad)) for is_ad in (True, False)]
            verdicts = {each.verdict for each in either}
            return either[0] if len(verdicts) == 1 else Finding(verdict=Verdict.OPEN, ground=Ground.SURFACE)
        if not (self._hears_ads if post.is_ad else self._hears_organic):
            return Finding(verdict=Verdict.OUT, ground=Ground.ADS if post.is_ad else Ground.ORGANIC)
        asked = [(ground, answer) for ground, answer in self._answers(post) if answer is not True]
        for wanted, verdict in ((False, Verdict.OUT), (None, Verdict.OPEN)):
            for ground, answer in asked:
                if answer is wanted:
                    return Finding(verdict=verdict, ground=ground)
        return _LET

    def _answers(self, post: Post) -> Iterable[tuple[Ground, bool | None]]:
        if post.is_ad and not post.is_on_facebook and self._brands:
            yield Ground.BRAND, None if post.brand_ig_id is None else post.brand_ig_id in self._brands
        if post.is_ad and post.is_on_facebook and self._domains:
            yield Ground.DOMAIN, None if post.links is None else any(map(self._leads_home, post.links))
        if post.is_ad and self._link:
            yield Ground.LINK, None if post.links is None else any(self._link in _plain(each) for each in post.links)
        if self._caption:
            is_in_there = None if post.caption is None else self._caption in folded(post.caption)
            yield Ground.CAPTION, None if post.is_caption_cut and not is_in_there else is_in_there

    def _leads_home(self, link: str) -> bool:
        host = _host(link)
        return any(host == domain or host.endswith(f".{domain}") for domain in self._domains)


def _plain(link: str) -> str:
    return folded(unquote(link))


def _host(link: str) -> str:
    try:
        return _ascii(urlsplit(link if "//" in link else f"//{link}").hostname or "")
    except ValueError:
        return ""


def _ascii(domain: str) -> str:
    """Write a domain as the network does; empty for what is none."""
    try:
        return domain.strip().rstrip(".").encode("idna").decode().lower()
    except UnicodeError:
        return ""
