"""The calls that look creators up."""

from __future__ import annotations

from bot.graph.access import Access
from bot.graph.creators import calls
from bot.graph.creators.answers import DiscoveredCreator, PublicPost, read_discovery, read_posts
from bot.graph.errors import GraphNonsense
from bot.graph.scalars import plain_username
from bot.graph.wire import Wire
from bot.words import say


class Creators:
    """Other people's professional accounts. Every method raises GraphError and nothing else."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    async def discover(self, access: Access, *, username: str) -> DiscoveredCreator:
        """Look up a professional account by handle. Raises CreatorNotFound when none answers to it.

        An answer about another account is GraphNonsense: the request would go to the wrong person.
        """
        call = calls.discover(access.ig_id, username=username)
        found = await self._wire.ask(call, token=access.token, read=read_discovery)
        if found.username != plain_username(username):
            raise GraphNonsense(why=say("graph.why.another_account"))
        return found

    async def posts(self, access: Access, *, username: str) -> tuple[PublicPost, ...]:
        """Read the newest public posts of a professional account, fifty at the most. Raises CreatorNotFound as `discover`.

        Which account it is, the posts do not say: look it up where that matters.
        """
        return await self._wire.ask(
            calls.list_posts(access.ig_id, username=username), token=access.token, read=read_posts
        )
