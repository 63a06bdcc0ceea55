"""What is asked about tag approval (guide "Post-Level Permissioning", the list of approved creators)."""

from __future__ import annotations

from collections.abc import Sequence

from bot.graph.call import Call, segment

MOST_IDS = 100
"""How many ids a check may hold. For changes the guide names no limit; they are kept to the same."""


def check(brand_ig_id: str, *, user_ids: Sequence[str]) -> Call:
    """Ask which of these creators are approved."""
    return Call("GET", _edge(brand_ig_id), _listing(user_ids))


def add(brand_ig_id: str, *, user_ids: Sequence[str]) -> Call:
    """Approve these creators, all of them or none."""
    return Call("POST", _edge(brand_ig_id), _listing(user_ids))


def remove(brand_ig_id: str, *, user_ids: Sequence[str]) -> Call:
    """Take the approval of these creators away, all of them or none."""
    return Call("DELETE", _edge(brand_ig_id), _listing(user_ids))


def _listing(user_ids: Sequence[str]) -> dict[str, str]:
    return {"user_ids": ",".join(user_ids)}


def _edge(brand_ig_id: str) -> str:
    return f"/{segment(brand_ig_id)}/branded_content_tag_approval"
