"""People comment, and moderators read."""

from __future__ import annotations

from typing import Any

from tests.sandbox.graph.server import Graph


async def say(graph: Graph, on: str, text: str = "Lovely!", **more: Any) -> str:
    """Let somebody comment on a post or an ad; returns the comment's id."""
    return str((await graph.control("comment", on=on, text=text, **more))["comment_id"])


async def texts(graph: Graph, media: str, *, token: str | None = None, **params: str) -> list[str]:
    """List the texts of one page of comments."""
    answer = await graph.get(f"{media}/comments", token=token, **params)
    assert answer.status_code == 200, answer.text
    return [row["text"] for row in answer.json()["data"]]


async def page_token(graph: Graph) -> str:
    """Return the token of the first brand's Page."""
    pages = (await graph.get("me/accounts", fields="access_token,name")).json()["data"]
    return next(str(page["access_token"]) for page in pages if page["name"] == "Northlight Skin")
