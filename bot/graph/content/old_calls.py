"""What is asked about advertisable content at the two edges that Meta removes on 2026-12-01.

Guides "Boost Existing Instagram Media" and "Boost Existing Facebook Posts as Partnership Ads". Parameters that the
guides say are off together cannot be given together: each question is a type of its own.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import SecretStr

from bot.graph.call import Call, segment
from bot.graph.ids import numbers
from bot.graph.pages_host import call_pages_host
from bot.graph.scalars import plain_username

_MEDIA_FIELDS = "id,owner_id,permalink,eligibility_errors,has_permission_for_partnership_ad"
MEDIA_PAGE = 100
POSTS_PAGE = 500


@dataclass(frozen=True, kw_only=True)
class Tagged:
    """What names the brand; of one creator, only of approved ones, only what Meta recommends.

    `shortcodes` are the names in posts' addresses: the guide calls them permalinks, and shows shortcodes.
    """

    creator_username: str = ""
    only_allowlisted: bool = False
    only_recommended: bool = False
    shortcodes: Sequence[str] = ()


@dataclass(frozen=True)
class Owned:
    """What the brand itself published with partners; takes no filters."""


@dataclass(frozen=True)
class MediaOfCode:
    """The post of an ad code."""

    code: SecretStr


MediaQuestion = Tagged | Owned | MediaOfCode


@dataclass(frozen=True, kw_only=True)
class PagePosts:
    """Facebook posts that name the brand's Page; of one creator, by whole addresses, only of approved ones."""

    creator_page_id: str = ""
    creator_username: str = ""
    only_allowlisted: bool = False
    permalinks: Sequence[str] = ()


@dataclass(frozen=True)
class PostOfCode:
    """The Facebook post of an ad code."""

    code: SecretStr


PostQuestion = PagePosts | PostOfCode


def list_media(brand_ig_id: str, question: MediaQuestion) -> Call:
    """Read Instagram posts."""
    path = f"/{segment(brand_ig_id)}/branded_content_advertisable_medias"
    params = {"fields": _MEDIA_FIELDS, "limit": str(MEDIA_PAGE)}
    match question:
        case MediaOfCode(code):
            return Call("GET", path, params, hidden={"ad_code": code})
        case Owned():
            return Call("GET", path, {**params, "media_relationship": '["OWNED"]'})
        case Tagged():
            filters = _filters(question.creator_username, question.shortcodes, question.only_allowlisted)
            if question.only_recommended:
                filters["only_fetch_recommended_content"] = "true"
            return Call("GET", path, {**params, **filters})


def list_posts(page_id: str, question: PostQuestion, *, start: int) -> Call:
    """Read Facebook posts from the row `start` on: pages are cut by a header."""
    path = f"/{segment(page_id)}/advertisable-posts"
    headers = {"range": f"post={start}-{start + POSTS_PAGE}"}
    if isinstance(question, PostOfCode):
        return call_pages_host("GET", path, {}, hidden={"ad_code": question.code}, headers=headers)
    params = _filters(question.creator_username, question.permalinks, question.only_allowlisted)
    if question.creator_page_id:
        (params["creator_page_id"],) = numbers([question.creator_page_id])
    return call_pages_host("GET", path, params, headers=headers)


def _filters(creator_username: str, permalinks: Sequence[str], only_allowlisted: bool) -> dict[str, str]:
    params = {}
    if creator_username:
        params["creator_username"] = plain_username(creator_username)
    if permalinks:
        params["permalinks"] = json.dumps(list(permalinks), separators=(",", ":"))
    if only_allowlisted:
        params["only_fetch_allowlisted"] = "true"
    return params
