"""The comments in one place, under a post or an ad, are read back to where the last whole reading of it began."""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.comments.agreement import agreed_of
from bot.comments.following import follow
from bot.comments.merging import GONE, Standing
from bot.comments.notes import show_again
from bot.comments.sieve import Post
from bot.comments.storing import LONGEST_NAME, kept_from, standing_of, tell
from bot.connections.means import LoginMeans
from bot.graph import Access, Blocked, GraphThrottled, GraphUnreachable, InputRefused, LoginDead, SetupWrong
from bot.graph.comments.answers import Comment as Told
from storage.comments import Comment, CommentState, Reading
from storage.influencers import Asset
from storage.repositories.comment_ads import AdPlace
from storage.unit_of_work import UnitOfWork

log = logging.getLogger(__name__)

PAGE = 50
"""So many are always read, known or not: edits and hiding show on them."""
WHOLE_EVERY = timedelta(hours=6)
MOST_WHOLE = 500
"""So many are read every six hours, known or not: a reply stands inside the comment that it answers, and that may be old."""
MOST_MISSED = 20
"""So many of the comments that are known and were not listed are looked at one by one: they were deleted, or are held back."""

HOLDS_FOR_ALL = (LoginDead, GraphThrottled, GraphUnreachable, Blocked, SetupWrong)
"""What keeps one place from being read with a login and keeps all from it; whatever else does is about the one alone."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where comments stand."""

    media_id: str
    post: Post
    """What is known of it that decides who reads its comments."""
    permalink: str | None = None
    ad: AdPlace | None = None
    """None: it is a post."""

    @property
    def is_ad(self) -> bool:
        """Whether it is an ad."""
        return self.ad is not None

    def is_heard(self, asset: Asset) -> bool:
        """Tell whether comments there are monitored."""
        return asset.ended_at is None and (asset.hears_ads if self.is_ad else asset.hears_organic)


class ReadingPlaces:
    """Reading one place after another."""

    def __init__(self, means: LoginMeans) -> None:
        self._means = means

    async def read(self, asset: Asset, place: Place, access: Access) -> None:
        """Read one place; one that is gone is passed over. Raises GraphError."""
        async with self._means.storage.read(asset.workspace_id) as uow:
            known = await uow.comments.mark_of(asset.id, place.media_id)
        begin = asset.followed_from(is_on_ad=place.is_ad)
        page: list[Told] = []
        read_at, mark = self._means.now(), known.at if known else None
        is_whole = known is None or known.whole_at is None or known.whole_at <= read_at - WHOLE_EVERY
        most = MOST_WHOLE if is_whole else PAGE
        seen: set[str] = set()
        newest, oldest, read = mark, None, 0
        try:
            async for each in self._means.graph.comments.on_media(place.media_id, token=access.token):
                if each.written_at is not None:
                    if each.written_at < begin or (read >= most and mark and each.written_at < mark):
                        break
                    newest, oldest = max(newest or each.written_at, each.written_at), each.written_at
                page += [each, *await self._replies(each, access)]
                read += 1
                if len(page) >= PAGE:
                    seen |= await self._store(asset, place, page, read_at=read_at)
                    page = []
            else:
                oldest = begin  # all there are were read
        except InputRefused as refusal:
            log.info("the comments in a place are not read, which may be gone: %s", refusal)
            return
        seen |= await self._store(asset, place, page, read_at=read_at)
        if newest is not None and (is_whole or newest != mark):
            async with self._means.storage.write(asset.workspace_id) as uow:
                await uow.comments.mark(asset.id, place.media_id, at=newest, whole_at=read_at if is_whole else None)
        # A login that was never shown a comment on an ad may be shown none there.
        if oldest is not None and not (place.is_ad and newest is None):
            await self._look_for_missed(asset, place, access, since=oldest, seen=seen)

    async def miss(self, asset: Asset, place: Place, access: Access) -> None:
        """Look at what is known of a post that is not shown any more, and was shown to the login. Raises GraphError."""
        async with self._means.storage.read(asset.workspace_id) as uow:
            known = await uow.comments.mark_of(asset.id, place.media_id)
        if known is not None:
            since = asset.followed_from(is_on_ad=place.is_ad)
            await self._look_for_missed(asset, place, access, since=since, seen=())

    async def _replies(self, comment: Told, access: Access) -> Sequence[Told]:
        if not comment.has_more_replies:
            return comment.replies
        try:
            return [each async for each in self._means.graph.comments.replies(comment.id, token=access.token)]
        except InputRefused as refusal:
            log.info("of a comment only the first replies are read, as it may be gone: %s", refusal)
            return comment.replies

    async def _store(self, asset: Asset, place: Place, page: Sequence[Told], *, read_at: datetime) -> set[str]:
        """Store what was read at that moment or later; return the ids."""
        now = self._means.now()
        async with self._means.storage.write(asset.workspace_id) as uow:
            standing = await uow.assets.get(asset.id, lock=True)
            if standing is None or not place.is_heard(standing):
                return set()
            known = await uow.comments.known(asset.id, {each.id for each in page})
            agreed_from = (await agreed_of(uow, standing)).since(place.post)
            since = max(agreed_from, await kept_from(uow, now=now))
            changed: list[Comment] = []
            for each in page:
                if each.id not in known and each.written_at is not None and each.written_at < since:
                    continue
                comment = known.get(each.id)
                if comment is not None and comment.reading is Reading.OPEN and comment.written_at < agreed_from:
                    await uow.comments.remove(comment)  # nobody agreed to it by the rules that hold now
                    continue
                if _keep(uow, each, known=known, asset=asset, place=place, read_at=read_at, now=now):
                    changed.append(known[each.id])
            await follow(uow, standing, changed, now=now)
            if page and place.ad is None:
                await uow.comment_notes.keep_post(
                    asset.id, place.media_id, permalink=place.permalink, caption=place.post.caption or ""
                )
        return {each.id for each in page}

    async def _look_for_missed(
        self, asset: Asset, place: Place, access: Access, *, since: datetime, seen: Collection[str]
    ) -> None:
        """Look at comments that should have been among those read: what Meta does not show any more was deleted there."""
        async with self._means.storage.read(asset.workspace_id) as uow:
            missed = await uow.comments.missed(asset.id, place.media_id, since=since, seen=seen, limit=MOST_MISSED)
        gone = []
        for comment_id in missed:
            try:
                await self._means.graph.comments.read(comment_id, token=access.token)
            except InputRefused:
                gone.append(comment_id)
        if gone and (not place.is_ad or await self._is_shown(place, access)):
            async with self._means.storage.write(asset.workspace_id) as uow:
                await uow.assets.get(asset.id, lock=True)
                known = await uow.comments.known(asset.id, gone)
                await show_again(uow, [each for each in known.values() if tell(each, GONE)])

    async def _is_shown(self, place: Place, access: Access) -> bool:
        """Tell whether a place can be read: Meta has one refusal for what was deleted and for what may not be seen."""
        try:
            await self._means.graph.media.read(place.media_id, token=access.token)
        except InputRefused:
            return False
        return True


