"""What Meta delivered is read, and what the team may read of it is stored, once.

Reading a delivery twice changes nothing: what is known of a comment and what is said of it are put together
(`bot.comments.merging`). So a body is removed only after everything in it is stored.
"""

from __future__ import annotations

import logging
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar

from bot.comments.ads import ad_post
from bot.comments.agreement import sieve_of
from bot.comments.arriving import HEAR
from bot.comments.facebook import store_feed
from bot.comments.following import follow
from bot.comments.merging import Standing
from bot.comments.notes import gather_job
from bot.comments.sieve import Verdict
from bot.comments.sifting import own_post
from bot.comments.storing import LONGEST_NAME, UNTOLD, taken_in_from, tell
from bot.engine import Engine, Schedule
from bot.graph.webhooks.delivery import read_delivery
from bot.graph.webhooks.news import InstagramComment, PageComment
from storage.comments import Arrival, Comment, CommentState, Reading
from storage.influencers import Asset
from storage.unit_of_work import Storage, UnitOfWork

log = logging.getLogger(__name__)
_News = TypeVar("_News", InstagramComment, PageComment)

LEFT_OVER = "arrivals-left-over"
LOOKED_AT_AFTER = timedelta(minutes=1)
"""What comments wait for is read so soon: many that come together cost one reading."""
MOST_BODIES = 100
MOST_BYTES = 4_000_000


