"""The comments on the posts of a creator's Page are read back: what its feed did not tell, and what became of them.

What is read is put as news, as the feed tells it, so that one comment is stored once and the same rules hold whichever came
first. What keeps a Page from being read keeps nothing at Instagram from it.
https://developers.facebook.com/docs/graph-api/reference/object/comments
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from bot.comments.agreement import sieve_of
from bot.comments.facebook import news_of_reading, post_at_facebook, store_feed
from bot.comments.following import follow
from bot.comments.merging import GONE
from bot.comments.notes import show_again
from bot.comments.pages import lacking, page_of
from bot.comments.reading import HOLDS_FOR_ALL, MOST_MISSED, MOST_WHOLE, WHOLE_EVERY
from bot.comments.sieve import Verdict
from bot.comments.storing import taken_in_from, tell
from bot.connections.means import LoginMeans
from bot.graph import Access, GraphError, GraphThrottled, InputRefused, LoginDead, PageAccess
from bot.graph.comments.answers import Comment as Told
from bot.graph.media.answers import Media
from bot.graph.webhooks.news import PageComment
from bot.influencers.access import living, look_after
from storage.comments import READ_EVERY
from storage.influencers import Asset
from storage.unit_of_work import UnitOfWork

log = logging.getLogger(__name__)

PAGE = 100
"""So many of a post are always read, known or not: edits and hiding show on them."""
MOST_NEWEST = 10
"""So many of a Page's newest posts are read, also where no comment was heard of. Meta tells of none how many it has."""


