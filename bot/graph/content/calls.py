"""What is asked about advertisable content at the edge that stays (guide "Advertisable Content API")."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import assert_never

from pydantic import SecretStr

from bot.graph.access import BusinessAccess
from bot.graph.call import Call, segment
from bot.graph.content.wanted import AdCodes, ContentIds, Lookup, MediaType, Permalinks, Platform, PostType, Search
from bot.graph.errors import InputRefused
from bot.graph.ids import numbers
from bot.words import say

MOST_ROWS = 50
# By default Meta tells the id only. What is inside `tagged_partner` the guide leaves to examples.
_IDENTITY = "{display_name,ig_user_id,fb_page_id}"
FIELDS = (
    "content_id,platform,media_type,post_type,caption,permalink,creation_time,"
    "author{display_name,ig_user_id,fb_page_id,profile_picture_url},is_recommended,ad_usage,"
    f"partnership_info{{ad_eligibility,tagged_partner{_IDENTITY},permission_status,permission_type,ad_code,"
    "content_types},organic_insights{likes,comments,views,reach,shares,interaction,saves}"
)


class Spelling(StrEnum):
    """How three of the filters are written.

    The guide has `platform_types`, `media_types` and `post_types` in capitals. A public client reports from
    August 2026 that Meta refuses those and takes small letters, with two plurals.
    """

    GUIDE = "guide"
    PRACTICE = "practice"

    @property
    def other(self) -> Spelling:
        """Return the spelling to try when Meta refuses this one."""
        return Spelling.PRACTICE if self is Spelling.GUIDE else Spelling.GUIDE

    def write(self, value: Platform | MediaType | PostType) -> str:
        """Write one value of these filters."""
        if self is Spelling.GUIDE:
            return value.value
        plurals: Mapping[str, str] = {PostType.REEL: "reels", PostType.STORY: "stories"}
        return plurals.get(value, value.lower())


def has_two_spellings(search: Search) -> bool:
    """Say whether a search uses any filter that Meta may want written otherwise."""
    return bool(search.platforms or search.media_types or search.post_types)


def find(access: BusinessAccess, search: Search, *, limit: int, spelling: Spelling) -> Call:
    """Search the content of both platforms. Pages follow by `after` only: with `before` Meta refuses."""
    lists = {
        "ad_partner_ig_user_ids": numbers(search.partner_ig_ids),
        "ad_partner_page_ids": numbers(search.partner_page_ids),
        "platform_types": [spelling.write(each) for each in search.platforms],
        "media_types": [spelling.write(each) for each in search.media_types],
        "post_types": [spelling.write(each) for each in search.post_types],
        "content_types": search.content_types,
        "ad_eligibilities": search.eligibilities,
        "ad_usages": search.usages,
        "country_codes": search.countries,
    }
    params = {name: _array(values) for name, values in lists.items() if values}
    if search.start and search.end:
        params |= {"start_date": search.start.isoformat(), "end_date": search.end.isoformat()}
    if search.keyword:
        params["search_key"] = search.keyword
    if search.sort is not None:
        params["sort_by"] = search.sort
    if search.only_recommended:
        params["is_recommended"] = "true"
    return Call("GET", _edge(access), {**_asker(access), **params, "limit": str(limit)})


def look_up(access: BusinessAccess, lookup: Lookup) -> Call:
    """Look up to fifty posts up, named one by one; all of them come in one answer."""
    params = _asker(access)
    match lookup:
        case ContentIds(ids):
            return Call("GET", _edge(access), {**params, "content_ids": _array(ids)})
        case Permalinks(urls):
            return Call("GET", _edge(access), {**params, "permalinks": _array(urls)})
        case AdCodes(codes):
            listed = SecretStr(_array(code.get_secret_value() for code in codes))
            return Call("GET", _edge(access), params, hidden={"ad_codes": listed}, unquotable=tuple(codes))
        case _:
            assert_never(lookup)


def _asker(access: BusinessAccess) -> dict[str, str]:
    """Say for which of the business's accounts is asked; they have to be linked where both are."""
    accounts = {"ig_user_id": access.ig_id, "fb_page_id": access.page_id}
    if not any(accounts.values()):
        raise InputRefused(
            say("graph.content.no_account.happened"),
            why=say("graph.content.no_account.why"),
            todo=say("graph.content.no_account.todo"),
        )
    return {"fields": FIELDS, **{name: value for name, value in accounts.items() if value}}


def _array(values: Iterable[str]) -> str:
    return json.dumps([str(each) for each in values], separators=(",", ":"), ensure_ascii=False)


def _edge(access: BusinessAccess) -> str:
    return f"/{segment(access.business_id)}/partnership-ads-advertisable-content"
