"""Lists and the Home tab over a large workspace, beside the one SQL statement that gives the rows of a page."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from pydantic import SecretStr
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from bench.crowd import crowd
from bench.databases import Databases
from bench.figures import Figures
from bench.stage import Services
from bot.connections.means import LoginMeans
from bot.connections.overview import Overview
from bot.graph import Addresses, GraphClient, MetaApp, pooled_http
from bot.homes.morning import Morning
from bot.people import People
from bot.permissions.reading.finding import Finding
from bot.permissions.reading.lists import Lists, Narrowing
from bot.permissions.status import State
from bot.slack.calls import SlackCalls, slack_session, web_client
from handlers.find.card import draw_found
from handlers.home.card import draw_home
from handlers.manage.listing import SHOWN, ListMemory, draw_list
from storage.database import connect
from storage.ids import CampaignId, PersonId, WorkspaceId, new_id
from storage.migrate import migrate
from storage.secrets import Secrets
from storage.unit_of_work import Job, Storage
from storage.wanted import Mark

CAMPAIGNS = 500
_ROWS = (
    "SELECT r.*, p.*, c.*, m.* FROM requests r JOIN profiles p ON p.id = r.profile_id "
    "LEFT JOIN campaigns c ON c.id = r.campaign_id LEFT JOIN messages m ON m.key = 'card:' || r.id "
)
_ORDER = f"ORDER BY r.changed_at DESC, r.id DESC LIMIT {SHOWN + 1}"
PAGE = text(f"{_ROWS} WHERE r.workspace_id = :ws AND (c.id IS NULL OR NOT c.is_private) {_ORDER}")
FAILED = text(f"{_ROWS} WHERE r.workspace_id = :ws AND r.state = 'failed' AND NOT c.is_private {_ORDER}")
OF_CAMPAIGN = text(f"{_ROWS} WHERE r.campaign_id = :campaign {_ORDER}")
MINE = text(f"{_ROWS} WHERE r.workspace_id = :ws AND r.asked_by = :me AND r.state = :state {_ORDER}")
FOUND = text(f"{_ROWS} WHERE r.workspace_id = :ws AND lower(r.creator_username) LIKE :part {_ORDER}")

Act = Callable[[], Awaitable[object]]


async def measure_desk(
    found: dict[str, Figures], world: Services, given: Databases, *, kind: str, sizes: tuple[int, ...], samples: int
) -> None:
    """Measure each size on an empty database of that kind."""
    await world.slack.begin()
    for size in sizes:
        print(f"{size:,} requests in {CAMPAIGNS} campaigns on {kind} ...", flush=True)
        url = given.empty(kind)
        migrate(url)
        engine = connect(url)
        ws, people = world.slack.world["team_id"], world.slack.people
        await crowd(engine, workspace=ws, people=people, requests=size, campaigns=CAMPAIGNS)
        await _measure(found.setdefault(kind, Figures()), world, engine, size=size, samples=samples)
        await engine.dispose()


async def _measure(figures: Figures, world: Services, engine: AsyncEngine, *, size: int, samples: int) -> None:
    def now() -> datetime:
        return datetime.now(UTC)

    def never(_connection: object, _job: Job) -> None:
        raise AssertionError("reading enqueues nothing")

    session, http = slack_session(), pooled_http()
    slack = world.slack
    calls = SlackCalls(web_client(token=slack.world["bot_token"], url=slack.api_url, session=session, patient=True))
    storage, people = Storage(engine, enqueue=never), People(slack=calls, now=now)
    ws, me = WorkspaceId(slack.world["team_id"]), PersonId(slack.people[0])
    lists, finding = Lists(storage=storage, people=people), Finding(storage=storage, people=people)
    logins = LoginMeans(
        storage=storage,
        engine=None,  # type: ignore[arg-type]  # nothing durable is begun by reading
        graph=GraphClient(
            http,
            app=MetaApp(secret=SecretStr("none")),
            addresses=Addresses(version="v26.0", graph="http://nowhere.test"),
        ),
        secrets=Secrets([SecretStr("a key of enough characters for nothing")]),
        slack=calls,
        people=people,
        app_id="",
        public_url="",
        keys=[],
        now=now,
        new_id=new_id,
    )
    morning = Morning(storage=storage, people=people, overview=Overview(logins), now=now)

    async def page(narrowing: Narrowing, mark: Mark | None = None) -> Mark | None:
        found = await lists.page(ws, person_id=me, narrowing=narrowing, mark=mark, size=SHOWN)
        draw_list(found, memory=ListMemory())
        return found.after

    async def home() -> None:
        draw_home(await morning.look(ws, person_id=me))

    async def find(typed: str) -> None:
        draw_found(await finding.find(ws, person_id=me, text=typed), typed=typed, as_of=now())

    async def bare(statement: object, **values: str) -> None:
        async with engine.connect() as connection:
            (await connection.execute(statement, values)).all()  # type: ignore[call-overload]  # a text, as above

    async def bare_home() -> None:
        for state in ("failed", "unsure", "waiting"):
            await bare(MINE, ws=ws, me=me, state=state)

    campaign, part = CampaignId(f"c{1:031}"), f"r.{size // 3}"
    deep = await _deep(page, pages=50)
    pairs: dict[str, tuple[Act, Act | None]] = {
        "first page of all": (lambda: page(Narrowing()), lambda: bare(PAGE, ws=ws)),
        "page 51 of all": (lambda: page(Narrowing(), deep), None),
        "first page of those that failed": (
            lambda: page(Narrowing(states={State.FAILED})),
            lambda: bare(FAILED, ws=ws),
        ),
        "first page of a campaign": (
            lambda: page(Narrowing(campaign_id=campaign)),
            lambda: bare(OF_CAMPAIGN, campaign=campaign),
        ),
        "search by a part of a handle": (
            lambda: page(Narrowing(text=part)),
            lambda: bare(FOUND, ws=ws, part=f"%{part}%"),
        ),
        "find": (lambda: find(part), lambda: bare(FOUND, ws=ws, part=f"%{part}%")),
        "Home": (home, bare_home),
    }
    for name, (product, floor) in pairs.items():
        for number in range(samples + 2):
            took = await _seconds(product)
            least = await _seconds(floor) if floor is not None else None
            if number >= 2:  # the first ones prepare statements and ask Slack who somebody is
                figures.add(
                    f"{name}, {size:,}",
                    unit="ms",
                    product=took * 1000,
                    floor=None if least is None else least * 1000,
                )
    await http.aclose()
    await session.close()


async def _deep(page: Callable[..., Awaitable[Mark | None]], *, pages: int) -> Mark | None:
    mark = None
    for _page in range(pages):
        mark = await page(Narrowing(), mark)
    return mark


async def _seconds(act: Act) -> float:
    begun = time.perf_counter()
    await act()
    return time.perf_counter() - begun
