"""What a campaign's channel is told of comments: messages, what is yet to be told, rules, and where comments stand."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from storage.comment_notes import CAPTION, CommentNote, CommentPost, CommentRules, NoteKind
from storage.comments import Comment, CommentState, Reading
from storage.ids import CampaignId, WorkspaceId
from storage.repositories.locking import locked
from storage.repositories.taken import is_taken

LONGEST_LINK = 500


class CommentNotes:
    """The messages about comments of one workspace."""

    def __init__(self, session: AsyncSession, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id

    async def add_unless_there(self, note: CommentNote) -> bool:
        """Add a message that is to be posted; False, and nothing added, where it is there, or its account's last waits."""
        note.workspace_id = self._workspace_id
        try:
            async with self._session.begin_nested():
                self._session.add(note)
        except IntegrityError as error:
            if not is_taken(error):
                raise
            return False
        return True

    async def get(self, key: str, *, lock: bool = False) -> CommentNote | None:
        """Return one message; `lock` keeps others from changing it until the commit."""
        query = select(CommentNote).where(CommentNote.workspace_id == self._workspace_id, CommentNote.key == key)
        return await self._session.scalar(locked(query) if lock else query)

    async def remove(self, note: CommentNote) -> None:
        """Remove a message that was not posted, and is not to be."""
        await self._session.delete(note)

    async def heads(self, asset_id: str) -> Sequence[CommentNote]:
        """Return the posted messages whose threads tell of an account's comments."""
        ours = (CommentNote.workspace_id == self._workspace_id, CommentNote.asset_id == asset_id)
        posted = select(CommentNote).where(*ours, CommentNote.kind == NoteKind.HEAD, CommentNote.ts.is_not(None))
        return (await self._session.scalars(posted.order_by(CommentNote.key))).all()

    async def untold(self, asset_id: str, *, limit: int) -> Sequence[Comment]:
        """Return comments of an account that are in no message yet, the first heard of first. Lock the asset before."""
        waiting = self._to_tell(asset_id).where(Comment.told_in.is_(None))
        found = waiting.order_by(Comment.heard_at, Comment.comment_id).limit(limit)
        return (await self._session.scalars(found)).all()

    async def count_untold(self, asset_id: str) -> int:
        """Count comments of an account that the team may read, and of which no post was begun that may have arrived."""
        waiting = exists().where(CommentNote.key == Comment.told_in, CommentNote.ts.is_(None), CommentNote.tries == 0)
        is_untold = or_(Comment.told_in.is_(None), waiting)
        found = self._to_tell(asset_id).where(is_untold).subquery()
        return await self._session.scalar(select(func.count()).select_from(found)) or 0

    async def last_news(self, asset_id: str) -> CommentNote | None:
        """Return the newest message of new comments about an account."""
        ours = (CommentNote.workspace_id == self._workspace_id, CommentNote.asset_id == asset_id)
        found = select(CommentNote).where(*ours, CommentNote.kind == NoteKind.NEWS)
        return await self._session.scalar(found.order_by(CommentNote.created_at.desc(), CommentNote.key).limit(1))

    async def shown(self, asset_id: str, comment_ids: Collection[str]) -> dict[str, Comment]:
        """Return comments by id that the team may read; the ids are few."""
        found = self._comments(asset_id).where(Comment.comment_id.in_(comment_ids), Comment.reading == Reading.LET)
        return {each.comment_id: each for each in await self._session.scalars(found)}

    async def told_moments(self, asset_id: str, *, since: datetime, limit: int) -> Sequence[datetime]:
        """Return when comments of an account were written, since then, that its channel was told of; the newest first."""
        ours = (Comment.workspace_id == self._workspace_id, Comment.asset_id == asset_id)
        may = (Comment.reading == Reading.LET, Comment.told_in.is_not(None), Comment.written_at >= since)
        found = select(Comment.written_at).where(*ours, *may).order_by(Comment.written_at.desc()).limit(limit)
        return (await self._session.scalars(found)).all()

    async def rules(self, campaign_id: CampaignId) -> CommentRules | None:
        """Return which comments of a campaign somebody should look at."""
        found = await self._session.get(CommentRules, campaign_id)
        return found if found is not None and found.workspace_id == self._workspace_id else None

    def add_rules(self, rules: CommentRules) -> None:
        """Add the rules of a campaign that had none."""
        rules.workspace_id = self._workspace_id
        self._session.add(rules)

    async def posts(self, asset_id: str, media_ids: Collection[str]) -> dict[str, CommentPost]:
        """Return what was read of posts, by id; the ids are few."""
        ours = (CommentPost.workspace_id == self._workspace_id, CommentPost.asset_id == asset_id)
        found = select(CommentPost).where(*ours, CommentPost.media_id.in_(media_ids))
        return {each.media_id: each for each in await self._session.scalars(found)}

    async def posts_of(self, asset_ids: Collection[str], *, limit: int) -> Sequence[CommentPost]:
        """Return what was read of the posts of some accounts; ids of newer posts are higher."""
        ours = (CommentPost.workspace_id == self._workspace_id, CommentPost.asset_id.in_(asset_ids))
        newest = func.length(CommentPost.media_id).desc(), CommentPost.media_id.desc(), CommentPost.asset_id
        return (await self._session.scalars(select(CommentPost).where(*ours).order_by(*newest).limit(limit))).all()

    async def keep_post(self, asset_id: str, media_id: str, *, permalink: str | None, caption: str) -> None:
        """Keep what was read of a post; the newest counts. Lock the asset before: two may read one at once."""
        post = await self._session.get(CommentPost, (asset_id, media_id))
        if post is None:
            post = CommentPost(asset_id=asset_id, media_id=media_id, workspace_id=self._workspace_id)
            self._session.add(post)
        elif post.workspace_id != self._workspace_id:
            return
        post.permalink = permalink if permalink and len(permalink) <= LONGEST_LINK else None
        post.caption = caption[:CAPTION]

    def _to_tell(self, asset_id: str) -> Select[Comment]:
        may = (Comment.reading == Reading.LET, Comment.is_own.is_(False), Comment.state != CommentState.GONE)
        return self._comments(asset_id).where(*may)

    def _comments(self, asset_id: str) -> Select[Comment]:
        return select(Comment).where(Comment.workspace_id == self._workspace_id, Comment.asset_id == asset_id)
