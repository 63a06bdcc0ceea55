"""What a creator agreed to, beside what the team wants monitored now: in what that goes further; pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from bot.comments.spelling import folded
from bot.influencers.wishes import Rules


class Wider(StrEnum):
    """In what more is monitored than was agreed."""

    ADS = "ads"
    """Comments on ads, of which nothing was said."""
    ORGANIC = "organic"
    BRANDS = "brands"
    """Ads of more of the brand's accounts, or of any."""
    DOMAINS = "domains"
    LINKS = "links"
    """The link of an ad has to contain less, or something else."""
    CAPTIONS = "captions"
    DAYS = "days"
    """It lasts for longer."""


def wider(agreed: Rules, *, now: Rules) -> tuple[Wider, ...]:
    """Return in what `now` lets through what `agreed` did not; nothing where it lets through the same or less."""
    found = []
    if now.hears_ads:
        found += [] if agreed.hears_ads else [Wider.ADS]
        if agreed.profile_ids and not (now.profile_ids and set(now.profile_ids) <= set(agreed.profile_ids)):
            found.append(Wider.BRANDS)
        if agreed.domains and not (now.domains and all(_is_within(each, agreed.domains) for each in now.domains)):
            found.append(Wider.DOMAINS)
        if folded(agreed.link_contains) not in folded(now.link_contains):
            found.append(Wider.LINKS)
    if now.hears_organic and not agreed.hears_organic:
        found.append(Wider.ORGANIC)
    if now.hears_something and folded(agreed.caption_contains) not in folded(now.caption_contains):
        found.append(Wider.CAPTIONS)
    return tuple(found)


ON_ADS = frozenset({Wider.ADS, Wider.BRANDS, Wider.DOMAINS, Wider.LINKS, Wider.CAPTIONS})
ON_POSTS = frozenset({Wider.ORGANIC, Wider.CAPTIONS})
"""In what more of the comments there are let through."""


def lasts_longer(*, connected_at: datetime, ends_at: datetime, days: int) -> bool:
    """Tell whether a connection lasts for longer than the days that were agreed."""
    return ends_at >= connected_at + timedelta(days=days + 1)  # whole days are added, and moments differ by less


def _is_within(domain: str, domains: Iterable[str]) -> bool:
    return any(domain == each or domain.endswith(f".{each}") for each in domains)
