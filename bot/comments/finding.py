"""Finding the ads that run with a creator's posts: of comments on an ad no webhook may ever tell.

Meta tells the active ads of a post in its field `boost_ads_list`, which is also an edge of its own. Which media an ad shows, and
so where its comments stand, it tells logins that may read ads (`bot.comments.ads`).
https://developers.facebook.com/docs/instagram-platform/reference/instagram-media
"""

from __future__ import annotations

import logging
from datetime import timedelta

from bot.comments.ads import PASSING, ReadingAds
from bot.comments.reading import HOLDS_FOR_ALL
from bot.comments.sieve import Sieve
from bot.connections.means import LoginMeans
from bot.graph import Access, GraphError, InputRefused
from bot.graph.media.answers import Media
from storage.influencers import Asset
from storage.repositories.comment_ads import AdPlace

log = logging.getLogger(__name__)

SEEK_EVERY = timedelta(hours=1)
"""How often it is asked which ads run: one call for 50 posts."""
MOST_POSTS = 100
"""Ads are made of the newest posts, and of older ones too: so many are asked about."""
MOST_ASKED = 25
"""So many are asked one by one, where Meta refuses the field."""
RUNS_ON = timedelta(days=1)
"""People comment on an ad for a while after it was stopped; where they were heard, it is followed for longer."""


class FindingAds:
    """Finding the ads of one account after another."""

    def __init__(self, means: LoginMeans, *, ads: ReadingAds) -> None:
        self._means = means
        self._ads = ads

    async def find(self, asset: Asset, access: Access, *, sieve: Sieve) -> None:
        """Look which ads run, once an hour, and which media those show that are new. Raises what holds for all."""
        now = self._means.now()
        async with self._means.storage.read(asset.workspace_id) as uow:
            sought_at = await uow.running_ads.sought_at(asset.id)
        if sought_at is None or sought_at <= now - SEEK_EVERY:
            running = await self._running(access)
            if running is not None:
                async with self._means.storage.write(asset.workspace_id) as uow:
                    await uow.running_ads.see(asset.id, running, at=now)
        await self._ads.show_running(asset, access, sieve=sieve, since=now - RUNS_ON)

    async def places(self, asset: Asset) -> list[AdPlace]:
        """Return the media of ads that run, or did until lately."""
        async with self._means.storage.read(asset.workspace_id) as uow:
            return list(await uow.running_ads.places(asset.id, since=self._means.now() - RUNS_ON))

    async def _running(self, access: Access) -> dict[str, str] | None:
        """Return the active ads, each with the post it was made of: none where this login may not see them.

        None is for what may be over at the next reading.
        """
        try:
            try:
                return _ads_of(await self._newest(access, most=MOST_POSTS, with_ads=True))
            except InputRefused as refusal:
                log.info("posts do not tell their ads, which are asked for one by one: %s", refusal)
            running: dict[str, str] = {}
            for post in await self._newest(access, most=MOST_ASKED):
                ads = await self._means.graph.media.boost_ads(post.id, token=access.token)
                running |= {each.ad_id: post.id for each in ads}
            return running
        except HOLDS_FOR_ALL:
            raise
        except GraphError as error:
            log.info("a creator's login does not see which ads run with the posts: %s", error)
            return None if error.remedy in PASSING else {}

    async def _newest(self, access: Access, *, most: int, with_ads: bool = False) -> list[Media]:
        posts: list[Media] = []
        async for post in self._means.graph.media.listed(access, with_ads=with_ads):
            posts.append(post)
            if len(posts) == most:
                break
        return posts


def _ads_of(posts: list[Media]) -> dict[str, str]:
    return {ad.ad_id: post.id for post in posts for ad in post.ads or ()}
