"""The use cases of the creator's side over a real database, with the sandbox for Slack and Meta."""

from __future__ import annotations

import asyncio
import itertools
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
from pydantic import SecretStr
from starlette.applications import Starlette

from bot.campaigns.means import CampaignMeans
from bot.codes.carrying import CarryingCodes
from bot.codes.making import MakingCodes
from bot.codes.own import OwnCodes
from bot.comments.arriving import Arriving
from bot.connections.connecting import Connecting
from bot.influencers.ending import EndingAssets
from bot.influencers.facts import AssetFacts
from bot.influencers.inviting import Inviting
from bot.influencers.joining import Joining
from bot.influencers.links import AT
from bot.influencers.means import InfluencerMeans
from bot.influencers.moving import MovingAssets
from bot.influencers.returning import Returning
from bot.influencers.ruling import RulingAssets
from bot.influencers.telling import AboutCreators
from bot.influencers.visiting import Visiting
from bot.influencers.wishes import read_rules, read_wishes
from bot.languages import Languages
from bot.notices.telling import Noticing
from bot.permissions.record import Recorder
from bot.posts.facts import CodeFacts
from bot.posts.finding import FindingPosts
from bot.posts.means import PostMeans
from bot.web import meta
from bot.web.answers import Answers
from bot.web.connect import ConnectPages
from bot.web.invite import InvitePages
from bot.web.own_posts import OwnPostPages
from bot.web.site import server, site
from handlers.invite.notice import draw_creator_news
from storage.codes import AdCode, CodeStage
from storage.ids import CampaignId, ChannelId, PersonId, new_id
from storage.repositories.reading import Scope
from storage.tables import Campaign
from tests.connections.house import BASE, House
from tests.running import Slack
from tests.storage.builders import a_campaign
from tests.storage.test_comments import a_comment
from tests.stories.hands import PowerCut
from tests.stories.meta import Meta

BROWSER = {"User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1"}


