"""How one comment is read, hidden and shown again: at Instagram with the creator's login, at Facebook with their Page's own.

https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/ig-comment
https://developers.facebook.com/docs/graph-api/reference/comment
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from pydantic import SecretStr

from bot.comments.pages import no_page, page_of
from bot.graph import Access, GraphClient
from bot.graph.comments.answers import Comment as Told
from storage.comments import Comment
from storage.influencers import Asset


class Moderator(Protocol):
    """Whoever may moderate where a comment stands. Every method raises GraphError."""

    async def read(self, comment_id: str) -> Told:
        """Read a comment as it stands."""

    async def turn(self, comment_id: str, *, hidden: bool) -> None:
        """Hide it, or show it again."""

    async def look_at_post(self, post_id: str) -> None:
        """Raise InputRefused where its post is gone, or may not be read."""


async def moderator_of(graph: GraphClient, comment: Comment, asset: Asset, access: Access) -> Moderator:
    """Return who moderates where a comment stands. Raises NoAsset where the login shows no Page, GraphError."""
    if not comment.is_on_facebook:
        return _AtInstagram(graph, access.token)
    page = await page_of(graph, access.ig_id, token=access.token)
    if page is None:
        raise no_page(asset)
    return _AtFacebook(graph, page.token)


@dataclass(frozen=True)
class _AtInstagram:
    graph: GraphClient
    token: SecretStr

    async def read(self, comment_id: str) -> Told:
        return await self.graph.comments.read(comment_id, token=self.token)

    async def turn(self, comment_id: str, *, hidden: bool) -> None:
        act = self.graph.comments.hide if hidden else self.graph.comments.unhide
        await act(comment_id, token=self.token)

    async def look_at_post(self, post_id: str) -> None:
        await self.graph.media.read(post_id, token=self.token)


@dataclass(frozen=True)
class _AtFacebook:
    graph: GraphClient
    token: SecretStr

    async def read(self, comment_id: str) -> Told:
        return await self.graph.comments.read_on_post(comment_id, token=self.token)

    async def turn(self, comment_id: str, *, hidden: bool) -> None:
        act = self.graph.comments.hide_on_post if hidden else self.graph.comments.unhide_on_post
        await act(comment_id, token=self.token)

    async def look_at_post(self, post_id: str) -> None:
        async for _first in self.graph.comments.on_post(post_id, token=self.token):
            return
