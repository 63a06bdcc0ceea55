"""A creator's Facebook Page: its own token, and what a login may do with the comments there.

Who wrote a comment at Facebook is told to the Page only (reference "Comment"), so a person's own token is not enough.
https://developers.facebook.com/docs/graph-api/reference/comment
"""

from __future__ import annotations

from pydantic import SecretStr

from bot.graph import GraphClient, PageAccess
from bot.influencers.access import NoAsset
from bot.influencers.scopes import AT_FACEBOOK
from bot.words import say
from storage.influencers import Asset
from storage.logins import Connection


async def page_of(graph: GraphClient, ig_id: str, *, token: SecretStr) -> PageAccess | None:
    """Find the Page that has an Instagram account, with its own token; None where the login shows none. Raises GraphError."""
    async for page in graph.accounts.pages(token):
        linked = [each.ig_id for each in (page.linked, page.connected) if each is not None]
        if ig_id in linked and page.token is not None:
            return PageAccess(page.id, page.token)
    return None


def no_page(asset: Asset) -> NoAsset:
    """Say that a login does not show the Page any more."""
    creator = f"@{asset.username}"
    return NoAsset(say("comments.no_page", creator=creator), todo=say("comments.no_page_todo", creator=creator))


def lacking(connection: Connection) -> tuple[str, ...]:
    """Return which of Meta's permissions for comments at Facebook were left out; none where nobody knows."""
    granted = connection.scopes
    return () if granted is None else tuple(each for each in AT_FACEBOOK if each not in granted)
