"""What people want done with comments is done at Meta: looked at before it is repeated, and told where it was wanted."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

from bot.comments.acting import DO, deed_job
from bot.comments.failing import words_of
from bot.comments.merging import GONE, Standing
from bot.comments.moderating import Moderator, moderator_of
from bot.comments.notes import show_again, tell_deed
from bot.comments.reach import unknown
from bot.comments.storing import tell
from bot.engine import Schedule
from bot.errors import GreenlightError, NotFound
from bot.graph import (
    Access,
    GraphError,
    GraphThrottled,
    GraphTransient,
    GraphUnanswered,
    GraphUnreachable,
    InputRefused,
    LoginDead,
)
from bot.homes.wanting import want_moderators
from bot.influencers.access import NoAsset, creator_access, look_after
from bot.influencers.means import InfluencerMeans
from bot.permissions.asking.attempt import pause
from bot.permissions.record import LATE
from storage.comment_deeds import CommentDeed, DeedKind, DeedStage
from storage.comments import Comment, CommentState
from storage.ids import WorkspaceId
from storage.influencers import Asset
from storage.unit_of_work import UnitOfWork

log = logging.getLogger(__name__)

LOST = "comment-deeds-lost"
GIVE_UP_AFTER = timedelta(hours=1)
AT_ONCE = 100
TRY_AGAIN = (GraphUnreachable, GraphUnanswered, GraphTransient, GraphThrottled)


class DoingWithComments:
    """The durable work and its schedule."""

    def __init__(self, means: InfluencerMeans) -> None:
        self._means = means

    def register(self) -> None:
        """Give the engine this use case's workflow and schedule."""
        engine = self._means.logins.engine
        engine.workflow(DO, self._carry_out)
        engine.schedule(Schedule(name=LOST, cron="50 * * * * *", run=self._look_for_lost))

    async def _carry_out(self, workspace_id: str, deed_id: str) -> None:
        await self._means.logins.engine.step("do", self._do_once, WorkspaceId(workspace_id), deed_id)

    async def _look_for_lost(self, _scheduled: datetime, _context: Any) -> None:
        await self._means.logins.engine.step("lost", self._begin_again)

    async def _begin_again(self) -> None:
        now, storage = self._means.logins.now(), self._means.logins.storage
        async with storage.across_workspaces() as everywhere:
            lost = await everywhere.comment_deeds_stalled(now=now, limit=AT_ONCE)
        for each in lost:
            async with storage.write(each.workspace_id) as uow:
                deed = await uow.comment_deeds.get(each.id, lock=True)
                if deed is not None and deed.stage is DeedStage.WANTED and deed.run == each.run:
                    await self._again(uow, deed)

    async def _do_once(self, ws: WorkspaceId, deed_id: str) -> None:
        """Do one thing, unless it is done; that Meta is about to be asked is committed before."""
        try:
            begun = await self._begun(ws, deed_id)
            if begun is None:
                return
            deed, asset, comment, access = begun
            is_gone = await self._done_or_gone(deed, asset, comment, access)
        except TRY_AGAIN as error:
            await self._put_off(ws, deed_id, error)
            return
        except (GraphError, NoAsset, NotFound) as error:
            await self._end(ws, deed_id, failed=error)
            return
        await self._end(ws, deed_id, is_gone=is_gone)

    async def _begun(self, ws: WorkspaceId, deed_id: str) -> tuple[CommentDeed, Asset, Comment, Access] | None:
        logins = self._means.logins
        async with logins.storage.write(ws) as uow:
            deed = await uow.comment_deeds.get(deed_id, lock=True)
            if deed is None or deed.stage is not DeedStage.WANTED:
                return None
            deed.tries += 1
            deed.leaves_at = None
            deed.sweep_at = logins.now() + LATE
        async with logins.storage.read(ws) as uow:
            asset = await uow.assets.get(deed.asset_id)
            assert asset is not None, "accounts are never deleted"
            comment = (await uow.comments.known(asset.id, [deed.comment_id])).get(deed.comment_id)
            if comment is None:  # whoever wrote it asked to be forgotten, or nobody may read it any more
                raise unknown()
            access = await creator_access(
                uow, asset.ig_id, secrets=logins.secrets, now=logins.now(), campaign_id=asset.campaign_id
            )
        return deed, asset, comment, access

    async def _done_or_gone(self, deed: CommentDeed, asset: Asset, comment: Comment, access: Access) -> bool:
        """Have it done; returns whether the comment turns out to be gone.

        Meta has one refusal for what was deleted and for what may not be seen: it is gone where its post can be read.
        """
        if comment.state is CommentState.GONE:
            return True
        moderator = await moderator_of(self._means.logins.graph, comment, asset, access)
        try:
            if deed.kind is DeedKind.REPLY:
                await self._reply(deed, asset, comment, access)
            else:
                await _turn(moderator, comment, hidden=deed.kind is DeedKind.HIDE)
        except InputRefused:
            if await _can_be_read(moderator, comment):
                raise
            return True
        return False

    async def _reply(self, deed: CommentDeed, asset: Asset, comment: Comment, access: Access) -> None:
        """Reply at Instagram, unless that was done: it takes replies to comments of the first level only."""
        to = comment.parent_id if comment.parent_id not in (None, comment.media_id) else comment.comment_id
        assert to is not None, "either of them is an id"
        async with self._means.logins.storage.read(asset.workspace_id) as uow:
            since = await uow.comment_deeds.tried_since(deed)
        if since is None or not await self._is_replied(deed, asset, to=to, since=since, access=access):
            await self._means.logins.graph.comments.reply(to, message=deed.text, token=access.token)

    async def _is_replied(self, deed: CommentDeed, asset: Asset, *, to: str, since: datetime, access: Access) -> bool:
        """Look for a reply that an earlier try may have written."""
        since -= timedelta(minutes=1)  # clocks differ a little
        async for each in self._means.logins.graph.comments.replies(to, token=access.token):
            is_ours = each.author_id == asset.ig_id or each.author_name == asset.username
            if is_ours and each.text.strip() == deed.text and (each.written_at is None or each.written_at >= since):
                return True
        return False

    async def _end(
        self, ws: WorkspaceId, deed_id: str, *, is_gone: bool = False, failed: GreenlightError | None = None
    ) -> None:
        """Note how it ended, in one transaction with history, the message and the line in its thread."""
        now = self._means.logins.now()
        async with self._means.logins.storage.write(ws) as uow:
            seen = await uow.comment_deeds.get(deed_id)
            asset = await uow.assets.get(seen.asset_id, lock=True) if seen is not None else None  # first, as elsewhere
            deed = await uow.comment_deeds.get(deed_id, lock=True)
            if asset is None or deed is None or deed.stage is not DeedStage.WANTED:
                return
            deed.stage = DeedStage.FAILED if failed is not None or is_gone else DeedStage.DONE
            deed.words = words_of(failed, asset) if failed is not None else None
            if isinstance(failed, LoginDead):
                await look_after(uow, asset.connection_id, now=now)
            # Without the words of a reply: they are kept no longer than the comment, and history is for good.
            tag = (
                f"person:comment:{deed.kind}" if deed.stage is DeedStage.DONE else f"person:comment:{deed.kind}-failed"
            )
            self._means.note(uow, asset, tag=tag, by=deed.by, after={"comment": deed.comment_id})
            comments = (await uow.comments.known(asset.id, [deed.comment_id])).values()
            for each in comments:
                if is_gone:
                    tell(each, GONE)
                elif deed.stage is DeedStage.DONE and deed.kind is not DeedKind.REPLY:
                    tell(each, Standing(hidden=(now, deed.kind is DeedKind.HIDE)))
                if each.alarmed_at is not None:
                    await want_moderators(uow, asset.campaign_id, now=now)
            await show_again(uow, comments)
            await tell_deed(uow, deed, asset, now=now)

    async def _put_off(self, ws: WorkspaceId, deed_id: str, error: GraphError) -> None:
        now = self._means.logins.now()
        async with self._means.logins.storage.write(ws) as uow:
            deed = await uow.comment_deeds.get(deed_id, lock=True)
            if deed is None or deed.stage is not DeedStage.WANTED:
                return
            if now - deed.at <= GIVE_UP_AFTER:
                wait = error.wait_seconds if isinstance(error, GraphThrottled) else 0.0
                await self._again(uow, deed, after=max(wait, pause(deed.run + 1)))
                return
        await self._end(ws, deed_id, failed=error)

    async def _again(self, uow: UnitOfWork, deed: CommentDeed, *, after: float = 0.0) -> None:
        deed.run += 1
        deed.sweep_at = self._means.logins.now() + timedelta(seconds=after) + LATE
        await uow.enqueue(deed_job(deed, delay_seconds=after))


async def _turn(moderator: Moderator, comment: Comment, *, hidden: bool) -> None:
    """Hide a comment or show it again; one that is found so is left as it is."""
    if (await moderator.read(comment.comment_id)).is_hidden is not hidden:
        await moderator.turn(comment.comment_id, hidden=hidden)


async def _can_be_read(moderator: Moderator, comment: Comment) -> bool:
    """Tell whether a comment is there, or its post may not be read either."""
    try:
        await moderator.read(comment.comment_id)
    except InputRefused:
        if comment.media_id is None:
            return True
        try:
            await moderator.look_at_post(comment.media_id)
        except InputRefused:
            return True
        return False
    return True