def _keep(
    uow: UnitOfWork,
    told: Told,
    *,
    known: dict[str, Comment],
    asset: Asset,
    place: Place,
    read_at: datetime,
    now: datetime,
) -> bool:
    """Store what was read of a comment; say whether that changes what people see of it.

    What somebody did after it was read stands: it is newer than what was read.
    """
    comment = known.get(told.id)
    if comment is None:
        at = told.written_at or read_at
        comment = known[told.id] = _new(told, asset=asset, place=place, at=at, now=now)
        uow.comments.add(comment)
        # What it said when it was written may come by webhook later than what it says now.
        texts = ((max(at, read_at), told.text),)
        return tell(comment, Standing(texts=texts, hidden=(at, True) if told.is_hidden else None))
    comment.reading = Reading.LET
    before = standing_of(comment)
    is_turned = told.is_hidden is not None and told.is_hidden != before.is_hidden
    return tell(
        comment,
        Standing(
            texts=((read_at, told.text),) if told.text != before.text.strip() else (),
            hidden=(read_at, bool(told.is_hidden)) if is_turned else None,
        ),
    )


def _new(told: Told, *, asset: Asset, place: Place, at: datetime, now: datetime) -> Comment:
    return Comment(
        asset_id=asset.id,
        comment_id=told.id,
        media_id=place.media_id,
        original_media_id=place.ad.original_media_id if place.ad is not None else None,
        ad_id=place.ad.ad_id if place.ad is not None else None,
        ad_title=place.ad.title if place.ad is not None else None,
        is_on_ad=place.is_ad,
        is_own=told.author_id == asset.ig_id or told.author_name == asset.username,
        parent_id=told.parent_id,
        author_id=told.author_id,
        author_name=told.author_name and told.author_name[:LONGEST_NAME],
        texts=[],
        state=CommentState.LIVE,
        reading=Reading.LET,
        written_at=at,
        heard_at=now,
    )
