"""Ads that were found to run with creators' posts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Select, exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.comments import READ_EVERY, Comment, CommentAd, CommentRead, Reading, RunningAd
from storage.ids import WorkspaceId
from storage.repositories.comment_ads import AdPlace


class RunningAds:
    """The found ads of one workspace."""

    def __init__(self, session: AsyncSession, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id

    async def sought_at(self, asset_id: str) -> datetime | None:
        """Return when ads of an account were last looked for."""
        read = await self._session.get(CommentRead, asset_id)
        return read.ads_sought_at if read is not None and read.workspace_id == self._workspace_id else None

    async def see(self, asset_id: str, posts: Mapping[str, str], *, at: datetime) -> None:
        """Note which ads were found to run, each with its post, and when that was."""
        for ad_id, post_id in posts.items():
            ad = await self._session.get(RunningAd, (asset_id, ad_id))
            if ad is None:
                ad = RunningAd(asset_id=asset_id, ad_id=ad_id, workspace_id=self._workspace_id, post_id=post_id)
                ad.seen_at = ad.next_at = at
                self._session.add(ad)
            elif ad.workspace_id == self._workspace_id:
                ad.seen_at = at
        read = await self._session.get(CommentRead, asset_id)
        if read is not None and read.workspace_id == self._workspace_id:
            read.ads_sought_at = at

    async def due(self, asset_id: str, *, since: datetime, now: datetime, limit: int) -> Sequence[RunningAd]:
        """Return those that ran since then, and of which it is time to read which media they show."""
        found = self._ours(asset_id).where(RunningAd.seen_at >= since, RunningAd.next_at <= now)
        return (await self._session.scalars(found.order_by(RunningAd.next_at, RunningAd.ad_id).limit(limit))).all()

    async def show(self, asset_id: str, ad_id: str, *, media_id: str | None, next_at: datetime) -> None:
        """Keep which media an ad shows, where a login here could tell: what was told before stays."""
        ad = await self._session.get(RunningAd, (asset_id, ad_id))
        if ad is not None and ad.workspace_id == self._workspace_id:
            ad.media_id, ad.next_at = media_id or ad.media_id, next_at

    async def places(self, asset_id: str, *, since: datetime) -> Sequence[AdPlace]:
        """Return the media of those that ran since then, as far as that is known."""
        found = self._ours(asset_id).where(RunningAd.seen_at >= since, RunningAd.media_id.is_not(None))
        return [
            AdPlace(media_id=each.media_id, ad_id=each.ad_id, original_media_id=each.post_id, title=None)
            for each in await self._session.scalars(found.order_by(RunningAd.ad_id))
            if each.media_id is not None
        ]

    async def look_again(self, *, at: datetime) -> None:
        """Have what nobody could tell of ads read again: there is another login. Comments that wait are read for by then."""
        ads = (
            CommentAd.workspace_id == self._workspace_id,
            or_(CommentAd.links.is_(None), CommentAd.brand_ig_id.is_(None)),
        )
        await self._session.execute(update(CommentAd).where(*ads).values(next_at=at))
        unshown = (RunningAd.workspace_id == self._workspace_id, RunningAd.media_id.is_(None))
        await self._session.execute(update(RunningAd).where(*unshown).values(next_at=at))
        waits = exists().where(Comment.asset_id == CommentRead.asset_id, Comment.reading == Reading.OPEN)
        soon = (CommentRead.workspace_id == self._workspace_id, CommentRead.next_at <= at + READ_EVERY, waits)
        await self._session.execute(update(CommentRead).where(*soon, CommentRead.next_at > at).values(next_at=at))

    def _ours(self, asset_id: str) -> Select[RunningAd]:
        return select(RunningAd).where(RunningAd.workspace_id == self._workspace_id, RunningAd.asset_id == asset_id)