class CreatorsHouse(House):
    """A house with a campaign, whose creators connect accounts."""

    campaign: Campaign

    def __init__(self, database_url: str, *, slack: Slack, meta: Meta, skew: float, base: str = BASE) -> None:
        self.moments_left: int | None = None
        """After so many moments the power is cut: a look at the clock, a call to Meta, its answer; None: never."""
        super().__init__(database_url, slack=slack, meta=meta, skew=skew, base=base)
        self._http.event_hooks = {"request": [self._called], "response": [self._called]}
        self.recorder = Recorder(now=self.now, new_id=new_id)
        campaigns = CampaignMeans(
            storage=self.storage,
            engine=self.engine,
            slack=self.means.slack,
            people=self.means.people,
            recorder=self.recorder,
            now=self.now,
            new_id=new_id,
        )
        self.creators = InfluencerMeans(campaigns=campaigns, logins=self.means)
        self.inviting, self.ending = Inviting(self.creators), EndingAssets(self.creators)
        self.ruling = RulingAssets(self.creators)
        self.visiting = Visiting(self.creators, signing_in=self.signing_in)
        connecting = Connecting(self.means, recorder=self.recorder)
        self.joining = Joining(self.creators, signing_in=self.signing_in, connecting=connecting)
        self.returning = Returning(self.creators, joining=self.joining, connecting=connecting)
        posting = PostMeans(
            storage=self.storage,
            engine=self.engine,
            graph=self.means.graph,
            secrets=self.secrets,
            slack=self.means.slack,
            people=self.means.people,
            now=self.now,
            new_id=new_id,
        )
        self.finding_posts = FindingPosts(posting)
        CarryingCodes(posting, draw=_never_drawn).register()
        self.own = OwnCodes(posting, making=MakingCodes(posting))
        self.moving = MovingAssets(self.creators, leaving=self.leaving, recorder=self.recorder)
        self.ending.register()
        self.telling = Noticing(
            storage=self.storage,
            engine=self.engine,
            slack=self.means.slack,
            people=self.means.people,
            subjects=[AboutCreators(self.creators, draw=draw_creator_news)],
            now=self.now,
        )
        self.telling.register()

    def now(self) -> datetime:
        """Give the moment, unless the power is cut in it."""
        self._pass_moment()
        return super().now()

    def _pass_moment(self) -> None:
        if self.moments_left is not None:
            if not self.moments_left:
                raise PowerCut
            self.moments_left -= 1

    async def _called(self, _message: httpx.Request | httpx.Response) -> None:
        self._pass_moment()

    async def through_cuts(self, work: Callable[[], Awaitable[None]], *, stride: int = 1) -> int:
        """Do some work, with the power cut at its first moment, then later and later, until it comes to its end.

        Each time it is begun again with what was committed before. `stride` is how many moments later each cut is than the
        one before; returns how many there were.
        """
        for cuts in itertools.count():
            self.moments_left = cuts * stride
            try:
                await work()
            except PowerCut:
                continue
            finally:
                self.moments_left = None
            break
        return cuts

    async def work(self, *kinds: str) -> int:
        """Do it once what enqueued it is committed: where pages are served meanwhile, a job is known a moment before."""
        if any(job.workflow in kinds and job.id not in self._done for job in self.engine.jobs):
            async with self.storage.write(self.here):
                pass  # on SQLite, writers take turns
        return await super().work(*kinds)

    async def set_up(self) -> None:
        """Make the workspaces, and a campaign in a channel of its own."""
        await super().set_up()
        channel = ChannelId(self.slack.channel("spring-launch"))
        self.campaign = await self.a_campaign(channel_id=channel)

    async def a_campaign(self, **given: Any) -> Campaign:
        """Make a campaign."""
        campaign = a_campaign(**given, created_by=self.ana)
        async with self.storage.write(self.here) as uow:
            uow.campaigns.add(campaign)
        return campaign

    async def invite(self, *, by: PersonId | None = None, campaign_id: CampaignId | None = None, **wishes: Any) -> str:
        """Make an invite; returns the token of its link."""
        about: dict[str, Any] = {
            each: wishes.pop(each, usual) for each, usual in {"name": "Maya", "handle": "", "days": 50}.items()
        }
        typed: dict[str, Any] = {
            "hears_ads": True,
            "hears_organic": False,
            "profile_ids": (),
            "domains": "",
            "link_contains": "",
            "caption_contains": "",
        }
        made = await self.inviting.make(
            self.here,
            campaign_id or self.campaign.id,
            read_wishes(**about, rules=read_rules(**(typed | wishes))),
            by=by or self.ana,
        )
        assert made.link.startswith(f"{self.base}{AT}/")
        return made.link.rsplit("/", 1)[1]

    async def returned(
        self,
        token: str,
        *,
        who: str = "maya",
        answer: str = "accept",
        browser: str = "b" * 40,
    ) -> str:
        """Sign in by a link; returns the sign-in."""
        dialog = await self.visiting.begin(token, browser=browser)
        location = str((await self.meta.post("login", person=who, redirect=dialog, answer=answer))["location"])
        query = {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}
        return await self.signing_in.come_back(query, browser=browser)

    async def join(self, token: str, *, who: str = "maya", browser: str = "b" * 40, answer: str = "accept") -> str:
        """Connect the first account that a creator has, the whole way; returns the sign-in."""
        sign_in_id = await self.returned(token, who=who, browser=browser, answer=answer)
        candidates = await self.joining.candidates(sign_in_id, browser=browser)
        await self.joining.connect(sign_in_id, browser=browser, picked=candidates.accounts[0].key)
        return sign_in_id

    async def assets(self, *, person: PersonId | None = None) -> Sequence[AssetFacts]:
        """Return what somebody sees of the assets."""
        return await self.ending.all(self.here, person_id=person or self.ana)

    async def code(self, code_id: str) -> AdCode:
        """Return an ad code as it is stored."""
        async with self.storage.read(self.here) as uow:
            code = await uow.codes.get(code_id)
        assert code is not None
        return code

    async def is_code(self, code_id: str, stage: CodeStage) -> bool:
        """Tell whether a code is so far."""
        return (await self.code(code_id)).stage is stage

    async def has_comment(self, asset_id: str) -> None:
        """Let somebody have commented on a post of an account."""
        async with self.storage.write(self.here) as uow:
            asset = await uow.assets.get(asset_id)
            assert asset is not None
            uow.comments.add(a_comment(asset))

    async def told(self) -> list[str]:
        """Tell what is to be told; returns what stands in the campaign's channel."""
        await self.work("notify")
        return [message["text"] for message in await self.slack.messages(self.campaign.channel_id)]

    async def history(self, *, of: PersonId | None = None) -> list[str]:
        """Return every line of history with all it holds: all there are, or those that somebody may see."""
        sight = await self.means.people.sight(of) if of else None
        async with self.storage.read(self.here) as uow:
            return [str(tuple(row)) async for piece in uow.reading.audit(Scope(sight=sight)) for row in piece]

    def pages(self, *, patience: float = 0) -> Starlette:
        """Put the pages together; a press of the creator's waits `patience` seconds for its end."""
        of_creators = InvitePages(
            visiting=self.visiting,
            joining=self.joining,
            returning=self.returning,
            languages=Languages(),
            public_url=self.base,
            login_url=self.meta.url,
        )
        own_posts = OwnPostPages(
            returning=self.returning,
            own=self.own,
            languages=Languages(),
            public_url=self.base,
            login_url=self.meta.url,
            patience=patience,
        )
        connect = ConnectPages(
            signing_in=self.signing_in,
            picking=self.picking,
            languages=Languages(),
            plain=self._plain,
            public_url=self.base,
            login_url=self.meta.url,
        )

        async def ready() -> dict[str, str]:
            return {}

        app_secret = SecretStr(self.meta.world["app_secret"])
        arriving = Arriving(storage=self.storage, app_secret=app_secret, verify_token=SecretStr("a-word"), now=self.now)
        answers = Answers(public_url=self.base, login_url=self.meta.url)
        from_meta = meta.routes(self.removing, arriving, answers=answers, languages=Languages())
        pages = [*connect.routes(), *of_creators.routes(), *own_posts.routes(), *from_meta]
        return site(slack=None, readiness=ready, pages=pages)

    @asynccontextmanager
    async def served(self, listening: socket.socket, *, patience: float = 0) -> AsyncIterator[None]:
        """Serve the pages on a socket that listens, for a browser or for Meta."""
        running = server(self.pages(patience=patience))
        serving = asyncio.create_task(running.serve(sockets=[listening]))
        yield
        running.should_exit = True
        await serving

    def web(self) -> httpx.AsyncClient:
        """Give a browser for the pages, as they are served."""
        return httpx.AsyncClient(transport=httpx.ASGITransport(app=self.pages()), base_url=self.base, headers=BROWSER)

    async def _plain(self, sentence: str) -> str:
        return sentence


def _never_drawn(facts: CodeFacts) -> dict[str, Any]:
    raise AssertionError(f"a creator has no window in Slack: {facts}")
