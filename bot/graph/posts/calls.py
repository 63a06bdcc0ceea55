"""What is asked about one post (guides "Post-Level Permissioning" and "Partnership Ad Codes").

All of it with the token of the creator who owns the post.
"""

from __future__ import annotations

from bot.graph.call import Call, Meter, segment


def list_promoters(media_id: str) -> Call:
    """Read which brands may promote the post."""
    return Call("GET", _promote(media_id), meter=Meter.OWNER)


def let_promote(media_id: str, *, brand_ig_id: str, allowed: bool) -> Call:
    """Grant a brand that it may promote the post, or withdraw that."""
    return Call(
        "POST",
        _promote(media_id),
        {"sponsor_id": brand_ig_id, "permission": "true" if allowed else "false"},
        meter=Meter.OWNER,
    )


def create_code(media_id: str) -> Call:
    """Make the ad code of the post."""
    return Call("POST", _code(media_id), meter=Meter.OWNER)


def delete_code(media_id: str) -> Call:
    """Take the ad code of the post back."""
    return Call("DELETE", _code(media_id), meter=Meter.OWNER)


def _promote(media_id: str) -> str:
    return f"/{segment(media_id)}/branded_content_partner_promote"


def _code(media_id: str) -> str:
    return f"/{segment(media_id)}/partnership_ad_code"
