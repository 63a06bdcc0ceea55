"""`GET /{brand-ig-id}/branded_content_advertisable_medias`, until its day comes (Meta: boost existing posts)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sandbox.graph.call import is_true
from sandbox.graph.content.standing import by_ad_code, is_recommended, standing
from sandbox.graph.errors import bad_parameter, unknown_field
from sandbox.graph.listing import asked_fields, pick, read_list, write_page
from sandbox.graph.model import Profile
from sandbox.graph.posts.model import Media
from sandbox.graph.visit import Endpoint, Visit

EDGE = "branded_content_advertisable_medias"
NODE = "BrandedContentShadowIGMediaID"
_SCOPES = ("instagram_branded_content_ads_brand", "instagram_basic")
_FOR_TAGGED = ("creator_username", "only_fetch_allowlisted", "only_fetch_recommended_content")
_DIRECT = ("ad_code", "permalinks")
_OBJECTIVES = ["OUTCOME_ENGAGEMENT", "OUTCOME_TRAFFIC", "OUTCOME_LEADS"]
_MOST = 100


def is_gone(visit: Visit) -> bool:
    """Say whether the old edges are removed by now, on the sandbox's clock."""
    return datetime.fromtimestamp(visit.world.clock.now(), UTC).date() >= visit.rules.old_content_until


def list_page(visit: Visit, brand: Profile) -> dict[str, Any]:
    """List one page of what a brand is tagged in, or owns, or was given a code for."""
    if is_gone(visit):
        raise unknown_field(EDGE, node="IGUser")
    code = visit.params.get("ad_code")
    found = {media.id: media for media in _find(visit, brand)}
    asked = asked_fields(visit)

    def write(media: Media) -> dict[str, Any]:
        return pick(_whole(visit, media, brand=brand, by_code=bool(code)), asked, node=NODE)

    return write_page(visit, found, write=write, most=_MOST)


def _find(visit: Visit, brand: Profile) -> list[Media]:
    params = visit.params
    relations = read_list(params, "media_relationship")
    _refuse_combinations(visit, relations)
    if params.get("ad_code"):
        coded = by_ad_code(visit.world, params["ad_code"])
        return [coded] if isinstance(coded, Media) else []
    posts = [post for post in visit.world.posts.newest_first() if isinstance(post, Media)]
    tagged = [post for post in posts if brand.ig_id in post.partners and _fits(visit, post, brand)]
    owned = [post for post in posts if post.owner is brand]
    return [*(tagged if "IS_TAGGED" in relations or not relations else []), *(owned if "OWNED" in relations else [])]


def _refuse_combinations(visit: Visit, relations: list[str]) -> None:
    """Refuse parameters that the guide says are off; raises GraphError (100)."""
    if not {"IS_TAGGED", "OWNED"}.issuperset(relations):
        raise bad_parameter("Param media_relationship must be an array of {IS_TAGGED, OWNED}")
    off = (*_DIRECT, *_FOR_TAGGED) if "OWNED" in relations else _DIRECT if relations else ()
    if given := [name for name in off if name in visit.params]:
        raise bad_parameter(f"{', '.join(given)} cannot be used with this media_relationship")


def _fits(visit: Visit, media: Media, brand: Profile) -> bool:
    params, owner = visit.params, media.owner
    shortcodes = [each.rstrip("/").rpartition("/")[2] for each in read_list(params, "permalinks")]
    may_tag = owner.ig_id in visit.world.posts.may_tag[brand.ig_id]
    return (
        params.get("creator_username", owner.username).lower() == owner.username
        and (not shortcodes or media.shortcode in shortcodes)
        and (may_tag or not is_true(params.get("only_fetch_allowlisted", "false")))
        and (is_recommended(visit.world, media) or not is_true(params.get("only_fetch_recommended_content", "false")))
    )


def _whole(visit: Visit, media: Media, *, brand: Profile, by_code: bool) -> dict[str, Any]:
    found = standing(visit.world, media, brand_id=brand.ig_id, by_code=by_code)
    recommended = is_recommended(visit.world, media)
    return {
        "id": media.id,
        "owner_id": media.owner.ig_id,
        "permalink": media.permalink,
        "eligibility_errors": [media.flaw] if media.flaw else None,
        "has_permission_for_partnership_ad": found.is_allowed or media.owner is brand,
        "is_creator_allowlisted": media.owner.ig_id in visit.world.posts.may_tag[brand.ig_id],
        "recommended_campaign_objectives": _OBJECTIVES if recommended else None,
    }


ENDPOINTS = (Endpoint("GET", Profile, EDGE, list_page, scopes=_SCOPES, task="ADVERTISE"),)
