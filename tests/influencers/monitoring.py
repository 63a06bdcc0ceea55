"""A creator whose comments are read back and told, with durable work done by hand and the power cut wherever a test says."""

from __future__ import annotations

import json
from typing import Any

from pydantic import SecretStr

from bot.comments.acting import Acting
from bot.comments.arriving import Arriving
from bot.comments.assigning import Assigning
from bot.comments.catching_up import CatchingUp
from bot.comments.doing import DoingWithComments
from bot.comments.gathering import GatheringComments
from bot.comments.hearing import Hearing
from bot.comments.hooking import Hooking
from bot.comments.listing import CommentList, ListingComments, Narrowing
from bot.comments.telling import TellingComments
from bot.slack.calls import SlackCalls, Words, web_client
from handlers.comments.card import draw_comments
from storage.comment_deeds import DeedKind
from storage.comment_notes import CommentNote, CommentRules
from storage.comments import Comment
from storage.ids import PersonId, new_id
from storage.influencers import Asset
from tests.comments.deliveries import a_body, a_value, signature
from tests.influencers.house import CreatorsHouse
from tests.stories.hands import PowerCut

MAYA = "17841412345678901"
STORY = "104233445566771_304455667788991"
"""A post of her Page."""
REEL, CAROUSEL = "17895695668004553", "17895695668004561"


class CutSlack(SlackCalls):
    """Slack, with the power cut right after it has done what it was asked, or right before."""

    def __init__(self, house: CreatorsHouse) -> None:
        slack = house.slack
        super().__init__(
            web_client(token=slack.world["bot_token"], url=slack.api_url, session=house._session, patient=True)
        )
        self._pass_moment = house._pass_moment
        self.deaths = 0
        """After so many posts the power is cut before anybody knows of them."""

    async def post(self, words: Words, **where: Any) -> str:
        """Post, and perhaps die before anybody knows of it."""
        self._pass_moment()
        ts = await super().post(words, **where)
        self._pass_moment()
        if self.deaths:
            self.deaths -= 1
            raise PowerCut
        return ts


