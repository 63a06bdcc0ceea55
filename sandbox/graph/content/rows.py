"""How a post is written in a search of advertisable content, and what its filters look at."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sandbox.graph.assets import Page
from sandbox.graph.content import standing as standings
from sandbox.graph.model import Creator, Profile
from sandbox.graph.posts.model import Bond, Kind, Media, Post
from sandbox.graph.visit import Visit

_MEDIA_TYPES = {Kind.REEL: "VIDEO", Kind.VIDEO: "VIDEO", Kind.CAROUSEL: "CAROUSEL", Kind.LINK: "LINK"}
_POST_TYPES = {Kind.REEL: "REEL", Kind.STORY: "STORY"}
_CONTENT_TYPES = {
    Bond.LABEL: "BRANDED_CONTENT",
    Bond.PRODUCT: "PRODUCT",
    Bond.COLLAB: "COLLAB_POST",
    Bond.MENTION: "TAGGED",
    Bond.TAG: "TAGGED",
}


def features(visit: Visit, post: Post, *, brand_id: str) -> dict[str, Any]:
    """Say what filters look at: the brand's own side of the post, where several brands are named."""
    standing = standings.standing(visit.world, post, brand_id=brand_id)
    bond = post.partners.get(brand_id)
    return {
        "platform_types": {_platform(post)},
        "media_types": {_MEDIA_TYPES.get(post.kind, "IMAGE")},
        "post_types": {_POST_TYPES.get(post.kind, "FEED")},
        "content_types": {_CONTENT_TYPES[bond]} if bond else set(),
        "ad_eligibilities": {standings.eligibility(post, standing=standing)},
        "ad_usages": {standings.usage(visit.world, post)},
        "author_id": post.owner.id if isinstance(post.owner, Page) else post.owner.ig_id,
        "country": post.country,
        "date": datetime.fromtimestamp(post.at, UTC).date(),
        "text": f"{post.caption} {_name(post.owner)}".casefold(),
        "is_recommended": standings.is_recommended(visit.world, post),
    }


def write(visit: Visit, post: Post, *, brand_id: str, code: str | None = None) -> dict[str, Any]:
    """Write a whole row; `code` is the ad code by which the brand named the post, if it did."""
    named: list[tuple[str, Bond | None]] = [*post.partners.items()]
    if code is not None and brand_id not in post.partners:
        named.append((brand_id, None))
    return {
        "content_id": post.id,
        "platform": _platform(post),
        "media_type": _MEDIA_TYPES.get(post.kind, "IMAGE"),
        "post_type": _POST_TYPES.get(post.kind, "FEED"),
        "caption": post.caption,
        "permalink": post.permalink,
        "creation_time": datetime.fromtimestamp(post.at, UTC).date().isoformat(),
        "author": _identity(visit, post.owner),
        "is_recommended": standings.is_recommended(visit.world, post),
        "ad_usage": standings.usage(visit.world, post),
        "partnership_info": [
            _partnership(visit, post, partner_id, bond, code=code if partner_id == brand_id else None)
            for partner_id, bond in named
        ],
        "organic_insights": _insights(visit, post),
    }


def _partnership(visit: Visit, post: Post, partner_id: str, bond: Bond | None, *, code: str | None) -> dict[str, Any]:
    standing = standings.standing(visit.world, post, brand_id=partner_id, by_code=code is not None)
    partner = visit.world.account(partner_id) or visit.world.page(partner_id)
    return {
        "ad_eligibility": standings.eligibility(post, standing=standing),
        "tagged_partner": _identity(visit, partner) if partner else None,
        "permission_status": standing.status,
        "permission_type": standing.kind,
        "ad_code": code,
        "content_types": [_CONTENT_TYPES[bond]] if bond else [],
    }


def _identity(visit: Visit, who: Creator | Profile | Page) -> dict[str, Any]:
    if isinstance(who, Page):
        account = visit.world.account(who.instagram) if who.instagram else None
        return _identity_of(visit, name=who.name, ig_id=account.ig_id if account else None, page_id=who.id)
    page = next((page.id for page in visit.world.pages if page.instagram == who.ig_id), None)
    return _identity_of(visit, name=_name(who), ig_id=who.ig_id, page_id=page)


def _identity_of(visit: Visit, *, name: str, ig_id: str | None, page_id: str | None) -> dict[str, Any]:
    picture = f"{visit.call.base_url}_pictures/{ig_id}.svg" if ig_id else None
    return {"display_name": name, "ig_user_id": ig_id, "fb_page_id": page_id, "profile_picture_url": picture}


def _insights(visit: Visit, post: Post) -> dict[str, int | None]:
    """Count what is known; a metric that Meta does not have is null, which is not zero."""
    is_moving = post.kind in (Kind.REEL, Kind.VIDEO)
    return {
        "likes": post.likes,
        "comments": len(visit.world.comments.on(post.id)),
        "views": post.likes * 9 if is_moving else None,
        "reach": post.likes * 6,
        "shares": post.likes // 40,
        "interaction": None,
        "saves": post.likes // 25 if isinstance(post, Media) else None,
    }


def _platform(post: Post) -> str:
    return "INSTAGRAM" if isinstance(post, Media) else "FACEBOOK"


def _name(who: Creator | Profile | Page) -> str:
    return who.name if isinstance(who, Page) else who.username
