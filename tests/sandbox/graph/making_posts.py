"""What the tests of posts, content and comments share: whose token, and which of the seeded posts."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import httpx

from tests.sandbox.graph.server import Graph
from tests.sandbox.graph.signing_in import sign_in, world_of

SKIN_PAGE, HOME_PAGE = "104233445566701", "104233445566703"
MAYA_PAGE, JUNO_PAGE = "104233445566771", "104233445566773"
JAR = "A jar worth keeping. Paid partnership with @northlight.skin"
REEL = "Morning light, paper cranes"
CAROUSEL = "Three ways to wrap a present #ad"
PLAIN = "No brand in sight"
KICKFLIP = "Kickflip in the rain"
ON_FACEBOOK = "A jar worth keeping, on Facebook too"


async def token_of(graph: Graph, person: str, *, without: str = "") -> str:
    """Sign somebody in who grants every scope but one."""
    scopes = [scope for scope in (await world_of(graph))["scopes"] if scope != without]
    return await sign_in(graph, person, scope=",".join(scopes))


async def post(graph: Graph, caption: str) -> dict[str, Any]:
    """Return the post with this caption, as control shows it."""
    return next(each for each in (await graph.read("posts"))["posts"] if each["caption"] == caption)


async def post_id(graph: Graph, caption: str) -> str:
    """Return the id of the post with this caption."""
    return str((await post(graph, caption))["id"])


async def business_id(graph: Graph) -> str:
    """Return the id of the brand's business."""
    return str((await world_of(graph))["businesses"][0]["id"])


async def delete(graph: Graph, path: str, *, token: str | None = None, **params: str) -> httpx.Response:
    """Make a signed DELETE below the version."""
    return await graph.http.delete(f"/v26.0/{path}", params=graph.signed(params, token=token))


async def permit(graph: Graph, username: str) -> None:
    """Let a creator approve the first profile for its whole account."""
    await graph.ask(username)
    await graph.control("answer", creator_username=username, answer="approve")


async def today(graph: Graph) -> date:
    """Return the day on the sandbox's clock, which other tests may have moved."""
    return datetime.fromtimestamp((await graph.control("clock", advance_seconds=0))["now"], UTC).date()
