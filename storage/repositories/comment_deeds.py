"""What people do with comments."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from storage.comment_deeds import AT_META, CommentDeed, DeedStage
from storage.ids import WorkspaceId
from storage.repositories.locking import locked
from storage.repositories.taken import is_taken


class CommentDeeds:
    """The deeds of one workspace."""

    def __init__(self, session: AsyncSession, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id

    async def add_unless_busy(self, deed: CommentDeed) -> bool:
        """Add a deed; False, and nothing added, while another one with the same comment is not over."""
        deed.workspace_id = self._workspace_id
        try:
            async with self._session.begin_nested():
                self._session.add(deed)
        except IntegrityError as error:
            if not is_taken(error):
                raise
            return False
        return True

    def add(self, deed: CommentDeed) -> None:
        """Add a deed that is done with itself."""
        deed.workspace_id = self._workspace_id
        self._session.add(deed)

    async def get(self, deed_id: str, *, lock: bool = False) -> CommentDeed | None:
        """Return one deed; `lock` keeps others from changing it until the commit."""
        query = self._ours().where(CommentDeed.id == deed_id)
        return await self._session.scalar(locked(query) if lock else query)

    async def wanted(self, asset_id: str, comment_id: str) -> CommentDeed | None:
        """Return what is being done with a comment, if anything is, locked until the commit."""
        about = (CommentDeed.asset_id == asset_id, CommentDeed.comment_id == comment_id)
        return await self._session.scalar(locked(self._ours().where(*about, CommentDeed.stage == DeedStage.WANTED)))

    async def ids(self, asset_id: str, comment_id: str) -> Sequence[str]:
        """Return which deeds there were with one comment."""
        about = (CommentDeed.asset_id == asset_id, CommentDeed.comment_id == comment_id)
        ours = CommentDeed.workspace_id == self._workspace_id
        return (await self._session.scalars(select(CommentDeed.id).where(ours, *about))).all()

    async def last(self, asset_id: str, comment_ids: Collection[str]) -> dict[str, CommentDeed]:
        """Return what was last done with each comment at Meta, or is being done; the ids are few."""
        about = (CommentDeed.asset_id == asset_id, CommentDeed.comment_id.in_(comment_ids))
        found = self._ours().where(*about, CommentDeed.kind.in_(AT_META)).order_by(CommentDeed.at, CommentDeed.id)
        return {each.comment_id: each for each in await self._session.scalars(found)}

    async def tried_since(self, deed: CommentDeed) -> datetime | None:
        """Return since when the same may have been done already, by an earlier try or one that was given up; None: by none."""
        same = (CommentDeed.asset_id == deed.asset_id, CommentDeed.comment_id == deed.comment_id)
        alike = self._ours().where(*same, CommentDeed.kind == deed.kind, CommentDeed.text == deed.text)
        since = deed.at if deed.tries > 1 else None
        for each in await self._session.scalars(alike.where(CommentDeed.id != deed.id).order_by(CommentDeed.at.desc())):
            if each.stage is DeedStage.DONE:
                break
            if each.stage is DeedStage.FAILED:
                since = each.at
        return since

    def _ours(self) -> Select[CommentDeed]:
        return select(CommentDeed).where(CommentDeed.workspace_id == self._workspace_id)
