"""Reading comments back from Meta: what no webhook told, and what became of those that are known.

Webhooks have no history: what was not taken for 36 hours is gone, and Instagram tells of new comments only, not of edits and
hiding. So the posts of each monitored account are read every quarter of an hour, the newest comments first, back to where
the last whole reading began. Comments from before the creator connected are not read.
https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/ig-media/comments
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

from bot.comments.ads import ReadingAds, ad_post
from bot.comments.agreement import sieve_of
from bot.comments.finding import FindingAds
from bot.comments.notes import tell_unread
from bot.comments.readers import asks_of_ads
from bot.comments.reading import HOLDS_FOR_ALL, WHOLE_EVERY, Place, ReadingPlaces
from bot.comments.reading_pages import ReadingPages
from bot.comments.sieve import Post, Sieve, Verdict
from bot.connections.means import LoginMeans
from bot.engine import Schedule
from bot.graph import Access, GraphError, GraphThrottled, InputRefused, LoginDead
from bot.graph.media.answers import Media
from bot.influencers.access import NoAsset, creator_access, look_after
from bot.queues import READINGS
from storage.comments import READ_EVERY, Reading
from storage.ids import WorkspaceId
from storage.influencers import Asset
from storage.unit_of_work import Job

log = logging.getLogger(__name__)

CATCH_UP = "catch-up"
DUE = "catch-ups-due"
LOST_AFTER = timedelta(hours=3)
"""A reading that has not begun by then is planned again. Until then none is: where many wait, they grow no more in number."""
POSTS_OF = timedelta(days=30)
"""Of older posts those are looked at, every six hours, that comments were heard of as lately, by webhook."""
AT_ONCE = 200


class CatchingUp:
    """The use case, its durable work and its schedule."""

    def __init__(self, means: LoginMeans) -> None:
        self._means = means
        self._ads, self._places, self._pages = ReadingAds(means), ReadingPlaces(means), ReadingPages(means)
        self._finding = FindingAds(means, ads=self._ads)

    def register(self) -> None:
        """Give the engine this use case's workflow and schedule."""
        self._means.engine.workflow(CATCH_UP, self._catch_up)
        self._means.engine.schedule(Schedule(name=DUE, cron="10,40 * * * * *", run=self._look_what_is_due))

    async def _look_what_is_due(self, _scheduled: datetime, _context: Any) -> None:
        await self._means.engine.step("due", self._begin_what_is_due)

    async def _begin_what_is_due(self) -> None:
        now = self._means.now()
        async with self._means.storage.across_workspaces() as everywhere:
            due = await everywhere.assets_to_read(now=now, limit=AT_ONCE)
        for each in due:
            async with self._means.storage.write(each.workspace_id) as uow:
                asset = await uow.assets.get(each.id, lock=True)
                if asset is None or asset.ended_at is not None:
                    continue
                due_at = await uow.comments.plan_read(asset.id, now=now, next_at=now + LOST_AFTER)
                if due_at is not None:
                    run = f"{CATCH_UP}:{asset.id}:{due_at.isoformat()}"
                    await uow.enqueue(
                        Job(workflow=CATCH_UP, queue=READINGS.name, id=run, args=(asset.workspace_id, asset.id))
                    )

    async def _catch_up(self, workspace_id: str, asset_id: str) -> None:
        await self._means.engine.step("read", self._read, WorkspaceId(workspace_id), asset_id)

    async def _read(self, ws: WorkspaceId, asset_id: str) -> None:
        """Read one account. A second time reads what is new since, and stores nothing twice."""
        now = self._means.now()
        async with self._means.storage.write(ws) as uow:
            await uow.comments.begin_read(asset_id, next_at=now + READ_EVERY)
        async with self._means.storage.read(ws) as uow:
            asset = await uow.assets.get(asset_id)
            if asset is None or asset.ended_at is not None or not (asset.hears_ads or asset.hears_organic):
                return
            sieve = await sieve_of(uow, asset)
            try:
                access = await creator_access(
                    uow, asset.ig_id, secrets=self._means.secrets, now=now, campaign_id=asset.campaign_id
                )
            except NoAsset:
                return  # its login or its time is over: that is told where it is found
        try:
            if asset.hears_ads:
                await self._ads.settle(asset, access, sieve=sieve)
                await self._finding.find(asset, access, sieve=sieve)
                if asks_of_ads(asset):
                    async with self._means.storage.write(asset.workspace_id) as uow:
                        await tell_unread(uow, asset, now=self._means.now())
                await self._read_ads(asset, access, sieve=sieve)
            if asset.hears_organic:
                await self._read_posts(asset, access, sieve=sieve)
        except GraphError as error:
            await self._stumble(asset, error)
            if isinstance(error, HOLDS_FOR_ALL):
                return  # it may be about the Page as well
        await self._pages.read(asset, access, posts_of=POSTS_OF)

    async def _read_posts(self, asset: Asset, access: Access, *, sieve: Sieve) -> None:
        now = self._means.now()
        async with self._means.storage.read(asset.workspace_id) as uow:
            heard_of = dict(await uow.comments.posts(asset.id, since=now - POSTS_OF))
        async for post in self._means.graph.media.listed(access):
            if post.posted_at is not None and post.posted_at < now - POSTS_OF:
                break
            is_heard_of = post.id in heard_of
            heard_of.pop(post.id, None)
            if post.comments != 0 or is_heard_of:  # the last of them may have been deleted
                await self._read_post(asset, post, access, sieve=sieve)
        for media_id, whole_at in heard_of.items():
            if whole_at is None or whole_at <= now - WHOLE_EVERY:
                await self._read_unlisted(asset, media_id, access, sieve=sieve)

    async def _read_post(self, asset: Asset, post: Media, access: Access, *, sieve: Sieve) -> None:
        seen = Post(is_ad=False, caption=post.caption or "")
        if sieve.look_at(seen).verdict is Verdict.LET:
            await self._read_place(asset, Place(media_id=post.id, permalink=post.permalink, post=seen), access)
        else:
            async with self._means.storage.write(asset.workspace_id) as uow:
                await uow.comments.leave_out(asset.id, post.id)

    async def _read_unlisted(self, asset: Asset, media_id: str, access: Access, *, sieve: Sieve) -> None:
        """Read a post that is older, or is gone and its comments with it. Raises what holds for all."""
        try:
            post = await self._means.graph.media.read(media_id, token=access.token)
        except HOLDS_FOR_ALL:
            raise
        except InputRefused:
            await self._places.miss(asset, Place(media_id=media_id, post=Post(is_ad=False)), access)
        except GraphError as error:
            log.info("an older post with comments cannot be read: %s", error)
        else:
            await self._read_post(asset, post, access, sieve=sieve)

    async def _read_ads(self, asset: Asset, access: Access, *, sieve: Sieve) -> None:
        """Read what was written since on ads that comments were heard of, or that run. Whose login may Meta does not say."""
        since, found = self._means.now() - POSTS_OF, await self._finding.places(asset)
        async with self._means.storage.read(asset.workspace_id) as uow:
            ads = await uow.comment_ads.places(asset.id, reading=Reading.LET, since=since)
            ads = list({each.media_id: each for each in (*found, *ads)}.values())  # a comment tells the ad's title, too
            known = await uow.comment_ads.known(asset.id, [each.media_id for each in ads])
        for ad in ads:
            seen = ad_post(known.get(ad.media_id))
            if sieve.look_at(seen).verdict is not Verdict.LET:
                continue  # the newest invite may ask for less than the one before
            await self._read_place(asset, Place(media_id=ad.media_id, ad=ad, post=seen), access)

    async def _read_place(self, asset: Asset, place: Place, access: Access) -> None:
        """Read one place; what is about it alone leaves it to the next reading. Raises what holds for all."""
        try:
            await self._places.read(asset, place, access)
        except HOLDS_FOR_ALL:
            raise
        except GraphError as error:
            log.info("the comments in a place are not read back to the end: %s", error)

    async def _stumble(self, asset: Asset, error: GraphError) -> None:
        """Note what keeps an account from being read: a dead login is looked after at once, a limit waited out."""
        now = self._means.now()
        log.warning("the comments of an account could not be read to the end: %s", error)
        async with self._means.storage.write(asset.workspace_id) as uow:
            if isinstance(error, LoginDead):
                await look_after(uow, asset.connection_id, now=now)
            elif isinstance(error, GraphThrottled):
                pause = max(READ_EVERY, timedelta(seconds=error.wait_seconds))
                await uow.comments.put_off_read(asset.id, until=now + pause)
