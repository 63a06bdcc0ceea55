"""The calls about posts."""

from __future__ import annotations

from collections.abc import AsyncIterator

from pydantic import SecretStr

from bot.graph.access import Access, PageAccess
from bot.graph.errors import GraphNonsense
from bot.graph.media import calls
from bot.graph.media.answers import BoostAd, Media
from bot.graph.wire import Wire
from bot.words import say


class MediaReads:
    """Posts of Instagram accounts. Every method raises GraphError and nothing else."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def listed(
        self, access: Access, *, page_size: int = 50, with_parts: bool = False, with_ads: bool = False
    ) -> AsyncIterator[Media]:
        """List an account's own posts, newest first, holding one page at a time: stop when you have enough.

        `with_ads` tells `ads` too, which a login without ads may not see.
        """
        call = calls.list_media(access.ig_id, limit=page_size, with_parts=with_parts, with_ads=with_ads)
        return self._wire.walk(call, token=access.token, row=Media.model_validate)

    def on_page(self, page: PageAccess, *, page_size: int = 25) -> AsyncIterator[Media]:
        """List a Page's own posts, newest first, holding one page at a time: stop when you have enough."""
        call = calls.list_on_page(page.page_id, limit=page_size)
        return self._wire.walk(call, token=page.token, row=Media.model_validate)

    async def read(self, media_id: str, *, token: SecretStr, with_boost: bool = False) -> Media:
        """Read one post. `with_boost` tells `is_boostable` and `ads` too, which a login without ads may not see.

        An answer about another post is GraphNonsense.
        """
        call = calls.read_media(media_id, with_boost=with_boost)
        media = await self._wire.ask(call, token=token, read=Media.model_validate)
        if media.id != media_id:
            raise GraphNonsense(why=say("graph.why.another_post"))
        return media

    async def boost_ads(self, media_id: str, *, token: SecretStr) -> tuple[BoostAd, ...]:
        """List the active ads made of a post."""
        walked = self._wire.walk(calls.list_boost_ads(media_id), token=token, row=BoostAd.model_validate)
        return tuple([ad async for ad in walked])
