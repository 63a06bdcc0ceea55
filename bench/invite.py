"""The page of an invite as it is served, beside a bare Starlette page of the same bytes: requests a second, and the slowest."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from bench.figures import Figures
from bot.campaigns.means import CampaignMeans
from bot.connections.connecting import Connecting
from bot.connections.means import LoginMeans
from bot.connections.signing_in import SigningIn
from bot.engine import Engine
from bot.graph import Addresses, GraphClient, MetaApp, pooled_http
from bot.influencers.joining import Joining
from bot.influencers.links import AT, digest_of, new_token
from bot.influencers.means import InfluencerMeans
from bot.influencers.returning import Returning
from bot.influencers.visiting import Visiting
from bot.languages import Languages
from bot.people import People
from bot.permissions.record import Recorder
from bot.slack.calls import SlackCalls, slack_session, web_client
from bot.web.invite import InvitePages
from bot.web.site import listen, server
from storage.database import connect
from storage.ids import CampaignId, ChannelId, PersonId, WorkspaceId, new_id
from storage.influencers import Invite
from storage.migrate import migrate
from storage.secrets import Secrets
from storage.tables import Campaign
from storage.unit_of_work import Storage

AT_ONCE = 8
HERE = WorkspaceId("T0BENCH")
KEYS = [SecretStr("a-key-for-the-bench-of-enough-characters")]
BROWSER = {"User-Agent": "Mozilla/5.0 (iPhone) Safari/604.1"}


async def measure_invite(figures: Figures, *, requests: int, rounds: int) -> None:
    """Ask for both pages over real sockets in turn, in one process: what they share, both pay.

    Each link takes sixty openings a minute, so there are as many as it needs; the measure for one address is set out of reach.
    """
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'bench.sqlite'}"
        await asyncio.to_thread(migrate, url)
        storage = Storage(connect(url), enqueue=lambda _connection, _job: None)
        tokens = [new_token() for _ in range(requests * rounds // 50 + 1)]
        await _invites(storage, tokens)
        http, session = pooled_http(), slack_session()
        client = web_client(token="", url="http://127.0.0.1:9/", session=session, patient=False)  # nobody is asked
        pages = _pages(storage, Engine(url, languages=Languages()), http=http, slack=SlackCalls(client))
        async with httpx.AsyncClient(headers=BROWSER) as asker:
            product, floor = Starlette(routes=pages.routes()), Starlette(routes=[])
            async with _served(product) as at:
                shown = (await asker.get(f"{at}{AT}/{tokens[0]}")).text

                async def bare(_request: Request) -> Response:
                    return HTMLResponse(shown)

                floor.router.routes.append(Route("/bare", bare))
                async with _served(floor) as beside:
                    for turn in range(rounds):
                        links = [f"{at}{AT}/{tokens[(turn * requests + each) // 50]}" for each in range(requests)]
                        took = await _ask(asker, links)
                        least = await _ask(asker, [f"{beside}/bare"] * requests)
                        _note(figures, took, least)
        await http.aclose()
        await session.close()
        await storage.close()


def _pages(storage: Storage, engine: Engine, *, http: httpx.AsyncClient, slack: SlackCalls) -> InvitePages:
    people, recorder = People(slack=slack, now=_now), Recorder(now=_now, new_id=new_id)
    app = MetaApp(id="1", secret=SecretStr("secret"))
    graph = GraphClient(http, app=app, addresses=Addresses(version="v26.0"), deadline=10)
    logins = LoginMeans(
        storage=storage,
        engine=engine,
        graph=graph,
        secrets=Secrets(KEYS),
        slack=slack,
        people=people,
        app_id="1",
        public_url="http://127.0.0.1",
        keys=KEYS,
        now=_now,
        new_id=new_id,
    )
    campaigns = CampaignMeans(
        storage=storage, engine=engine, slack=slack, people=people, recorder=recorder, now=_now, new_id=new_id
    )
    means, signing_in = InfluencerMeans(campaigns=campaigns, logins=logins), SigningIn(logins)
    connecting = Connecting(logins, recorder=recorder)
    joining = Joining(means, signing_in=signing_in, connecting=connecting)
    return InvitePages(
        visiting=Visiting(means, signing_in=signing_in),
        joining=joining,
        returning=Returning(means, joining=joining, connecting=connecting),
        languages=Languages(),
        public_url="http://127.0.0.1",
        login_url="https://www.facebook.com",
        pages_a_minute=1_000_000,
    )


async def _invites(storage: Storage, tokens: Sequence[str]) -> None:
    now = _now()
    async with storage.across_workspaces() as everywhere:
        await everywhere.ensure(HERE, name="Northlight", now=now)
    campaign = Campaign(
        id=CampaignId(new_id()),
        name="Spring launch",
        name_key="spring launch",
        channel_id=ChannelId("C0SPRING"),
        channel_name="spring-launch",
        is_private=False,
        template="",
        created_by=PersonId("U0ANA"),
        created_at=now,
    )
    async with storage.write(HERE) as uow:
        uow.campaigns.add(campaign)
        await uow.flush()
        for token in tokens:
            uow.invites.add(_invite(token, campaign=campaign, now=now))


def _invite(token: str, *, campaign: Campaign, now: datetime) -> Invite:
    return Invite(
        id=new_id(),
        campaign_id=campaign.id,
        name="Maya",
        digest=digest_of(token) or "",
        days=50,
        hears_ads=True,
        hears_organic=True,
        profile_ids=[],
        domains=["northlight.example"],
        made_by=PersonId("U0ANA"),
        made_at=now,
        sent_at=now,
        link_ends_at=now + timedelta(days=14),
    )


@asynccontextmanager
async def _served(app: Starlette) -> AsyncIterator[str]:
    listening = listen(0)
    serving = server(app)
    task = asyncio.create_task(serving.serve(sockets=[listening]))
    while not serving.started:  # noqa: ASYNC110 - uvicorn tells by this flag alone
        await asyncio.sleep(0.01)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    serving.should_exit = True
    await task


async def _ask(asker: httpx.AsyncClient, addresses: Sequence[str]) -> tuple[float, list[float]]:
    """Ask for each address, some at once; return the seconds in all, and of each."""
    todo, took = list(addresses), []

    async def go_on() -> None:
        while todo:
            begun = time.perf_counter()
            answer = await asker.get(todo.pop())
            took.append(time.perf_counter() - begun)
            if answer.status_code != 200:
                raise RuntimeError(f"a page was answered with {answer.status_code}")

    begun = time.perf_counter()
    await asyncio.gather(*(go_on() for _ in range(AT_ONCE)))
    return time.perf_counter() - begun, took


def _note(figures: Figures, took: tuple[float, list[float]], least: tuple[float, list[float]]) -> None:
    name = f"the page of an invite, {AT_ONCE} at once"
    for (seconds, each), side in ((took, "product"), (least, "floor")):
        slowest = sorted(each)[int(len(each) * 0.99) - 1] * 1000
        figures.add(f"{name}: requests a second", unit="", **{side: len(each) / seconds})
        figures.add(f"{name}: p99", unit="ms", **{side: slowest})


def _now() -> datetime:
    return datetime.now(UTC)
