"""`GET /{business-id}/partnership-ads-advertisable-content`: search of both platforms, and direct look-ups.

Meta's "Partnership Ads Advertisable Content API". A scope that is missing is told with status 403.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sandbox.graph import paging
from sandbox.graph.assets import Business
from sandbox.graph.content import rows
from sandbox.graph.content.filters import Lookup, read_filters, read_lookup, read_sorting
from sandbox.graph.content.standing import by_ad_code, is_recommended
from sandbox.graph.errors import GraphError, bad_parameter
from sandbox.graph.listing import asked_fields, pick, read_limit, read_list
from sandbox.graph.posts.model import Media, Post, State
from sandbox.graph.visit import Endpoint, Visit

EDGE = "partnership-ads-advertisable-content"
NODE = "PartnershipAdsAdvertisableContent"
_MOST = 50
_INSTAGRAM, _FACEBOOK = "instagram_branded_content_ads_brand", "facebook_branded_content_ads_brand"


@dataclass(frozen=True)
class _Asker:
    """For whom content is looked for: the brand's account and Page, as far as asked for and granted."""

    ig_id: str | None
    page_id: str | None

    def id_for(self, post: Post) -> str | None:
        """Return under which id the post would name this brand; None where its platform is not asked for."""
        return self.ig_id if isinstance(post, Media) else self.page_id


def read(visit: Visit, business: Business) -> dict[str, Any]:
    """Search, or look posts up; the last page has no `paging` at all."""
    asker = _read_asker(visit, business)
    if "before" in visit.params:
        raise bad_parameter("Pagination is forward-only: before is not supported")
    asked = asked_fields(visit, default="content_id")

    def write(post: Post, *, brand_id: str, code: str | None = None) -> dict[str, Any]:
        whole = rows.write(visit, post, brand_id=brand_id, code=code)
        return pick(whole, asked, node=NODE, always="content_id")

    if lookup := read_lookup(visit.params):
        return {"data": [write(post, brand_id=brand, code=code) for post, brand, code in _find(visit, asker, lookup)]}
    found = _search(visit, asker)
    limit = read_limit(visit.params, default=25)
    if limit > _MOST:
        raise bad_parameter(f"Param limit must be between 1 and {_MOST}")
    page = paging.cut(list(found), limit=limit, after=visit.params.get("after"))
    data = [write(found[each], brand_id=asker.id_for(found[each]) or "") for each in page.ids]
    if not page.has_next:
        return {"data": data}
    return {"data": data, "paging": {"cursors": {"after": paging.encode(page.ids[-1])}}}


def _read_asker(visit: Visit, business: Business) -> _Asker:
    """Read for whom is asked; raises GraphError: 100 for assets that cannot be, status 403 for a scope or role."""
    ig_id, page_id = visit.params.get("ig_user_id"), visit.params.get("fb_page_id")
    if not ig_id and not page_id:
        raise bad_parameter("At least one of fb_page_id and ig_user_id is required")
    scopes = visit.session.scopes
    if "business_management" not in scopes:
        raise _forbidden("business_management")
    if scopes.isdisjoint({_INSTAGRAM, _FACEBOOK}):
        raise _forbidden(f"{_INSTAGRAM} or {_FACEBOOK}")
    if _INSTAGRAM in scopes and "instagram_basic" not in scopes:
        raise _forbidden("instagram_basic")
    for platform, scope in (("INSTAGRAM", _INSTAGRAM), ("FACEBOOK", _FACEBOOK)):
        asked = [each.upper() for each in read_list(visit.params, "platform_types")]
        if platform in asked and scope not in scopes:
            raise _forbidden(scope)
    _check_assets(visit, business, ig_id=ig_id, page_id=page_id)
    return _Asker(ig_id if _INSTAGRAM in scopes else None, page_id if _FACEBOOK in scopes else None)


def _check_assets(visit: Visit, business: Business, *, ig_id: str | None, page_id: str | None) -> None:
    if ig_id and ig_id not in (*business.owned_instagram, *business.client_instagram):
        raise bad_parameter("ig_user_id does not belong to the business")
    if page_id and page_id not in business.owned_pages:
        raise bad_parameter("fb_page_id does not belong to the business")
    page = visit.world.page(page_id) if page_id else None
    if ig_id and page and page.instagram != ig_id:
        raise bad_parameter("fb_page_id and ig_user_id must be linked to each other")
    account = visit.world.account(ig_id) if ig_id else None
    for asset in (account, page):
        if asset is not None and not visit.session.tasks(asset):
            raise GraphError(
                "(#200) Permissions error: no access to this Page or Instagram account", code=200, status=403
            )


def _search(visit: Visit, asker: _Asker) -> dict[str, Post]:
    today = datetime.fromtimestamp(visit.world.clock.now(), UTC).date()
    fits = read_filters(visit.params, today=today, in_practice=visit.rules.content_values == "practice")
    found = []
    for post in visit.world.posts.newest_first():
        brand_id = asker.id_for(post)
        if brand_id in post.partners and fits(rows.features(visit, post, brand_id=brand_id or "")):
            found.append(post)
    if read_sorting(visit.params):
        found.sort(key=lambda post: not is_recommended(visit.world, post))
    return {post.id: post for post in found}


def _find(visit: Visit, asker: _Asker, lookup: Lookup) -> list[tuple[Post, str, str | None]]:
    """Find the posts that are named; those that are not there, or name another brand, are left out."""
    if lookup.by == "ad_codes":
        coded = [(by_ad_code(visit.world, code), code) for code in lookup.wanted]
        return [(post, asker.id_for(post) or "", code) for post, code in coded if post and asker.id_for(post)]
    name = "id" if lookup.by == "content_ids" else "permalink"
    seen = {getattr(post, name): post for post in visit.world.posts.everything() if post.state is State.LIVE}
    posts = [seen[each] for each in lookup.wanted if each in seen]
    return [(post, asker.id_for(post) or "", None) for post in posts if asker.id_for(post) in post.partners]


def _forbidden(scope: str) -> GraphError:
    return GraphError(f"(#10) This endpoint requires the '{scope}' permission.", code=10, status=403)


ENDPOINTS = (Endpoint("GET", Business, EDGE, read),)
