"""Rows for reports and exports: from the first to the last in one pass and one snapshot, never all of them in memory."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select, text, true
from sqlalchemy.ext.asyncio import AsyncSession

from storage.batches import Batch
from storage.comment_notes import CommentPost
from storage.comments import Comment
from storage.comments import Reading as MayRead
from storage.ids import CampaignId, WorkspaceId
from storage.influencers import Asset, Invite
from storage.sight import Sight
from storage.tables import AuditEntry, Campaign, Profile, Request

PIECE = 200
"""Rows at a time: what else the process has to do, acks above all, waits for some milliseconds."""
OF_NO_CAMPAIGN = ("profile", "connection", "workspace", "report")
"""What entries are about that every member may know to exist; what is about anything else belongs to a campaign."""


@dataclass(frozen=True, kw_only=True)
class Scope:
    """Which rows are read."""

    sight: Sight | None
    """Whose eyes; None is for whoever runs Greenlight and has the database before them, and for what a campaign's own
    channel is told of that campaign: never for somebody in Slack."""
    campaign_id: CampaignId | None = None
    since: datetime | None = None
    until: datetime | None = None


class Reading:
    """The rows of one workspace, in the order in which they came to be."""

    def __init__(self, session: AsyncSession, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id

    async def count_requests(self, scope: Scope) -> int:
        """Return how many requests there are to be read."""
        return await self._session.scalar(self._requests(select(func.count()), scope)) or 0

    def courses(self, scope: Scope) -> AsyncIterator[Sequence[Row[*tuple[Any, ...]]]]:
        """Read what reports need of requests, by when they were asked."""
        wanted: Select[*tuple[Any, ...]] = select(
            Request.id,
            Request.creator_username,
            Request.state,
            Request.asked_at,
            Request.sent_at,
            Request.answered_at,
            Request.changed_at,
            Request.origin,
        )
        return self._pieces(self._requests(wanted, scope).order_by(Request.asked_at, Request.id))

    def requests(self, scope: Scope) -> AsyncIterator[Sequence[Row[*tuple[Any, ...]]]]:
        """Read requests as they are taken away, by when they were asked: the row, its profile's and its campaign's name."""
        wanted = select(*Request.__table__.columns, Profile.username.label("profile"), Campaign.name.label("campaign"))
        found = self._requests(wanted, scope).join(Profile, Profile.id == Request.profile_id)
        return self._pieces(found.order_by(Request.asked_at, Request.id))

    def comments(self, scope: Scope) -> AsyncIterator[Sequence[Row[*tuple[Any, ...]]]]:
        """Read what people wrote under creators' posts and the team may read, by when: the row, the creator, the campaign, the post.

        One that several campaigns monitor is there for each of them; `copy` is 1 for one of these.
        """
        post = func.coalesce(Comment.original_media_id, Comment.media_id)
        is_of_post = and_(CommentPost.asset_id == Comment.asset_id, CommentPost.media_id == post)
        found = (
            select(
                *Comment.__table__.columns,
                Asset.username.label("creator"),
                Campaign.name.label("campaign"),
                post.label("post"),
                func.row_number().over(partition_by=Comment.comment_id, order_by=Comment.asset_id).label("copy"),
                CommentPost.permalink,
                CommentPost.caption,
            )
            .join(Asset, Asset.id == Comment.asset_id)
            .join(Campaign, Campaign.id == Asset.campaign_id)
            .outerjoin(CommentPost, is_of_post)
            .where(Comment.workspace_id == self._workspace_id)
            .where(Comment.reading == MayRead.LET, Comment.is_own.is_(False))
            .where(_of_campaign(scope), *_within(Comment.written_at, scope))
        )
        if scope.sight is not None:
            found = found.where(scope.sight.campaigns())
        return self._pieces(found.order_by(Comment.written_at, Comment.comment_id, Comment.asset_id))

    def audit(self, scope: Scope) -> AsyncIterator[Sequence[Row[*tuple[Any, ...]]]]:
        """Read history, oldest first: the entry, and the name of the campaign it belongs to now.

        For somebody in Slack an entry is there if its campaign is; one that belongs to none has to be about what every
        member may know of (`OF_NO_CAMPAIGN`), or about a request without a campaign.
        """
        # What an entry is about is known by its id: a request, a list of creators, an invite or an asset, a campaign, or something else.
        campaign_id = func.coalesce(
            Request.campaign_id, Batch.campaign_id, Invite.campaign_id, Asset.campaign_id, AuditEntry.subject_id
        )
        found = (
            select(*AuditEntry.__table__.columns, Campaign.name.label("campaign"))
            .outerjoin(Request, Request.id == AuditEntry.subject_id)
            .outerjoin(Batch, Batch.id == AuditEntry.subject_id)
            .outerjoin(Invite, Invite.id == AuditEntry.subject_id)
            .outerjoin(Asset, Asset.id == AuditEntry.subject_id)
            .outerjoin(Campaign, Campaign.id == campaign_id)
            .where(AuditEntry.workspace_id == self._workspace_id)
        )
        if scope.sight is not None:
            is_known_to_exist = or_(*(AuditEntry.tag.like(f"%:{kind}:%") for kind in OF_NO_CAMPAIGN))
            of_none = and_(Campaign.id.is_(None), or_(Request.id.is_not(None), is_known_to_exist))
            is_seen = and_(Campaign.id.is_not(None), scope.sight.campaigns())
            found = found.where(is_seen if scope.sight.is_outsider else or_(of_none, is_seen))
        found = found.where(_of_campaign(scope), *_within(AuditEntry.at, scope))
        return self._pieces(found.order_by(AuditEntry.at, AuditEntry.id))

    def _requests(self, wanted: Select[*tuple[Any, ...]], scope: Scope) -> Select[*tuple[Any, ...]]:
        found = (
            wanted.select_from(Request)
            .outerjoin(Campaign, Campaign.id == Request.campaign_id)
            .where(Request.workspace_id == self._workspace_id)
        )
        if scope.sight is not None:
            found = found.where(scope.sight.requests())
        return found.where(_of_campaign(scope), *_within(Request.asked_at, scope))

    async def _pieces(self, query: Select[*tuple[Any, ...]]) -> AsyncIterator[Sequence[Row[*tuple[Any, ...]]]]:
        if self._session.get_bind().dialect.name == "postgresql":
            # Whoever takes the rows may be slow, as a person with a pager is. A reader keeps nobody waiting.
            await self._session.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
        rows = await self._session.stream(query, execution_options={"yield_per": PIECE})
        try:
            async for piece in rows.partitions():
                yield piece
        finally:
            await rows.close()


def _of_campaign(scope: Scope) -> ColumnElement[bool]:
    return true() if scope.campaign_id is None else Campaign.id == scope.campaign_id


def _within(moment: Any, scope: Scope) -> list[ColumnElement[bool]]:
    since = [moment >= scope.since] if scope.since is not None else []
    return [*since, moment < scope.until] if scope.until is not None else since
