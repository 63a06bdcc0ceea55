"""Calls to api.facebook.com about permissions of the first brand's Page."""

from __future__ import annotations

from typing import Any

import httpx

from tests.sandbox.graph.making_posts import SKIN_PAGE
from tests.sandbox.graph.server import Graph

BASE = "/partnership-ads/fb-account-level-permissions"
HEADERS = {"x-api-version": "1.0.0"}


async def call(
    graph: Graph,
    method: str,
    path: str = f"{BASE}/{SKIN_PAGE}",
    *,
    body: Any = None,
    token: str | None = None,
    **params: Any,
) -> httpx.Response:
    """Make a call with the token in its header."""
    headers = HEADERS | {"authorization": f"Bearer {token or graph.token}"}
    return await graph.http.request(method, path, params=params, headers=headers, json=body)


async def act(graph: Graph, action: str, *partners: str, **options: Any) -> list[dict[str, Any]]:
    """Take one action about some Pages; returns what came of each."""
    body = [{"partner_page_id": int(partner), "action": action} for partner in partners]
    answer = await call(graph, "POST", body=body, **options)
    assert answer.status_code == 200, answer.text
    return list(answer.json())


async def rows(graph: Graph, **options: Any) -> list[dict[str, Any]]:
    """List permissions."""
    answer = await call(graph, "GET", **options)
    assert answer.status_code == 200, answer.text
    return list(answer.json())


async def statuses(graph: Graph) -> list[int]:
    """List the statuses, newest first."""
    return [row["status"] for row in await rows(graph)]


async def tap(graph: Graph, page: str, action: str) -> Any:
    """Let the owner of a Page tap something about the first brand."""
    return await graph.control("page_action", page_id=page, partner_page_id=SKIN_PAGE, action=action)
