"""Ads and their creatives, as far as they lead to what people comment on (Meta: Ad, Ad Creative, post moderation)."""

from __future__ import annotations

from typing import Any

from sandbox.graph.errors import scope_missing
from sandbox.graph.fields import Field
from sandbox.graph.listing import asked_fields, pick
from sandbox.graph.posts.model import Ad, Creative, Media
from sandbox.graph.visit import Endpoint, Visit

_ID = (Field("id"),)


def show_ad(visit: Visit, ad: Ad) -> dict[str, Any]:
    """Show an ad; its creative's fields can be asked for inside `creative{...}`."""
    _require_ads(visit)
    whole = {
        "id": ad.id,
        "name": f"Partnership ad {ad.id}",
        "status": ad.status,
        "effective_status": ad.status,
        "creative": lambda field: _write(ad.creative, field.inside or _ID),
    }
    return pick(whole, asked_fields(visit), node="Adgroup")


def show_creative(visit: Visit, creative: Creative) -> dict[str, Any]:
    """Show a creative; which media it shows and which it was made of are told apart."""
    _require_ads(visit)
    return _write(creative, asked_fields(visit))


def _write(creative: Creative, asked: tuple[Field, ...]) -> dict[str, Any]:
    assert creative.ad is not None
    ad = creative.ad
    is_media = isinstance(ad.post, Media)
    whole = {
        "id": creative.id,
        "name": f"Creative {creative.id}",
        "effective_instagram_media_id": ad.shown.id if ad.shown else None,
        "source_instagram_media_id": ad.post.id if is_media else None,
        "instagram_permalink_url": ad.shown.permalink if ad.shown else None,
        "effective_object_story_id": ad.story_id if is_media else ad.post.id,
        "object_story_id": None if is_media else ad.post.id,
        "instagram_branded_content": {"sponsor_id": ad.owner.ig_id},
        "link_url": None,
        "object_story_spec": {"link_data": {"link": ad.link, "message": ad.post.caption}} if ad.link else None,
        "asset_feed_spec": None,
    }
    return pick(whole, asked, node="AdCreative")


def _require_ads(visit: Visit) -> None:
    """Refuse a caller with neither of the two scopes that let one read ads."""
    if visit.session.scopes.isdisjoint({"ads_read", "ads_management"}):
        raise scope_missing("ads_read")


ENDPOINTS = (
    Endpoint("GET", Ad, "", show_ad),
    Endpoint("GET", Creative, "", show_creative),
)
