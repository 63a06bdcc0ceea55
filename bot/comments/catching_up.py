"""Reading comments back from Meta: what no webhook told, and what became of those that are known.

Webhooks have no history: what was not taken for 36 hours is gone, and Instagram tells of new comments only, not of edits and
hiding. So the posts of each monitored account are read every quarter of an hour, the newest comments first, back to where
the last whole reading began. Comments from before the creator connected are not read.
https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/ig-media/comments
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.comments.hearing import sieve_of
from bot.comments.merging import Standing
from bot.comments.notes import show_again
from bot.comments.sieve import Post, Sieve, Verdict
from bot.comments.storing import LONGEST_NAME, standing_of, tell
from bot.connections.means import LoginMeans
from bot.engine import Schedule
from bot.graph import Access, GraphError, GraphThrottled, InputRefused, LoginDead
from bot.graph.comments.answers import Comment as Told
from bot.graph.media.answers import Media
from bot.influencers.access import NoAsset, creator_access
from bot.queues import CHORES
from storage.comments import Comment, CommentState, Reading
from storage.ids import ConnectionId, WorkspaceId
from storage.influencers import Asset
from storage.unit_of_work import Job, UnitOfWork

log = logging.getLogger(__name__)

CATCH_UP = "catch-up"
DUE = "catch-ups-due"
EVERY = timedelta(minutes=15)
POSTS_OF = timedelta(days=30)
"""Older posts are not looked at again: what is written there is heard by webhook."""
PAGE = 50
"""So many are always read, known or not: edits and hiding show on them."""
AT_ONCE = 200


class CatchingUp:
    """The use case, its durable work and its schedule."""

    def __init__(self, means: LoginMeans) -> None:
        self._means = means

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
                due_at = await uow.comments.plan_read(asset.id, now=now, next_at=now + EVERY)
                if due_at is not None:
                    run = f"{CATCH_UP}:{asset.id}:{due_at.isoformat()}"
                    await uow.enqueue(
                        Job(workflow=CATCH_UP, queue=CHORES.name, id=run, args=(asset.workspace_id, asset.id))
                    )

    async def _catch_up(self, workspace_id: str, asset_id: str) -> None:
        await self._means.engine.step("read", self._read, WorkspaceId(workspace_id), asset_id)

    async def _read(self, ws: WorkspaceId, asset_id: str) -> None:
        """Read one account. A second time reads what is new since, and stores nothing twice."""
        now = self._means.now()
        async with self._means.storage.read(ws) as uow:
            asset = await uow.assets.get(asset_id)
            if asset is None or asset.ended_at is not None or not asset.hears_organic:
                return
            sieve = await sieve_of(uow, asset)
            try:
                access = await creator_access(
                    uow, asset.ig_id, secrets=self._means.secrets, now=now, campaign_id=asset.campaign_id
                )
            except NoAsset:
                return  # its login or its time is over: that is told where it is found
        try:
            async for post in self._means.graph.media.listed(access):
                if post.posted_at is not None and post.posted_at < now - POSTS_OF:
                    break
                await self._read_post(asset, post, access, sieve=sieve)
        except GraphError as error:
            await self._stumble(asset, error)

    async def _read_post(self, asset: Asset, post: Media, access: Access, *, sieve: Sieve) -> None:
        finding = sieve.look_at(Post(is_ad=False, caption=post.caption or ""))
        if finding.verdict is not Verdict.LET:
            async with self._means.storage.write(asset.workspace_id) as uow:
                await uow.comments.leave_out(asset.id, post.id)
            return
        if post.comments == 0:
            return
        async with self._means.storage.read(asset.workspace_id) as uow:
            mark = await uow.comments.mark_of(asset.id, post.id)
        page: list[Told] = []
        newest, read = mark, 0
        try:
            async for each in self._means.graph.comments.on_media(post.id, token=access.token):
                if each.written_at is not None:
                    if each.written_at < asset.connected_at or (read >= PAGE and mark and each.written_at < mark):
                        break
                    newest = max(newest or each.written_at, each.written_at)
                page += [each, *await self._replies(each, access)]
                read += 1
                if len(page) >= PAGE:
                    await self._store(asset, post, page)
                    page = []
        except InputRefused as refusal:
            log.info("comments of a post are not read, which may be gone: %s", refusal)
            return
        await self._store(asset, post, page)
        if newest is not None and newest != mark:
            async with self._means.storage.write(asset.workspace_id) as uow:
                await uow.comments.mark(asset.id, post.id, at=newest)

    async def _replies(self, comment: Told, access: Access) -> Sequence[Told]:
        if not comment.has_more_replies:
            return comment.replies
        return [each async for each in self._means.graph.comments.replies(comment.id, token=access.token)]

    async def _store(self, asset: Asset, post: Media, page: Sequence[Told]) -> None:
        now = self._means.now()
        async with self._means.storage.write(asset.workspace_id) as uow:
            standing = await uow.assets.get(asset.id, lock=True)
            if standing is None or standing.ended_at is not None or not standing.hears_organic:
                return
            known = await uow.comments.known(asset.id, {each.id for each in page})
            changed: list[Comment] = []
            for each in page:
                if each.written_at is not None and each.written_at < asset.connected_at:
                    continue
                if _keep(uow, each, known=known, asset=asset, post=post, now=now):
                    changed.append(known[each.id])
            await show_again(uow, changed)
            if page:
                await uow.comment_notes.keep_post(
                    asset.id, post.id, permalink=post.permalink, caption=post.caption or ""
                )

    async def _stumble(self, asset: Asset, error: GraphError) -> None:
        """Note what keeps an account from being read: a dead login is looked after at once, a limit waited out."""
        now = self._means.now()
        log.warning("the comments of an account could not be read to the end: %s", error)
        async with self._means.storage.write(asset.workspace_id) as uow:
            if isinstance(error, LoginDead) and asset.connection_id is not None:
                connection = await uow.connections.get(ConnectionId(asset.connection_id), lock=True)
                if connection is not None:
                    connection.next_check_at = now
            elif isinstance(error, GraphThrottled):
                pause = max(EVERY, timedelta(seconds=error.wait_seconds))
                await uow.comments.put_off_read(asset.id, until=now + pause)


def _keep(uow: UnitOfWork, told: Told, *, known: dict[str, Comment], asset: Asset, post: Media, now: datetime) -> bool:
    """Store what was read of a comment; say whether that changes what people see of it."""
    comment = known.get(told.id)
    if comment is None:
        at = told.written_at or now
        comment = known[told.id] = _new(told, asset=asset, post=post, at=at, now=now)
        uow.comments.add(comment)
        return tell(comment, Standing(texts=((at, told.text),), hidden=(at, True) if told.is_hidden else None))
    comment.reading = Reading.LET
    before = standing_of(comment)
    is_turned = told.is_hidden is not None and told.is_hidden != before.is_hidden
    return tell(
        comment,
        Standing(
            texts=((now, told.text),) if told.text != before.text.strip() else (),
            hidden=(now, bool(told.is_hidden)) if is_turned else None,
        ),
    )


def _new(told: Told, *, asset: Asset, post: Media, at: datetime, now: datetime) -> Comment:
    return Comment(
        asset_id=asset.id,
        comment_id=told.id,
        media_id=post.id,
        is_on_ad=False,
        is_own=told.author_id == asset.ig_id or told.author_name == asset.username,
        parent_id=told.parent_id,
        author_id=told.author_id,
        author_name=told.author_name and told.author_name[:LONGEST_NAME],
        texts=[],
        state=CommentState.LIVE,
        reading=Reading.LET,
        written_at=at,
        heard_at=now,
    )
