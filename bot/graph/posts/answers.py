"""What Meta answers about one post. Pure; raises ValueError for an answer of the wrong shape."""

from __future__ import annotations

from typing import Any

from pydantic import SecretStr

from bot.graph.paging import Page
from bot.graph.scalars import id_of, mapping_of, text_of


def read_promoters(document: Any) -> frozenset[str]:
    """Read the Instagram ids of the brands that may promote a post.

    The guide answers `{"approved": <id, id, ...>}`, which is no JSON: read as a text with commas, a list, or a
    single id. The SDK's specification has an edge of nodes instead. Which it is, is not settled.
    """
    found = mapping_of(document)
    if "approved" not in found:
        page = Page.read(found, row=_brand)
        if page.has_next:
            raise ValueError("more brands than one post can name")
        return frozenset(page.rows)
    approved = found["approved"]
    if isinstance(approved, str):
        approved = [part for part in approved.split(",") if part.strip()]
    if approved is None:
        approved = []
    return frozenset(_brand(each) for each in (approved if isinstance(approved, list) else [approved]))


def read_code(document: Any) -> SecretStr:
    """Read an ad code. What it is made of is not documented (one guide calls it numerical)."""
    code = text_of(mapping_of(document).get("ad_code"))
    if code is None:
        raise ValueError("no ad code")
    return SecretStr(code)


def _brand(value: Any) -> str:
    brand = id_of(value)
    if brand is None or not brand.isdigit():
        raise ValueError("a brand without an id")
    return brand
