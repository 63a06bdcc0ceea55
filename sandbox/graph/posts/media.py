"""Instagram posts as nodes: an account's own, with the ads made of them (Meta: IG User Media, IG Media)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sandbox.graph.fields import Field
from sandbox.graph.listing import asked_fields, pick, write_page
from sandbox.graph.model import Creator, Profile
from sandbox.graph.posts.model import AdMedia, Kind, Media
from sandbox.graph.visit import Endpoint, Visit

NODE = "ShadowIGMedia"
_SCOPES = ("instagram_basic", "pages_read_engagement")
_MOST = 100
_TYPES = {Kind.IMAGE: "IMAGE", Kind.STORY: "IMAGE", Kind.CAROUSEL: "CAROUSEL_ALBUM"}
_PRODUCTS = {Kind.REEL: "REELS", Kind.STORY: "STORY"}
_ID = (Field("id"),)


def write_time(at: float) -> str:
    """Write a moment as Graph does in text, in UTC."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%S+0000")


def list_page(visit: Visit, account: Creator | Profile) -> dict[str, Any]:
    """List one page of an account's posts, newest first."""
    asked = asked_fields(visit)
    rows = {media.id: media for media in visit.world.posts.of(account)}
    return write_page(visit, rows, write=lambda media: _write(visit, media, asked), most=_MOST)


def show(visit: Visit, media: Media) -> dict[str, Any]:
    """Show one post in the asked fields; by default only its id."""
    return _write(visit, media, asked_fields(visit))


_PUBLIC = frozenset(
    {
        "id", "caption", "comments_count", "like_count", "media_product_type", "media_type", "media_url", "permalink",
        "thumbnail_url", "timestamp", "username",
    }
)  # fmt: skip


def show_public(visit: Visit, media: Media, asked: tuple[Field, ...]) -> dict[str, Any]:
    """Show a post as business discovery does: what everybody sees of it (Meta: Business Discovery)."""
    whole = {name: value for name, value in _whole(visit, media).items() if name in _PUBLIC}
    return pick(whole, asked or _ID, node=NODE)


def show_shown(visit: Visit, media: AdMedia) -> dict[str, Any]:
    """Show the media of an ad; it is like the post it was made of, but an ad."""
    whole = _whole(visit, media.source) | {
        "id": media.id,
        "media_product_type": "AD",
        "permalink": media.permalink,
        "shortcode": media.permalink.rsplit("/", 2)[1],
        "comments_count": _count(visit, media),
        "total_comments_count": None,
        "boost_ads_list": None,
    }
    return pick(whole, asked_fields(visit), node=NODE)


def list_ads(visit: Visit, media: Media) -> dict[str, Any]:
    """List the active ads made of a post; the edge has one page (Meta: IG Media, `boost_ads_list`)."""
    return {"data": _ads(visit, media)}


def _write(visit: Visit, media: Media, asked: tuple[Field, ...]) -> dict[str, Any]:
    return pick(_whole(visit, media), asked, node=NODE)


def _whole(visit: Visit, media: Media) -> dict[str, Any]:
    def parts(field: Field) -> dict[str, Any] | None:
        rows = [_write(visit, each, field.inside or _ID) for each in media.children]
        return {"data": rows} if rows else None

    count = _count(visit, media)
    from_ads = sum(_count(visit, ad.shown) for ad in visit.world.posts.ads_of(media) if ad.shown)
    is_moving = media.kind in (Kind.VIDEO, Kind.REEL)
    picture = f"{visit.call.base_url}_pictures/{media.owner.ig_id}.svg"
    return {
        "id": media.id,
        "caption": media.caption or None,
        "children": parts,
        "comments_count": count,
        "total_comments_count": count + from_ads,
        "is_comment_enabled": True,
        "like_count": media.likes,
        "media_product_type": _PRODUCTS.get(media.kind, "FEED"),
        "media_type": _TYPES.get(media.kind, "VIDEO"),
        "media_url": picture,
        "thumbnail_url": picture if is_moving else None,
        "owner": {"id": media.owner.ig_id},
        "permalink": media.permalink,
        "shortcode": media.shortcode,
        "timestamp": write_time(media.at),
        "username": media.owner.username,
        "boost_ads_list": _ads(visit, media) or None,
        "boost_eligibility_info": {"eligible_to_boost": media.flaw is None}
        | ({"boost_ineligible_reason": media.flaw} if media.flaw else {}),
    }


def _ads(visit: Visit, media: Media) -> list[dict[str, str]]:
    ads = visit.world.posts.ads_of(media)
    return [{"ad_id": ad.id, "ad_status": ad.status} for ad in ads if ad.status == "ACTIVE"]


def _count(visit: Visit, media: Media | AdMedia) -> int:
    return len(visit.world.comments.on(media.id))


ENDPOINTS = (
    *(Endpoint("GET", kind, "media", list_page, scopes=_SCOPES) for kind in (Creator, Profile)),
    Endpoint("GET", Media, "", show, scopes=_SCOPES),
    Endpoint("GET", AdMedia, "", show_shown, scopes=_SCOPES),
    Endpoint("GET", Media, "boost_ads_list", list_ads, scopes=_SCOPES),
)
