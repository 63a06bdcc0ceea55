"""`GET api.facebook.com/partnership-ads/{sponsor-page-id}/advertisable-posts`, until its day comes.

Meta's "Boost existing Facebook post": a bare array, cut by a `range: post=<START>-<END>` header.
"""

from __future__ import annotations

import re
from typing import Any

from sandbox.graph.assets import Page
from sandbox.graph.call import is_true
from sandbox.graph.content.old_media import is_gone
from sandbox.graph.content.standing import by_ad_code, standing
from sandbox.graph.listing import read_list
from sandbox.graph.pages_api.reading import refuse
from sandbox.graph.posts.model import PagePost
from sandbox.graph.visit import Visit

_RANGE = re.compile(r"post=(\d+)-(\d+)")


def list_rows(visit: Visit, page: Page) -> list[dict[str, Any]]:
    """List the posts of other Pages that name this one."""
    if is_gone(visit):
        raise refuse(404, "Unknown path.")
    asked = _RANGE.fullmatch(visit.params.get("range", "post=0-10000"))
    if asked is None or int(asked[1]) > int(asked[2]):
        raise refuse(416, "The range header must be post=<START>-<END>.")
    found = [_write(visit, post, page=page, code=code) for post, code in _find(visit, page)]
    return found[int(asked[1]) : int(asked[2]) + (visit.rules.range_end == "inclusive")]


def _find(visit: Visit, page: Page) -> list[tuple[PagePost, str | None]]:
    params = visit.params
    if code := params.get("ad_code"):
        coded = by_ad_code(visit.world, code)
        return [(coded, code)] if isinstance(coded, PagePost) else []
    posts = [post for post in visit.world.posts.newest_first() if isinstance(post, PagePost)]
    return [(post, None) for post in posts if page.id in post.partners and _fits(visit, post, page)]


def _fits(visit: Visit, post: PagePost, page: Page) -> bool:
    params = visit.params
    creator = visit.world.account(post.owner.instagram) if post.owner.instagram else None
    name, permalinks = params.get("creator_username", "").lower(), read_list(params, "permalinks")
    allowed = post.owner.id in visit.world.page_permissions.allowlists[page.id]
    return (
        params.get("creator_page_id", post.owner.id) == post.owner.id
        and (not name or (creator is not None and creator.username == name))
        and (not permalinks or post.permalink in permalinks)
        and (allowed or not is_true(params.get("only_fetch_allowlisted", "false")))
    )


def _write(visit: Visit, post: PagePost, *, page: Page, code: str | None) -> dict[str, Any]:
    found = standing(visit.world, post, brand_id=page.id, by_code=code is not None)
    return {
        "post_id": int(post.number),
        "owner_page_id": int(post.owner.id),
        "permalink": post.permalink,
        "has_permission_for_partnership_ad": found.is_allowed,
        "eligibility_errors": [post.flaw] if post.flaw else [],
    }
