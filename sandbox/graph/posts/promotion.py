"""What a creator lets brands do with one post: boost it, or use it by an ad code.

Meta's "Post-level permissioning" and "Partnership ad codes". Both are called with the creator's own token.
"""

from __future__ import annotations

from typing import Any

from sandbox.graph.call import is_true
from sandbox.graph.errors import bad_parameter, object_missing
from sandbox.graph.posts.model import Bond, Media
from sandbox.graph.visit import Endpoint, Visit

PROMOTE = "branded_content_partner_promote"
CODE = "partnership_ad_code"
_SCOPES = ("instagram_basic", "instagram_branded_content_creator")


def show(visit: Visit, media: Media) -> dict[str, Any]:
    """List the brands that may boost this post, in the form that the rule says."""
    ids = sorted(media.promoters)
    match visit.rules.promote_answer:
        case "text":
            return {"approved": ",".join(ids)}
        case "list":
            return {"approved": ids}
        case "edge":
            return {"data": [{"id": each} for each in ids]}


def change(visit: Visit, media: Media) -> dict[str, Any]:
    """Let a brand boost this post, or no more; `false` when it is not the post's paid partner."""
    sponsor, wanted = visit.params.get("sponsor_id", ""), visit.params.get("permission", "").lower()
    if not (sponsor.isascii() and sponsor.isdecimal()):
        raise bad_parameter("Param sponsor_id must be a valid Instagram account ID")
    if wanted not in ("true", "false", "1", "0"):
        raise bad_parameter("The parameter permission is required")
    if media.partners.get(sponsor) is not Bond.LABEL:
        return {"success": False}
    if is_true(wanted):
        media.promoters.add(sponsor)
    else:
        media.promoters.discard(sponsor)
    return {"success": True}


def make_code(visit: Visit, media: Media) -> dict[str, Any]:
    """Give the post's ad code; parts of a carousel have none of their own."""
    _refuse_parts(visit, media)
    return {"ad_code": visit.world.posts.make_code(media, digits_only=visit.rules.ad_codes == "digits")}


def delete_code(visit: Visit, media: Media) -> dict[str, Any]:
    """Take the ad code back: nobody finds the post by it any more."""
    _refuse_parts(visit, media)
    if media.code is None:
        raise bad_parameter("Invalid parameter", title="No ad code", advice="This post has no partnership ad code.")
    media.code = None
    return {"success": True}


def _refuse_parts(visit: Visit, media: Media) -> None:
    if media.parent is not None:
        raise object_missing(media.id, method=visit.call.method)


ENDPOINTS = (
    Endpoint("GET", Media, PROMOTE, show, scopes=_SCOPES),
    Endpoint("POST", Media, PROMOTE, change, scopes=_SCOPES, task="CREATE_CONTENT"),
    Endpoint("POST", Media, CODE, make_code, scopes=(*_SCOPES, "business_management"), task="CREATE_CONTENT"),
    Endpoint("DELETE", Media, CODE, delete_code, scopes=(*_SCOPES, "business_management"), task="CREATE_CONTENT"),
)
