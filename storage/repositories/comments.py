"""Comments under creators' posts and ads."""

from __future__ import annotations

import random
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy import ColumnElement, Select, and_, delete, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.comment_deeds import CommentDeed, DeedStage
from storage.comment_notes import CommentNote, CommentPost, NoteKind
from storage.comments import READ_EVERY, Comment, CommentAd, CommentMark, CommentRead, CommentState, Reading, RunningAd
from storage.ids import CampaignId, WorkspaceId
from storage.influencers import Asset
from storage.repositories.locking import locked
from storage.sight import Sight
from storage.tables import Campaign, Workspace

_Of = TypeVar("_Of", CommentAd, CommentDeed, CommentNote, CommentPost, CommentMark, RunningAd)
AT_ONCE = 500
"""SQLite takes a bounded number of values in one statement."""


class Comments:
    """The comments of one workspace."""

    def __init__(self, session: AsyncSession, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id

    def add(self, comment: Comment) -> None:
        """Add a comment of this workspace that was not known."""
        comment.workspace_id = self._workspace_id
        self._session.add(comment)

    async def known(self, asset_id: str, comment_ids: Collection[str]) -> dict[str, Comment]:
        """Return those of an asset's comments that are known, by id. Lock the asset before: two may hear of one at once."""
        ids, found = sorted(comment_ids), dict[str, Comment]()
        for begin in range(0, len(ids), AT_ONCE):
            some = self._ours().where(
                Comment.asset_id == asset_id, Comment.comment_id.in_(ids[begin : begin + AT_ONCE])
            )
            found |= {each.comment_id: each for each in await self._session.scalars(some)}
        return found

    async def of_asset(self, asset_id: str, *, sight: Sight, limit: int) -> Sequence[Comment]:
        """Return the newest comments of an asset that the team may read, if its campaign is there for the person."""
        found = self._ours().join(Asset, Asset.id == Comment.asset_id).join(Campaign, Campaign.id == Asset.campaign_id)
        found = found.where(Comment.asset_id == asset_id, Comment.reading == Reading.LET, sight.campaigns())
        return (await self._session.scalars(found.order_by(Comment.written_at.desc()).limit(limit))).all()

    async def of_campaign(
        self, campaign_id: CampaignId, *, since: datetime, limit: int
    ) -> Sequence[tuple[Comment, Asset]]:
        """Return a campaign's newest comments since then, by others than the creators, and whose account each is on."""
        found = select(Comment, Asset).join(Asset, Asset.id == Comment.asset_id)
        ours = (Comment.workspace_id == self._workspace_id, Asset.campaign_id == campaign_id)
        may = (Comment.reading == Reading.LET, Comment.is_own.is_(False), Comment.state != CommentState.GONE)
        found = found.where(*ours, *may, Comment.written_at >= since)
        newest = found.order_by(Comment.written_at.desc(), Comment.comment_id).limit(limit)
        return [(comment, asset) for comment, asset in await self._session.execute(newest)]

    async def moments_of_campaign(
        self, campaign_id: CampaignId, *, since: datetime, limit: int
    ) -> Sequence[tuple[str, str, datetime]]:
        """Return when a campaign's newest comments were written, since then, by others than the creators, gone or not.

        Each comes with its asset and the handle of that.
        """
        found = select(Asset.id, Asset.username, Comment.written_at).join(Comment, Comment.asset_id == Asset.id)
        ours = (Comment.workspace_id == self._workspace_id, Asset.campaign_id == campaign_id)
        may = (Comment.reading == Reading.LET, Comment.is_own.is_(False), Comment.written_at >= since)
        newest = found.where(*ours, *may).order_by(Comment.written_at.desc(), Comment.comment_id).limit(limit)
        return [(asset_id, username, at) for asset_id, username, at in await self._session.execute(newest)]

    async def of_asset_lately(self, asset_id: str, *, since: datetime, limit: int) -> Sequence[Comment]:
        """Return the newest comments on an account since then, by others than the creator.

        Those too that the team may not read yet: what they say is for nobody.
        """
        theirs = (Comment.asset_id == asset_id, Comment.is_own.is_(False), Comment.state != CommentState.GONE)
        found = self._ours().where(*theirs, Comment.written_at >= since)
        newest = found.order_by(Comment.written_at.desc(), Comment.comment_id).limit(limit)
        return (await self._session.scalars(newest)).all()

    async def remove(self, comment: Comment) -> None:
        """Delete a comment that the team may not read."""
        await self._session.delete(comment)

    async def count_waiting(self, asset_id: str) -> int:
        """Count the comments of an asset that nobody may read before more is known of their ad."""
        waiting = (
            Comment.workspace_id == self._workspace_id,
            Comment.asset_id == asset_id,
            Comment.reading == Reading.OPEN,
            or_(Comment.is_on_ad, Comment.is_on_facebook),
        )
        return await self._session.scalar(select(func.count()).select_from(Comment).where(*waiting)) or 0

    async def missed(
        self, asset_id: str, media_id: str, *, since: datetime, seen: Collection[str], limit: int
    ) -> Sequence[str]:
        """Return comments in a place, later than that moment, that are not among the seen.

        Of replies only those whose comment was seen, or is gone: the others were not looked for. Which of many are
        returned is left to chance, so that none waits for ever behind those that Meta holds back.
        """
        here = (Comment.asset_id == asset_id, Comment.media_id == media_id, Comment.written_at > since)
        found = select(Comment.comment_id, Comment.parent_id, Comment.state)
        found = found.where(Comment.workspace_id == self._workspace_id, *here).order_by(Comment.comment_id)
        rows = (await self._session.execute(found)).all()
        gone = {each for each, _parent_id, state in rows if state is CommentState.GONE}
        looked_for = {None, media_id, *seen, *gone}
        missed = [each for each, parent_id, _state in rows if each not in gone.union(seen) and parent_id in looked_for]
        return random.sample(missed, min(limit, len(missed)))

    async def posts(self, asset_id: str, *, since: datetime) -> Mapping[str, datetime | None]:
        """Return the posts at Instagram with comments that stand and were heard of since then.

        Each with when all of its comments were last read; None: they were not, or some wait for what is known of it.
        """
        here = (Comment.asset_id == asset_id, Comment.is_on_ad.is_(False), Comment.is_on_facebook.is_(False))
        stands = (Comment.state != CommentState.GONE, Comment.media_id.is_not(None), Comment.heard_at >= since)
        mark = and_(CommentMark.asset_id == Comment.asset_id, CommentMark.media_id == Comment.media_id)
        found = select(Comment.media_id, CommentMark.whole_at, Comment.reading == Reading.OPEN).distinct()
        found = found.outerjoin(CommentMark, mark).where(Comment.workspace_id == self._workspace_id, *here, *stands)
        posts: dict[str, datetime | None] = {}
        for media_id, whole_at, is_waiting in await self._session.execute(found):
            if media_id is not None:
                posts[media_id] = None if is_waiting or posts.get(media_id, whole_at) is None else whole_at
        return posts

    async def is_any_on(self, asset_id: str, media_id: str) -> bool:
        """Tell whether a comment on a post is stored."""
        here = (Comment.workspace_id == self._workspace_id, Comment.asset_id == asset_id, Comment.media_id == media_id)
        return await self._session.scalar(select(exists().where(*here))) or False

    async def leave_out(self, asset_id: str, media_id: str) -> None:
        """Delete the comments on a post that wait for what is known of it, and may not be read."""
        waiting = (Comment.asset_id == asset_id, Comment.media_id == media_id, Comment.reading == Reading.OPEN)
        is_ours = Comment.workspace_id == self._workspace_id
        await self._session.execute(delete(Comment).where(is_ours, Comment.is_on_ad.is_(False), *waiting))

    async def in_no_message(self, asset_id: str) -> Sequence[Comment]:
        """Return the comments of an asset that no channel was told of, whether the team may read them or not."""
        untold = self._ours().where(Comment.asset_id == asset_id, Comment.told_in.is_(None))
        return (await self._session.scalars(untold)).all()

    async def plan_read(self, asset_id: str, *, now: datetime, next_at: datetime) -> datetime | None:
        """Plan the next reading of an asset whose turn it is; return when it was due, None where its turn is not yet.

        Lock the asset before.
        """
        read = await self._session.get(CommentRead, asset_id)
        if read is None:
            self._session.add(CommentRead(asset_id=asset_id, workspace_id=self._workspace_id, next_at=next_at))
            return now
        if read.workspace_id != self._workspace_id or read.next_at > now:
            return None
        due_at, read.next_at = read.next_at, next_at
        return due_at

    async def begin_read(self, asset_id: str, *, next_at: datetime) -> None:
        """Plan the reading after the one that begins."""
        read = await self._session.get(CommentRead, asset_id)
        if read is not None and read.workspace_id == self._workspace_id:
            read.next_at = next_at

    async def read_soon(self, asset_id: str, *, at: datetime) -> None:
        """Have an asset read by that moment: something waits for what is known of its post or ad.

        A reading that has not begun yet comes to it anyway.
        """
        read = await self._session.get(CommentRead, asset_id)
        if read is not None and read.workspace_id == self._workspace_id and read.next_at <= at + READ_EVERY:
            read.next_at = min(read.next_at, at)

    async def put_off_read(self, asset_id: str, *, until: datetime) -> None:
        """Have an asset not read before that moment."""
        read = await self._session.get(CommentRead, asset_id)
        if read is not None and read.workspace_id == self._workspace_id:
            read.next_at = max(read.next_at, until)

    async def put_off_page(self, asset_id: str, *, until: datetime) -> None:
        """Have an asset's Page not read before that moment; its Instagram account is."""
        read = await self._session.get(CommentRead, asset_id)
        if read is not None and read.workspace_id == self._workspace_id:
            read.page_from = until

    async def is_page_put_off(self, asset_id: str, *, now: datetime) -> bool:
        """Tell whether an asset's Page is not to be read yet."""
        read = await self._session.get(CommentRead, asset_id)
        is_ours = read is not None and read.workspace_id == self._workspace_id
        return is_ours and read is not None and read.page_from is not None and read.page_from > now

    async def mark_of(self, asset_id: str, media_id: str) -> CommentMark | None:
        """Return up to which moment a post's comments were read without a gap."""
        mark = await self._session.get(CommentMark, (asset_id, media_id))
        return mark if mark is not None and mark.workspace_id == self._workspace_id else None

    async def mark(self, asset_id: str, media_id: str, *, at: datetime, whole_at: datetime | None = None) -> None:
        """Note it, and when what lies behind was read as well; an earlier moment changes nothing."""
        mark = await self._session.get(CommentMark, (asset_id, media_id))
        if mark is None:
            mark = CommentMark(asset_id=asset_id, media_id=media_id, workspace_id=self._workspace_id, at=at)
            self._session.add(mark)
        if mark.workspace_id == self._workspace_id:
            mark.at = max(mark.at, at)
            mark.whole_at = whole_at or mark.whole_at

    async def days(self) -> int:
        """Return for how many days comments are kept."""
        return await self._session.scalar(select(Workspace.comment_days).where(Workspace.id == self._workspace_id)) or 0

    async def keep_for(self, days: int) -> None:
        """Keep them for so many days."""
        of_workspace = update(Workspace).where(Workspace.id == self._workspace_id)
        await self._session.execute(of_workspace.values(comment_days=days))

    async def forget_some(self, *, before: datetime, limit: int) -> tuple[int, set[str]]:
        """Delete some of the comments that were first heard of before that moment, and with which nothing is being done.

        Returns how many, and the messages that told of them.
        """
        of_comment = (CommentDeed.asset_id == Comment.asset_id, CommentDeed.comment_id == Comment.comment_id)
        is_busy = exists().where(*of_comment, CommentDeed.stage == DeedStage.WANTED)
        old = (Comment.workspace_id == self._workspace_id, Comment.heard_at < before, ~is_busy)
        asset_ids = set(
            await self._session.scalars(select(Comment.asset_id).where(*old).order_by(Comment.heard_at).limit(limit))
        )
        # Nobody begins anything with them, or changes them, once their assets are locked.
        await self._session.execute(locked(select(Asset).where(Asset.id.in_(asset_ids)).order_by(Asset.id)))
        of_assets = select(Comment).where(Comment.asset_id.in_(asset_ids), *old)
        comments = (await self._session.scalars(of_assets.order_by(Comment.heard_at).limit(limit))).all()
        by_asset: dict[str, list[str]] = {}
        for each in comments:
            by_asset.setdefault(each.asset_id, []).append(each.comment_id)
        told_in = {each.told_in for each in comments if each.told_in is not None}
        for asset_id, ids in by_asset.items():
            ours = (Comment.workspace_id == self._workspace_id, Comment.asset_id == asset_id)
            await self._session.execute(delete(Comment).where(*ours, Comment.comment_id.in_(ids)))
            about = (CommentDeed.asset_id == asset_id, CommentDeed.comment_id.in_(ids))
            await self._session.execute(update(CommentDeed).where(*about).values(text=""))
            told_in |= {
                f"comments:deed:{each}" for each in await self._session.scalars(select(CommentDeed.id).where(*about))
            }
        return len(comments), told_in

    async def forget_leftovers(self, *, before: datetime) -> None:
        """Delete what stands alone since its comments are gone: deeds and messages of that time, posts, marks."""
        of_comment = (Comment.asset_id == CommentDeed.asset_id, Comment.comment_id == CommentDeed.comment_id)
        is_bare = ~exists().where(*of_comment)
        await self._delete(CommentDeed, CommentDeed.at < before, is_bare)
        is_silent = ~exists().where(Comment.told_in == CommentNote.key)
        is_shown = or_(CommentNote.ts.is_(None), CommentNote.shown_version >= CommentNote.version)
        await self._delete(
            CommentNote, CommentNote.kind != NoteKind.HEAD, CommentNote.created_at < before, is_silent, is_shown
        )
        under = exists().where(Comment.asset_id == CommentPost.asset_id, Comment.media_id == CommentPost.media_id)
        made_of = exists().where(
            Comment.asset_id == CommentPost.asset_id, Comment.original_media_id == CommentPost.media_id
        )
        await self._delete(CommentPost, ~under, ~made_of)  # each has an index, both together have none
        on_ad = (Comment.asset_id == CommentAd.asset_id, Comment.media_id == CommentAd.media_id)
        await self._delete(CommentAd, CommentAd.next_at < before, ~exists().where(*on_ad))
        await self._delete(RunningAd, RunningAd.seen_at < before)
        is_over = exists().where(Asset.id == CommentMark.asset_id, Asset.ended_at < before)
        await self._delete(CommentMark, is_over)

    async def _delete(self, table: type[_Of], *which: ColumnElement[bool]) -> None:
        await self._session.execute(
            delete(table).where(table.workspace_id == self._workspace_id, *which),
            execution_options={"synchronize_session": False},
        )

    def _ours(self) -> Select[Comment]:
        return select(Comment).where(Comment.workspace_id == self._workspace_id)
