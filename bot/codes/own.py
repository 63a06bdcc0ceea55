"""A creator's own posts, each with its ad code, as that creator sees them on their own page and changes them there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from pydantic import SecretStr

from bot.codes.keeping import PostOfCode, facts_of_code
from bot.codes.making import MakingCodes
from bot.errors import NotFound, Refused
from bot.graph import LoginDead, Media, ScopeMissing
from bot.influencers.access import NoAsset
from bot.influencers.agreed import Wider
from bot.influencers.facts import CreatorAccount, MonitoredFacts
from bot.influencers.refused import ConnectionOver
from bot.posts.address import key_of
from bot.posts.deeds import creator_login, note_end
from bot.posts.facts import CodeFacts
from bot.posts.means import PostMeans
from bot.words import say
from storage.codes import UNDER_WAY, AdCode, CodeOrigin, CodeStage
from storage.ids import ProfileId
from storage.secrets import SealBroken

MOST = 30
"""Posts on a page that a thumb can scroll through."""
FURTHEST = 480
"""Behind so many newer ones a page begins at the latest: it takes all calls before it, since Meta's list is read from its top."""
STORY = "STORY"
"""Gone after a day, and never an ad by a code."""


class Deed(StrEnum):
    """What a creator does with a post's code."""

    MAKE = "make"
    ANEW = "anew"
    """Whatever there is is taken back, and one made: where nobody knows whether one was made."""
    TAKE_BACK = "take_back"


@dataclass(frozen=True, kw_only=True)
class OwnPost:
    """One of the creator's posts."""

    media_id: str
    permalink: str | None
    caption: str
    posted_on: date | None
    code: CodeFacts | None
    secret: SecretStr | None
    """The code itself, where it was made with the creator's connection; one that somebody typed in is not shown."""


@dataclass(frozen=True, kw_only=True)
class OwnPosts:
    """A page of a creator's posts, the newest first."""

    username: str
    posts: Sequence[OwnPost]
    is_more: bool
    first: int = 0
    """So many newer posts are on the pages before."""
    monitored: MonitoredFacts
    ends_at: datetime
    """Until when the account is connected."""
    widened: Sequence[Wider] = ()
    done: CodeFacts | None = None
    """The code that the creator has just had made or taken back."""


class OwnCodes:
    """The use cases. Whoever calls has made sure that the creator is there, see `bot.influencers.returning`."""

    def __init__(self, means: PostMeans, *, making: MakingCodes) -> None:
        self._means = means
        self._making = making

    async def posts(self, account: CreatorAccount, *, first: int = 0, done: str = "") -> OwnPosts:
        """Read a page of posts from Meta, each with its code; `done` is the code of what was done just now.

        Raises ConnectionOver, Refused where the permission to list posts was left out, GraphError (try again), DatabaseDown.
        """
        first = min(max(first, 0), FURTHEST)
        listed = await self._listed(account, until=lambda read: len(read) > first + MOST)
        found = listed[first : first + MOST]
        keys = {media.id: _key(media) for media in found}
        async with self._means.storage.read(account.workspace_id) as uow:
            codes = {code.post_key: code for code in await uow.codes.of_creator(account.ig_id, post_keys=keys.values())}
            ended = await uow.codes.get(done) if done else None
        is_theirs = ended is not None and ended.creator_ig_id == account.ig_id
        return OwnPosts(
            username=account.username,
            posts=[self._post(media, codes.get(keys[media.id])) for media in found],
            is_more=len(listed) > first + MOST,
            first=first,
            monitored=account.monitored,
            ends_at=account.ends_at,
            widened=account.widened,
            done=facts_of_code(ended, seen=[]) if ended is not None and is_theirs else None,
        )

    async def do(self, account: CreatorAccount, deed: Deed, *, media_id: str, first: int = 0) -> str:
        """Begin what the creator wants of a post's code; return the code's id. `first` tells the page it was seen on.

        Raises NotFound for what is none of their posts (deleted, a story, a part of a carousel, somebody else's), Refused,
        ConnectionOver, GraphError, DatabaseDown.
        """
        most = min(max(first, 0), FURTHEST) + 2 * MOST  # newer posts may have come meanwhile
        found = await self._listed(account, until=lambda read: read[-1].id == media_id or len(read) >= most)
        media = next((each for each in found if each.id == media_id), None)
        if media is None:
            raise NotFound(say("codes.page.no_post"), why=say("codes.page.no_post_why"), todo=say("codes.page.go_back"))
        post = PostOfCode(
            media_id=media.id,
            key=_key(media),
            permalink=media.permalink,
            creator_ig_id=account.ig_id,
            creator_username=account.username,
            profile_id=await self._brand(account),
            campaign_id=account.campaign_id,
        )
        match deed:
            case Deed.MAKE:
                begun = self._making.make_for_creator(account.workspace_id, post)
            case Deed.ANEW:
                begun = self._making.make_anew_for_creator(account.workspace_id, post)
            case Deed.TAKE_BACK:
                begun = self._making.take_back_for_creator(account.workspace_id, post)
        try:
            return (await begun).id
        except NoAsset:
            raise ConnectionOver from None

    async def is_settled(self, account: CreatorAccount, code_id: str) -> bool:
        """Tell whether nothing is under way with a code."""
        async with self._means.storage.read(account.workspace_id) as uow:
            code = await uow.codes.get(code_id)
        return code is None or code.stage not in UNDER_WAY

    async def _listed(self, account: CreatorAccount, *, until: Callable[[list[Media]], bool]) -> list[Media]:
        means, ws, ig_id, campaign_id = self._means, account.workspace_id, account.ig_id, account.campaign_id
        try:
            access = await creator_login(means, ws, ig_id, campaign_id=campaign_id)
        except NoAsset:
            raise ConnectionOver from None
        found: list[Media] = []
        try:
            async for media in means.graph.media.listed(access):
                if media.place.upper() == STORY:
                    continue
                found.append(media)
                if until(found):
                    break
        except LoginDead as error:
            await note_end(means, ws, ig_id, campaign_id=campaign_id, used=access, error=error)
            raise ConnectionOver from None
        except ScopeMissing:
            happened, why = say("codes.page.unlisted"), say("codes.page.unlisted_why")
            raise Refused(happened, why=why, todo=say("codes.page.unlisted_todo")) from None
        return found

    async def _brand(self, account: CreatorAccount) -> ProfileId | None:
        """Return the brand that a new code is tried for: one of those that the invite names, or the campaign's own."""
        async with self._means.storage.read(account.workspace_id) as uow:
            campaign = await uow.campaigns.get(account.campaign_id)
            for each in account.profile_ids:
                if (profile := await uow.profiles.get(each)) is not None:
                    return profile.id
        return campaign.default_profile_id if campaign is not None else None

    def _post(self, media: Media, code: AdCode | None) -> OwnPost:
        return OwnPost(
            media_id=media.id,
            permalink=media.permalink,
            caption=media.caption or "",
            posted_on=media.posted_at.date() if media.posted_at else None,
            code=facts_of_code(code, seen=[]) if code is not None else None,
            secret=self._opened(code) if code is not None else None,
        )

    def _opened(self, code: AdCode) -> SecretStr | None:
        is_own = code.origin is CodeOrigin.MADE and code.stage is CodeStage.LIVE
        if not is_own or code.sealed_code is None:
            return None
        try:
            return self._means.secrets.open(code.sealed_code)
        except SealBroken:
            return None  # as one that somebody typed in: it can be taken back, and made anew


def _key(media: Media) -> str:
    return key_of(media_id=media.id, permalink=media.permalink)