class ReadingPages:
    """Reading the posts of one Page after another."""

    def __init__(self, means: LoginMeans) -> None:
        self._means = means

    async def read(self, asset: Asset, access: Access, *, posts_of: timedelta) -> None:
        """Read the newest posts, those that comments were heard of for so long, and the ads there that are known."""
        now = self._means.now()
        async with self._means.storage.read(asset.workspace_id) as uow:
            found = await living(uow, asset.ig_id, now=now, campaign_id=asset.campaign_id)
            if found is None or lacking(found[1]) or await uow.comments.is_page_put_off(asset.id, now=now):
                return
            hook = await uow.hooks.get(asset.id)
            known = await uow.comment_ads.posts_at_facebook(
                asset.id, page_id=hook.page_id if hook is not None else None, since=now - posts_of
            )
        try:
            page = await page_of(self._means.graph, asset.ig_id, token=access.token)
            if page is not None:
                newest = await self._newest(page, since=now - posts_of)
                for post_id in dict.fromkeys([*newest, *known]):
                    await self._read_or_leave(asset, page, post_id, newest.get(post_id))
        except GraphError as error:
            await self._stumble(asset, error)

    async def _newest(self, page: PageAccess, *, since: datetime) -> dict[str, Media]:
        """Return the newest posts of a Page, by their ids; where Meta does not list them, those with comments are known."""
        found: dict[str, Media] = {}
        try:
            async for post in self._means.graph.media.on_page(page, page_size=MOST_NEWEST):
                if len(found) == MOST_NEWEST or (post.posted_at is not None and post.posted_at < since):
                    break
                found[post.id] = post
        except HOLDS_FOR_ALL:
            raise
        except GraphError as error:
            log.info("the newest posts of a Page are not listed: %s", error)
        return found

    async def _read_or_leave(self, asset: Asset, page: PageAccess, post_id: str, post: Media | None) -> None:
        """Read one post; what is about it alone leaves it to the next reading. Raises what holds for all."""
        try:
            if await self._is_left_out(asset, post_id):
                return
            await self._read_post(asset, page, post_id)
            if post is not None:
                await self._keep(asset, post)
        except HOLDS_FOR_ALL:
            raise
        except GraphError as error:
            log.info("the comments on a Page's post are not read to the end, which may be gone: %s", error)

    async def _is_left_out(self, asset: Asset, post_id: str) -> bool:
        """Tell whether nobody agreed that comments there are read."""
        async with self._means.storage.read(asset.workspace_id) as uow:
            standing = await uow.assets.get(asset.id)
            ads = await uow.comment_ads.known(asset.id, [post_id])
            sieve = await sieve_of(uow, standing) if standing is not None and standing.ended_at is None else None
        return sieve is None or sieve.look_at(post_at_facebook(ads.get(post_id))).verdict is Verdict.OUT

    async def _keep(self, asset: Asset, post: Media) -> None:
        """Keep how a post with comments is called and opened."""
        async with self._means.storage.write(asset.workspace_id) as uow:
            await uow.assets.get(asset.id, lock=True)
            if await uow.comments.is_any_on(asset.id, post.id):
                await uow.comment_notes.keep_post(
                    asset.id, post.id, permalink=post.permalink, caption=post.caption or ""
                )

    async def _read_post(self, asset: Asset, page: PageAccess, post_id: str) -> None:
        """Read a post back to where the last whole reading began, if they come by their time: Meta may rank them."""
        async with self._means.storage.read(asset.workspace_id) as uow:
            known = await uow.comments.mark_of(asset.id, post_id)
        read_at, mark = self._means.now(), known.at if known else None
        begin = min(asset.followed_from(is_on_ad=each) for each in (True, False))
        is_whole = known is None or known.whole_at is None or known.whole_at <= read_at - WHOLE_EVERY
        most = MOST_WHOLE if is_whole else PAGE
        rows: list[Told] = []
        seen: set[str] = set()
        newest, oldest, read, is_falling = mark, None, 0, True
        async for each in self._means.graph.comments.on_post(post_id, token=page.token):
            at = each.written_at
            is_falling &= at is None or oldest is None or at <= oldest
            if read >= MOST_WHOLE and not is_falling:
                oldest = None  # nobody knows what was left out
                break
            if at is not None:
                if is_falling and (at < begin or (read >= most and mark and at < mark)):
                    break
                newest, oldest = max(newest or at, at), at
            rows.append(each)
            read += 1
            if len(rows) >= PAGE:
                seen |= await self._store(asset, page, post_id, rows, read_at=read_at)
                rows = []
        else:
            oldest = begin  # all there are were read
        seen |= await self._store(asset, page, post_id, rows, read_at=read_at)
        if oldest is None:
            return
        if newest is not None and (is_whole or newest != mark):
            async with self._means.storage.write(asset.workspace_id) as uow:
                await uow.comments.mark(asset.id, post_id, at=newest, whole_at=read_at if is_whole else None)
        await self._look_for_missed(asset, page, post_id, since=oldest, seen=seen)

    async def _store(
        self, asset: Asset, page: PageAccess, post_id: str, rows: Sequence[Told], *, read_at: datetime
    ) -> set[str]:
        """Store what was read at that moment or later; return the ids."""
        ids = {each.id for each in rows}
        async with self._means.storage.write(asset.workspace_id) as uow:
            standing = await uow.assets.get(asset.id, lock=True)
            if standing is None or standing.ended_at is not None:
                return set()
            known = await uow.comments.known(asset.id, ids)
            of_post = {"page_id": page.page_id, "post_id": post_id}
            news = [
                news for each in rows for news in news_of_reading(each, known.get(each.id), read_at=read_at, **of_post)
            ]
            await self._take_in(uow, standing, news)
        return ids

    async def _look_for_missed(
        self, asset: Asset, page: PageAccess, post_id: str, *, since: datetime, seen: Collection[str]
    ) -> None:
        """Look at comments that should have been among those read: what Meta does not show any more was deleted there."""
        async with self._means.storage.read(asset.workspace_id) as uow:
            missed = await uow.comments.missed(asset.id, post_id, since=since, seen=seen, limit=MOST_MISSED)
        gone = []
        for comment_id in missed:
            try:
                await self._means.graph.comments.read_on_post(comment_id, token=page.token)
            except InputRefused:
                gone.append(comment_id)
        if gone:
            async with self._means.storage.write(asset.workspace_id) as uow:
                await uow.assets.get(asset.id, lock=True)
                known = await uow.comments.known(asset.id, gone)
                await show_again(uow, [each for each in known.values() if tell(each, GONE)])

    async def _take_in(self, uow: UnitOfWork, asset: Asset, news: Sequence[PageComment]) -> None:
        """Store it as if the feed had told it now, for an asset whose row is locked."""
        now = self._means.now()
        sieve, since = await sieve_of(uow, asset), await taken_in_from(uow, asset, now=now)
        changed = await store_feed(uow, asset, [(each, now) for each in news], sieve=sieve, since=since)
        await follow(uow, asset, changed, now=now)

    async def _stumble(self, asset: Asset, error: GraphError) -> None:
        """Note what keeps a Page from being read: a dead login is looked after at once, a limit waited out, by the Page alone."""
        now = self._means.now()
        log.warning("the comments on a Page could not be read to the end: %s", error)
        async with self._means.storage.write(asset.workspace_id) as uow:
            if isinstance(error, LoginDead):
                await look_after(uow, asset.connection_id, now=now)
            elif isinstance(error, GraphThrottled):
                pause = max(READ_EVERY, timedelta(seconds=error.wait_seconds))
                await uow.comments.put_off_page(asset.id, until=now + pause)