class Hearing:
    """The use case, its durable work and its schedules."""

    def __init__(self, *, storage: Storage, engine: Engine, now: Callable[[], datetime]) -> None:
        self._storage = storage
        self._engine = engine
        self._now = now

    def register(self) -> None:
        """Give the engine this use case's workflow and schedules."""
        self._engine.workflow(HEAR, self._hear)
        self._engine.schedule(Schedule(name=LEFT_OVER, cron="35 * * * * *", run=self._look_for_left_over))

    async def _hear(self, _nobody: str) -> None:
        await self._engine.step("hear", self._read_all)

    async def _look_for_left_over(self, _scheduled: datetime, _context: Any) -> None:
        """Read what came too late for its second's work, or is left of work that could not be ended."""
        await self._engine.step("left-over", self._read_all)

    async def _read_all(self) -> None:
        while True:
            async with self._storage.incoming(to_write=False) as incoming:
                some = await incoming.arrivals.oldest(count=MOST_BODIES, size=MOST_BYTES)
            if not some:
                return
            await self._take_in(some)
            async with self._storage.incoming() as incoming:
                await incoming.arrivals.remove([each.id for each in some])

    async def _take_in(self, arrivals: Sequence[Arrival]) -> None:
        """Store what some bodies tell; what nobody here monitors is passed over, and counted in the log."""
        told: dict[str, list[tuple[InstagramComment, datetime]]] = defaultdict(list)
        fed: dict[str, list[tuple[PageComment, datetime]]] = defaultdict(list)
        passed: Counter[str] = Counter()
        for arrival in arrivals:
            try:
                news = read_delivery(arrival.body)
            except ValueError:
                passed["nonsense"] += 1
                continue
            for each in news:
                if isinstance(each, InstagramComment):
                    told[each.ig_id].append((each, arrival.at))
                elif isinstance(each, PageComment):
                    fed[each.page_id].append((each, arrival.at))
                else:
                    passed[type(each).__name__] += 1
        first = min(each.at for each in arrivals)  # what came before the time was over is read after it, too
        async with self._storage.across_workspaces() as everywhere:
            assets = await everywhere.assets_monitoring(sorted(told), now=first)
            with_pages = await everywhere.assets_monitoring_pages(sorted(fed), now=first)
        for asset in assets:
            async with self._storage.write(asset.workspace_id) as uow:
                await self._store(uow, asset.id, _in_time(told[asset.ig_id], asset))
        for asset, page_id in with_pages:
            async with self._storage.write(asset.workspace_id) as uow:
                await self._store_feed(uow, asset.id, _in_time(fed[page_id], asset))
        monitored = {each.ig_id for each in assets} | {page_id for _asset, page_id in with_pages}
        passed["not monitored"] = sum(len(told[each]) for each in set(told) - monitored)
        passed["not monitored"] += sum(len(fed[each]) for each in set(fed) - monitored)
        if +passed:
            log.info("passed over of what Meta delivered: %s", dict(+passed))

    async def _store(self, uow: UnitOfWork, asset_id: str, told: Sequence[tuple[InstagramComment, datetime]]) -> None:
        asset = await uow.assets.get(asset_id, lock=True)
        if asset is None or asset.ended_at is not None:
            return
        sieve, since = await sieve_of(uow, asset), await taken_in_from(uow, asset, now=self._now())
        known = await uow.comments.known(asset.id, {news.comment_id for news, _at in told})
        ads = await uow.comment_ads.known(asset.id, {n.media_id for n, _at in told if n.is_on_ad and n.media_id})
        posts = await uow.comment_notes.posts(
            asset.id, {n.media_id for n, _at in told if not n.is_on_ad and n.media_id}
        )
        changed: list[Comment] = []
        waiting: set[str | None] = set()
        for news, arrived_at in told:
            media_id = news.media_id or ""
            post = ad_post(ads.get(media_id)) if news.is_on_ad else own_post(posts.get(media_id))
            finding = sieve.look_at(post)
            if finding.verdict is Verdict.OUT:
                continue
            comment, sent_at = known.get(news.comment_id), news.sent_at or arrived_at
            if comment is None:
                if sent_at < since[news.is_on_ad]:
                    continue
                comment = known[news.comment_id] = _new(news, asset=asset, at=arrived_at)
                comment.reading = Reading.LET if finding.verdict is Verdict.LET else Reading.OPEN
                uow.comments.add(comment)
                if finding.verdict is Verdict.OPEN:
                    waiting.add(news.media_id)
            if tell(comment, Standing(texts=((news.sent_at or UNTOLD, news.text),))):
                changed.append(comment)
            comment.written_at = min(comment.written_at, sent_at)
        if waiting - set(ads):
            await uow.comments.read_soon(asset.id, at=self._now() + LOOKED_AT_AFTER)
        await self._show(uow, asset, changed)

    async def _store_feed(self, uow: UnitOfWork, asset_id: str, told: Sequence[tuple[PageComment, datetime]]) -> None:
        asset = await uow.assets.get(asset_id, lock=True)
        if asset is not None and asset.ended_at is None:
            sieve, since = await sieve_of(uow, asset), await taken_in_from(uow, asset, now=self._now())
            await self._show(uow, asset, await store_feed(uow, asset, told, sieve=sieve, since=since))

    async def _show(self, uow: UnitOfWork, asset: Asset, changed: Sequence[Comment]) -> None:
        """Bring messages up to date, and have the channel told of what is new as soon as that is its turn."""
        await follow(uow, asset, changed, now=self._now())
        if any(each.told_in is None and each.reading is Reading.LET and not each.is_own for each in changed):
            await uow.enqueue(gather_job(now=self._now()))


def _in_time(told: Sequence[tuple[_News, datetime]], asset: Asset) -> Sequence[tuple[_News, datetime]]:
    """Return what came before the time was over that was agreed to."""
    return [(each, at) for each, at in told if at < asset.ends_at]


def _new(news: InstagramComment, *, asset: Asset, at: datetime) -> Comment:
    return Comment(
        asset_id=asset.id,
        comment_id=news.comment_id,
        media_id=news.media_id,
        original_media_id=news.original_media_id,
        ad_id=news.ad_id,
        ad_title=news.ad_title and news.ad_title[:LONGEST_NAME],
        is_on_ad=news.is_on_ad,
        is_own=news.is_by_the_account,
        parent_id=news.parent_id,
        author_id=news.from_id,
        author_name=news.from_username and news.from_username[:LONGEST_NAME],
        texts=[],
        state=CommentState.LIVE,
        seen_at=None,
        written_at=news.sent_at or at,
        heard_at=at,
    )
