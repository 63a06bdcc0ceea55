"""Comments under creators' posts and ads."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.comments import Comment, Reading
from storage.ids import WorkspaceId
from storage.influencers import Asset
from storage.sight import Sight
from storage.tables import Campaign

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

    def _ours(self) -> Select[Comment]:
        return select(Comment).where(Comment.workspace_id == self._workspace_id)
