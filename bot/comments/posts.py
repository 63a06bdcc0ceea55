"""Where comments stand: posts that a message names are read once, so that they can be opened."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping

from bot.comments.batching import News
from bot.comments.facts import post_of
from bot.connections.means import LoginMeans
from bot.graph import Access, GraphError
from bot.influencers.access import NoAsset, creator_access
from storage.comment_notes import NoteKind
from storage.comments import CommentState
from storage.ids import WorkspaceId

log = logging.getLogger(__name__)

PICTURES_SECONDS = 3.0


class ReadingPosts:
    """Reading the posts of one message."""

    def __init__(self, means: LoginMeans) -> None:
        self._means = means

    async def read_for(self, ws: WorkspaceId, key: str) -> None:
        """Read the posts that a message is about to name and that are not known yet. One that cannot be read is not named."""
        async with self._means.storage.read(ws) as uow:
            note = await uow.comment_notes.get(key)
            asset = await uow.assets.get(note.asset_id) if note is not None else None
            if note is None or note.kind is not NoteKind.NEWS or note.ts is not None or asset is None:
                return
            comments = (await uow.comment_notes.shown(asset.id, News.model_validate(note.about).shown)).values()
            wanted = {
                media_id for each in comments if (media_id := post_of(each)) is not None and not each.is_on_facebook
            }
            unknown = sorted(wanted - set(await uow.comment_notes.posts(asset.id, wanted)))
            if not unknown:
                return
            try:
                access = await creator_access(
                    uow,
                    asset.ig_id,
                    secrets=self._means.secrets,
                    now=self._means.now(),
                    campaign_id=asset.campaign_id,
                )
            except NoAsset:
                return
        for media_id in unknown:
            await self._read(ws, asset.id, media_id, access)

    async def pictures(self, ws: WorkspaceId, key: str) -> Mapping[str, str]:
        """Return the addresses of the pictures of the posts that a message shows, by the first comment on each.

        They expire: they are shown, and never stored. What cannot be read in a few seconds is left out.
        """
        async with self._means.storage.read(ws) as uow:
            note = await uow.comment_notes.get(key)
            asset = await uow.assets.get(note.asset_id) if note is not None else None
            if note is None or note.kind is not NoteKind.NEWS or asset is None:
                return {}
            news = News.model_validate(note.about)
            comments = await uow.comment_notes.shown(asset.id, news.shown)
            first: dict[str, str] = {}
            for each in [comments[comment_id] for comment_id in news.shown if comment_id in comments]:
                media_id = post_of(each)
                if media_id is not None and not each.is_on_facebook and each.state is not CommentState.GONE:
                    first.setdefault(media_id, each.comment_id)
            try:
                access = await creator_access(
                    uow, asset.ig_id, secrets=self._means.secrets, now=self._means.now(), campaign_id=asset.campaign_id
                )
            except NoAsset:
                return {}
        found: dict[str, str] = {}
        try:
            async with asyncio.timeout(PICTURES_SECONDS):
                for media_id, comment_id in first.items():
                    media = await self._means.graph.media.read(media_id, token=access.token)
                    if media.picture_url is not None:
                        found[comment_id] = media.picture_url
        except (GraphError, TimeoutError) as error:
            log.info("posts with comments are shown without all of their pictures: %s", error)
        return found

    async def _read(self, ws: WorkspaceId, asset_id: str, media_id: str, access: Access) -> None:
        try:
            media = await self._means.graph.media.read(media_id, token=access.token)
        except GraphError as error:
            log.info("a post with comments is not named, because it cannot be read: %s", error)
            return
        async with self._means.storage.write(ws) as uow:
            await uow.assets.get(asset_id, lock=True)
            await uow.comment_notes.keep_post(
                asset_id, media_id, permalink=media.permalink, caption=media.caption or ""
            )
