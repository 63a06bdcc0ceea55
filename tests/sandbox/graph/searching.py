"""Searches of advertisable content, as the first brand asks."""

from __future__ import annotations

from typing import Any

import httpx

from tests.sandbox.graph.making_posts import CAROUSEL, JAR, KICKFLIP, ON_FACEBOOK, REEL, business_id, post_id
from tests.sandbox.graph.server import Graph

EDGE = "partnership-ads-advertisable-content"
STORY, FLAWED, OLD = "Today only", "Tap to vote", "How it fell apart"
INSTAGRAM = {STORY, REEL, CAROUSEL, KICKFLIP, FLAWED, JAR, OLD}
FACEBOOK = {ON_FACEBOOK, "How it fell apart, uncut"}
PARTNERSHIP = "partnership_info{ad_eligibility,tagged_partner,permission_status,permission_type,ad_code,content_types}"


async def ask(graph: Graph, *, token: str | None = None, **params: str) -> httpx.Response:
    """Ask for the first brand's Instagram account, unless told otherwise."""
    for_whom = {} if "ig_user_id" in params or "fb_page_id" in params else {"ig_user_id": graph.ig_id}
    return await graph.get(f"{await business_id(graph)}/{EDGE}", token=token, **for_whom, **params)


async def captions(graph: Graph, **params: str) -> list[str]:
    """Return the captions of what is found, in order."""
    answer = await ask(graph, fields="caption", **params)
    assert answer.status_code == 200, answer.text
    return [row["caption"] for row in answer.json()["data"]]


async def ours(graph: Graph, caption: str, **params: str) -> dict[str, Any]:
    """Read the brand's own entry of a post's partnerships."""
    named = params or {"content_ids": await post_id(graph, caption)}
    (row,) = (await ask(graph, fields=PARTNERSHIP, **named)).json()["data"]
    return next(dict(each) for each in row["partnership_info"] if each["tagged_partner"]["ig_user_id"] == graph.ig_id)
