"""What is known of ads that comments stand under."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.comments import Comment, CommentAd, Reading
from storage.ids import WorkspaceId


@dataclass(frozen=True, kw_only=True)
class AdPlace:
    """An ad, as the comments on it tell of it."""

    media_id: str
    """The media that it shows."""
    ad_id: str | None
    original_media_id: str | None
    """The post it was made of."""
    title: str | None


class CommentAds:
    """The ads of one workspace."""

    def __init__(self, session: AsyncSession, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id

    async def known(self, asset_id: str, media_ids: Collection[str]) -> dict[str, CommentAd]:
        """Return what was read of ads, by the media they show; these are few."""
        ours = (CommentAd.workspace_id == self._workspace_id, CommentAd.asset_id == asset_id)
        found = await self._session.scalars(select(CommentAd).where(*ours, CommentAd.media_id.in_(media_ids)))
        return {each.media_id: each for each in found}

    async def keep(self, ad: CommentAd) -> CommentAd:
        """Keep what was read of an ad, and return all that is known of it: the newest counts, where somebody could read it."""
        before = await self._session.get(CommentAd, (ad.asset_id, ad.media_id))
        if before is not None and before.workspace_id == self._workspace_id:
            for name in ("brand_ig_id", "links", "caption"):
                if getattr(ad, name) is None:
                    setattr(ad, name, getattr(before, name))
        ad.workspace_id = self._workspace_id
        return await self._session.merge(ad)

    async def places(self, asset_id: str, *, reading: Reading, since: datetime) -> list[AdPlace]:
        """Return the ads of an account with comments that were heard of since then, and that the team may read, or not yet.

        Those with the newest comments come first.
        """
        ad_id, original, title = (
            Comment.ad_id,
            Comment.original_media_id,
            Comment.ad_title,
        )  # alike, where they are told
        found = select(Comment.media_id, func.max(ad_id), func.max(original), func.max(title))
        found = found.where(*self._on_ads(asset_id, reading), Comment.heard_at >= since).group_by(Comment.media_id)
        newest = found.order_by(func.max(Comment.heard_at).desc(), Comment.media_id)
        return [
            AdPlace(media_id=media_id, ad_id=ad_id, original_media_id=original_media_id, title=title)
            for media_id, ad_id, original_media_id, title in await self._session.execute(newest)
            if media_id is not None
        ]

    async def posts_at_facebook(self, asset_id: str, *, page_id: str | None, since: datetime) -> Sequence[str]:
        """Return a Page's posts with comments that were heard of since then, those with the newest first, then its known ads."""
        heard = select(Comment.media_id).where(
            Comment.workspace_id == self._workspace_id,
            Comment.asset_id == asset_id,
            Comment.is_on_facebook,
            Comment.media_id.is_not(None),
            Comment.heard_at >= since,
        )
        newest = heard.group_by(Comment.media_id).order_by(func.max(Comment.heard_at).desc(), Comment.media_id)
        found = [each for each in await self._session.scalars(newest) if each is not None]
        if page_id is not None:
            ads = select(CommentAd.media_id).where(
                CommentAd.workspace_id == self._workspace_id,
                CommentAd.asset_id == asset_id,
                CommentAd.media_id.startswith(f"{page_id}_", autoescape=True),
                CommentAd.next_at >= since,
            )
            found += sorted(set(await self._session.scalars(ads)) - set(found))
        return found

    async def waiting(self, asset_id: str, media_id: str) -> Sequence[Comment]:
        """Return the comments on an ad that wait for what is known of it."""
        ours = (Comment.workspace_id == self._workspace_id, Comment.asset_id == asset_id)
        found = select(Comment).where(*ours, Comment.media_id == media_id, Comment.reading == Reading.OPEN)
        return (await self._session.scalars(found)).all()

    def _on_ads(self, asset_id: str, reading: Reading) -> tuple[Any, ...]:
        ours = (Comment.workspace_id == self._workspace_id, Comment.asset_id == asset_id)
        return (
            *ours,
            Comment.is_on_ad,
            Comment.is_on_facebook.is_(False),
            Comment.media_id.is_not(None),
            Comment.reading == reading,
        )
