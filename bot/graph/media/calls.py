"""What is asked about posts (references "IG User Media", "IG Media", "Boost existing posts")."""

from __future__ import annotations

from bot.graph.call import Call, Meter, segment

_FIELDS = (
    "id,media_type,media_product_type,caption,permalink,shortcode,timestamp,username,owner{id},media_url,"
    "thumbnail_url,like_count,comments_count"
)
_BOOST = "boost_eligibility_info,boost_ads_list"


def list_media(ig_id: str, *, limit: int, with_parts: bool = False, with_ads: bool = False) -> Call:
    """List an account's own posts, newest first.

    `with_parts` asks for the addresses of carousels' parts too, `with_ads` for the active ads made of each post.
    """
    fields = f"{_FIELDS},children{{id,permalink}}" if with_parts else _FIELDS
    fields += ",boost_ads_list" if with_ads else ""
    return Call("GET", f"/{segment(ig_id)}/media", {"fields": fields, "limit": str(limit)})


def list_on_page(page_id: str, *, limit: int) -> Call:
    """List a Page's own posts, newest first (reference "Page Published Posts")."""
    params = {"fields": "id,message,created_time,permalink_url", "limit": str(limit)}
    return Call("GET", f"/{segment(page_id)}/published_posts", params, meter=Meter.OWNER)


def read_media(media_id: str, *, with_boost: bool) -> Call:
    """Read one post; `with_boost` asks too whether it can be boosted and which ads it is in."""
    fields = f"{_FIELDS},children{{id,media_type}}"
    return Call(
        "GET", f"/{segment(media_id)}", {"fields": f"{fields},{_BOOST}" if with_boost else fields}, meter=Meter.OWNER
    )


def list_boost_ads(media_id: str) -> Call:
    """List the active ads made of a post; the same as the field `boost_ads_list`, as an edge of its own."""
    return Call("GET", f"/{segment(media_id)}/boost_ads_list", meter=Meter.OWNER)