class Monitoring:
    """Maya's account, her commenters, and the campaign's channel."""

    def __init__(self, house: CreatorsHouse) -> None:
        self.house = house
        self.asset: Asset
        self._arriving = Arriving(
            storage=house.storage,
            app_secret=SecretStr(house.meta.world["app_secret"]),
            verify_token=SecretStr("a-word-for-meta"),
            now=house.now,
        )
        Hearing(storage=house.storage, engine=house.engine, now=house.now).register()
        CatchingUp(house.means).register()
        Hooking(house.means, is_heard=True).register()
        GatheringComments(house.means).register()
        DoingWithComments(house.creators).register()
        self.acting, self.assigning = Acting(house.creators), Assigning(house.creators)
        self.listing = ListingComments(house.creators.campaigns)
        self.slack = CutSlack(house)
        TellingComments(house.means, patient=self.slack, draw=draw_comments).register()

    async def begin(self, *, answer: str = "accept", **wishes: Any) -> str:
        """Have Maya connect her account; returns the token of the invite's link."""
        token = await self.house.invite(**({"hears_organic": True} | wishes))
        await self.house.join(token, answer=answer)
        async with self.house.storage.read(self.house.here) as uow:
            (self.asset,) = await uow.assets.of_account(MAYA)
        return token

    async def rule(self, *keywords: str, most: int | None = None, minutes: int | None = None) -> None:
        """Say what somebody should look at."""
        async with self.house.storage.write(self.house.here) as uow:
            campaign_id = self.house.campaign.id
            uow.comment_notes.add_rules(
                CommentRules(campaign_id=campaign_id, keywords=list(keywords), most=most, minutes=minutes)
            )

    async def hold(self, seconds: int) -> None:
        """Have what people want held back so long for undoing."""
        async with self.house.storage.write(self.house.here) as uow:
            campaign = await uow.campaigns.get(self.house.campaign.id)
            assert campaign is not None
            campaign.undo_seconds = seconds

    async def write(self, text: str = "Lovely!", *, on: str = REEL, **more: Any) -> str:
        """Have somebody comment at Instagram, later than whatever was before."""
        await self.house.wait(seconds=1)
        return str((await self.house.meta.post("comment", on=on, text=text, **more))["comment_id"])

    async def hear(self) -> None:
        """Read the comments back, a quarter of an hour later."""
        await self.house.wait(minutes=16)
        await self.house.engine.tick("catch-ups-due")
        await self.house.work("catch-up")

    async def arrive(self, text: str, **value: Any) -> None:
        """Have Meta deliver a comment, and read it at once."""
        body = a_body(a_value(new_id(), text, **value), time=int(self.house.now().timestamp()))
        secret = self.house.meta.world["app_secret"]
        assert await self._arriving.keep(body, signature=signature(body, secret=secret))
        await self.house.engine.do(self.house.engine.newest("hear"))

    async def hook(self) -> None:
        """Have the app put on Maya's Page, so that its feed is heard."""
        await self.house.engine.tick("hooks-due")
        await self.house.work("hook")

    async def feed(self, verb: str, comment_id: str, *, text: str = "", **value: Any) -> None:
        """Have Meta deliver what became of a comment at Facebook, and read it at once."""
        now = int(self.house.now().timestamp())
        told: dict[str, Any] = {
            "item": "comment",
            "verb": verb,
            "comment_id": comment_id,
            "post_id": STORY,
            "parent_id": STORY,
        }
        told |= {
            "from": {"id": "10223344556677881", "name": "Lena Reads"},
            "created_time": now,
            "message": text,
        } | value
        changes = [{"field": "feed", "value": told}]
        body = json.dumps(
            {"object": "page", "entry": [{"id": STORY.split("_")[0], "time": now, "changes": changes}]}
        ).encode()
        secret = self.house.meta.world["app_secret"]
        assert await self._arriving.keep(body, signature=signature(body, secret=secret))
        await self.house.engine.do(self.house.engine.newest("hear"))

    async def write_at_facebook(self, text: str, **value: Any) -> str:
        """Have somebody comment on Maya's Page, and Meta tell of it."""
        comment_id = await self.write(text, on=STORY)
        await self.feed("add", comment_id, text=text, **value)
        return comment_id

    async def tell(self) -> None:
        """Tell what there is to tell."""
        await self.house.engine.tick("comments-news")
        await self.house.work("tell-comments", "show-comments")

    async def want(self, comment_id: str, kind: DeedKind, *, text: str = "", by: PersonId | None = None) -> None:
        """Have Ana, or somebody else, press a button; nothing is done yet."""
        here, by = self.house.here, by or self.house.ana
        await self.acting.want(here, self.asset.id, comment_id, kind, by=by, text=text)

    async def do(self) -> None:
        """Do what people want, and tell how it ended."""
        await self.house.work("comment-deed")
        await self.tell()

    async def undo(self, comment_id: str, *, by: PersonId | None = None) -> str:
        """Have Ana, or somebody else, undo what is held back; returns the reply that was to be written."""
        here, by = self.house.here, by or self.house.ana
        _facts, text = await self.acting.undo(here, self.asset.id, comment_id, by=by)
        return text

    async def assign(self, comment_id: str, to: PersonId | None, *, by: PersonId | None = None) -> None:
        """Have Ana, or somebody else, say who looks after a comment, and tell them."""
        here, by = self.house.here, by or self.house.ana
        await self.assigning.assign(here, self.asset.id, comment_id, to=to, by=by)
        await self.tell()

    async def listed(self, *, by: PersonId | None = None, **narrowing: Any) -> CommentList:
        """Return the first page of the campaign's comments."""
        house = self.house
        wanted = Narrowing(**narrowing)
        return await self.listing.page(house.here, house.campaign.id, by=by or house.ana, narrowing=wanted)

    async def at_meta(self, post: str = REEL) -> dict[str, dict[str, Any]]:
        """Return the comments on a post as Meta has them, by id."""
        found = (await self.house.meta.get(f"comments/{post}"))["comments"]
        return {each["id"]: each for each in found}

    async def told(self) -> list[dict[str, Any]]:
        """Return the messages about comments in the campaign's channel, threads too, the oldest first."""
        found = await self.house.slack.messages(self.house.campaign.channel_id)
        return [each for each in found if "comments:" in str(each.get("metadata"))]

    async def note(self, key: str) -> CommentNote:
        """Return a message as it is stored."""
        async with self.house.storage.read(self.house.here) as uow:
            found = await uow.comment_notes.get(key)
        assert found is not None
        return found

    async def stored(self, *ids: str) -> dict[str, Comment]:
        """Return what is stored of comments."""
        async with self.house.storage.read(self.house.here) as uow:
            return await uow.comments.known(self.asset.id, ids)
