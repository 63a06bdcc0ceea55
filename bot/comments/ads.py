"""What an ad is, as far as a creator's agreement asks for it: whose it is, where it leads, what it says.

A comment on an ad tells the ad's id, and no more. Whose ad it is, and where it leads, Meta tells logins that may read ads
(`ads_read`): here those of the brand's own profiles, as far as they have that. What it says is read with the creator's login.
https://developers.facebook.com/docs/marketing-api/reference/ad-creative
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pydantic import SecretStr

from bot.comments.agreement import agreed_of
from bot.comments.facebook import post_at_facebook
from bot.comments.readers import readers_of
from bot.comments.reading import HOLDS_FOR_ALL
from bot.comments.sieve import Post, Sieve, Verdict
from bot.connections.means import LoginMeans
from bot.graph import Access, AdSurfaces, GraphError, Remedy
from bot.profiles.access import NoLogin, access_of
from storage.comments import CommentAd, Reading
from storage.influencers import Asset
from storage.repositories.comment_ads import AdPlace
from storage.unit_of_work import UnitOfWork

log = logging.getLogger(__name__)

AGAIN_AFTER = timedelta(hours=6)
"""An ad of which something stays unknown is looked at again: a login may be granted more meanwhile."""
MOST_ADS = 50
"""So many are looked at in one reading; the rest has its turn in the next."""
PASSING = (Remedy.RETRY, Remedy.WAIT)
"""What may be over at the next reading."""

AsPost = Callable[[CommentAd], Post]


@dataclass(kw_only=True)
class _Look:
    """One look at an ad."""

    is_cut_short: bool = False
    """Something is not known of it for what may be over at the next reading."""


class ReadingAds:
    """Reading the ads under which comments wait."""

    def __init__(self, means: LoginMeans) -> None:
        self._means = means

    async def settle(self, asset: Asset, access: Access, *, sieve: Sieve) -> None:
        """Read the ads of an account that comments wait for, and let these through, or delete them. Raises GraphError."""
        now = self._means.now()
        async with self._means.storage.read(asset.workspace_id) as uow:
            since = asset.followed_from(is_on_ad=True)
            waiting = await uow.comment_ads.places(asset.id, reading=Reading.OPEN, since=since)
            if sieve.look_at(post_at_facebook(None)).verdict is Verdict.OPEN:  # ads there are known by those here
                waiting += await uow.comment_ads.places(asset.id, reading=Reading.LET, since=since)
            known = await uow.comment_ads.known(asset.id, [each.media_id for each in waiting])
            logins = await self._logins(uow, asset)
        due = [each for each in waiting if each.media_id not in known or known[each.media_id].next_at <= now]
        for place in due[:MOST_ADS]:
            for ad, as_post in await self._read(asset, place, access, logins=logins):
                await self._keep(asset, ad, as_post, sieve=sieve)

    async def _logins(self, uow: UnitOfWork, asset: Asset) -> Sequence[SecretStr]:
        """Return the tokens that may tell of ads."""
        found = []
        for profile in await readers_of(uow, asset):
            try:
                found.append(access_of(profile, self._means.secrets).token)
            except NoLogin as error:
                log.info("the login of a profile cannot be used to read ads: %s", error)
        return found

    async def _read(
        self, asset: Asset, place: AdPlace, access: Access, *, logins: Sequence[SecretStr]
    ) -> Sequence[tuple[CommentAd, AsPost]]:
        """Read an ad; return what is known of it as it runs at Instagram, and as the post that it runs as at Facebook."""
        look = _Look()
        surfaces = await self._surfaces(place.ad_id, logins=logins, look=look)
        return await self._described(asset, (place.media_id, place.original_media_id), access, of=surfaces, look=look)

    async def show_running(self, asset: Asset, access: Access, *, sieve: Sieve, since: datetime) -> None:
        """Read which media those ads show that were seen to run since then, and what decides who reads the comments there.

        Raises what holds for all.
        """
        now = self._means.now()
        async with self._means.storage.read(asset.workspace_id) as uow:
            due = await uow.running_ads.due(asset.id, since=since, now=now, limit=MOST_ADS)
            logins = await self._logins(uow, asset) if due else ()
        for found in due if logins else ():
            look = _Look()
            surfaces = await self._surfaces(found.ad_id, logins=logins, look=look)
            shown = surfaces.ad_media_id if surfaces is not None else None
            if surfaces is not None:
                for ad, as_post in await self._described(asset, (shown, found.post_id), access, of=surfaces, look=look):
                    await self._keep(asset, ad, as_post, sieve=sieve)
            next_at = now + (timedelta(0) if look.is_cut_short else AGAIN_AFTER)
            async with self._means.storage.write(asset.workspace_id) as uow:
                await uow.running_ads.show(asset.id, found.ad_id, media_id=shown, next_at=next_at)

    async def _described(
        self,
        asset: Asset,
        media: tuple[str | None, str | None],
        access: Access,
        *,
        of: AdSurfaces | None,
        look: _Look,
    ) -> Sequence[tuple[CommentAd, AsPost]]:
        """Say what is known of an ad: by the media that it shows, made of a post, and by the post that it runs as at Facebook."""
        surfaces, media_id = of, media[0]
        brand = surfaces.sponsor_ig_id if surfaces is not None else None
        known: dict[str, Any] = {
            "asset_id": asset.id,
            "brand_ig_id": None
            if brand == asset.ig_id
            else brand,  # where the brand is named first, that is the creator
            "links": None if surfaces is None or surfaces.links is None else list(surfaces.links),
            "caption": await self._caption(media, access, look=look),
            "next_at": self._means.now() + (timedelta(0) if look.is_cut_short else AGAIN_AFTER),
        }
        found: list[tuple[CommentAd, AsPost]] = []
        if media_id is not None:
            found.append((CommentAd(media_id=media_id, **known), ad_post))
        if surfaces is not None and surfaces.story_id is not None:
            found.append((CommentAd(media_id=surfaces.story_id, **known), post_at_facebook))
        return found

    async def _surfaces(self, ad_id: str | None, *, logins: Sequence[SecretStr], look: _Look) -> AdSurfaces | None:
        """Return what the first login tells that may read the ad; None where none may, or the ad has no id.

        What keeps a brand's login from it keeps nothing else of the creator's account from being read.
        """
        for token in logins if ad_id is not None else ():
            try:
                return await self._means.graph.comments.surfaces(ad_id or "", token=token)
            except GraphError as error:
                look.is_cut_short |= error.remedy in PASSING
                log.info("an ad is not read with one of the brand's logins: %s", error)
        return None

    async def _caption(self, media: Sequence[str | None], access: Access, *, look: _Look) -> str | None:
        """Return what the ad says: the caption of its media, else of the post it was made of. Raises what holds for all."""
        for media_id in filter(None, media):
            try:
                return (await self._means.graph.media.read(media_id, token=access.token)).caption or ""
            except HOLDS_FOR_ALL:
                raise
            except GraphError as error:
                look.is_cut_short |= error.remedy in PASSING
                log.info("the media of an ad cannot be read: %s", error)
        return None

    async def _keep(self, asset: Asset, ad: CommentAd, as_post: AsPost, *, sieve: Sieve) -> None:
        async with self._means.storage.write(asset.workspace_id) as uow:
            standing = await uow.assets.get(asset.id, lock=True)
            if standing is None or standing.ended_at is not None:
                return
            post = as_post(await uow.comment_ads.keep(ad))
            verdict, agreed_from = sieve.look_at(post).verdict, (await agreed_of(uow, standing)).since(post)
            for comment in await uow.comment_ads.waiting(asset.id, ad.media_id):
                comment.is_on_ad = True
                if verdict is Verdict.OUT or comment.written_at < agreed_from:
                    await uow.comments.remove(comment)
                elif verdict is Verdict.LET:
                    comment.reading = Reading.LET


def ad_post(ad: CommentAd | None) -> Post:
    """Say what is known of an ad at Instagram; of one that was not read: nothing."""
    if ad is None:
        return Post(is_ad=True)
    links = None if ad.links is None else tuple(ad.links)
    return Post(is_ad=True, brand_ig_id=ad.brand_ig_id, links=links, caption=ad.caption)
