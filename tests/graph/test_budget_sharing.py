"""Limits over real HTTP, and two workers that share what they hear of them by one database."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta

import pytest
from pydantic import SecretStr
from sqlalchemy import event

from bot.budgets import LOOK_EVERY, SharedLedger
from bot.graph import Access, Addresses, CreatorById, GraphClient, GraphHeld, GraphThrottled, MetaApp, pooled_http
from bot.graph.buckets import Bucket
from bot.graph.budget import Gauge
from storage.database import connect, file_of, is_sqlite
from storage.unit_of_work import Storage
from tests.graph.desk import APP
from tests.running import until
from tests.sandbox.graph.server import Graph
from tests.storage.conftest import Jobs


class Hours:
    """Our clock, moved together with the sandbox's."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._ahead = timedelta(0)

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    async def pass_by(self, **by: float) -> None:
        self._ahead += timedelta(**by)
        await self._graph.control("clock", advance_seconds=timedelta(**by).total_seconds())


class Worker:
    """One process's client, as far as limits are concerned: what it heard itself, and the shared database."""

    def __init__(self, graph: Graph, *, storage: Storage, client: GraphClient, statements: list[str]) -> None:
        self._graph = graph
        self.storage = storage
        self.client = client
        self.statements = statements

    def access(self, brand: int = 0) -> Access:
        profile = self._graph.profiles[brand]
        return Access(ig_id=profile["ig_id"], token=SecretStr(profile["access_token"]))

    async def look(self, brand: int = 0) -> None:
        async for _each in self.client.in_background().permissions.listed(self.access(brand)):
            pass

    async def is_held(self, brand: int = 0) -> float | None:
        """Look, unless held back; returns the seconds to wait, and sees that nothing arrived then."""
        arrived = len(await self._graph.read("calls"))
        try:
            await self.look(brand)
        except GraphHeld as held:
            assert len(await self._graph.read("calls")) == arrived
            return held.wait_seconds
        return None


@pytest.fixture
def hours(graph: Graph) -> Hours:
    return Hours(graph)


Begin = Callable[[], "Worker"]


@pytest.fixture
async def begin(graph: Graph, hours: Hours, ready_url: str) -> AsyncIterator[Begin]:
    """Begin another worker on the one database."""
    async with AsyncExitStack() as stack:

        def begun() -> Worker:
            engine, statements = connect(ready_url), list[str]()
            event.listen(engine.sync_engine, "before_cursor_execute", lambda *told: statements.append(told[2]))
            storage = Storage(engine, enqueue=Jobs())
            stack.push_async_callback(storage.close)
            http = pooled_http()
            stack.push_async_callback(http.aclose)
            client = GraphClient(
                http,
                app=MetaApp(id=APP, secret=SecretStr(graph.app_secret)),
                addresses=Addresses(version="v26.0", graph=graph.url),
                ledger=SharedLedger(storage, now=hours.now),
                now=hours.now,
            )
            return Worker(graph, storage=storage, client=client, statements=statements)

        yield begun


async def throttle(graph: Graph, *, brand: int | None = None, minutes: float = 5, **more: object) -> None:
    only = {} if brand is None else {"profile_ig_id": graph.profiles[brand]["ig_id"]}
    await graph.control("fault", on="list", kind="throttle", minutes=minutes, **only, **more)


async def test_a_wall_that_one_worker_meets_stops_the_other_within_a_second_and_without_a_call(
    graph: Graph, hours: Hours, begin: Begin
) -> None:
    one, other = begin(), begin()
    await other.look()
    await throttle(graph)
    with pytest.raises(GraphThrottled):
        await one.look()
    arrived = len(await graph.read("calls"))

    await hours.pass_by(seconds=LOOK_EVERY.total_seconds())
    assert await other.is_held() is not None
    assert len(await graph.read("calls")) == arrived


async def test_all_workers_go_on_once_the_wall_has_lifted(graph: Graph, hours: Hours, begin: Begin) -> None:
    one, other = begin(), begin()
    await throttle(graph, minutes=5)
    with pytest.raises(GraphThrottled):
        await one.look()
    await hours.pass_by(minutes=4)
    assert await one.is_held() == pytest.approx(60, abs=5)
    assert await other.is_held() == pytest.approx(60, abs=5)
    await hours.pass_by(minutes=1)
    assert await one.is_held() is None
    assert await other.is_held() is None


async def test_a_worker_that_starts_during_a_wall_makes_no_call(graph: Graph, begin: Begin) -> None:
    one = begin()
    await throttle(graph)
    with pytest.raises(GraphThrottled):
        await one.look()
    assert await begin().is_held() is not None


async def test_one_throttled_brand_leaves_the_others_alone_on_every_worker(graph: Graph, begin: Begin) -> None:
    one, other = begin(), begin()
    await throttle(graph, brand=0)
    with pytest.raises(GraphThrottled):
        await one.look(0)
    for worker in (one, other):
        assert await worker.is_held(0) is not None
        assert await worker.is_held(1) is None


async def test_whoever_deletes_what_is_known_lets_every_worker_go_on_within_a_second(
    graph: Graph, hours: Hours, begin: Begin
) -> None:
    one = begin()
    await throttle(graph, minutes=5)
    with pytest.raises(GraphThrottled):
        await one.look()
    await graph.control("clock", advance_seconds=300)
    async with one.storage.budgets(to_write=True) as budgets:
        await budgets.forget(before=hours.now() + timedelta(days=1))
    await hours.pass_by(seconds=1)
    assert await one.is_held() is None


@pytest.mark.parametrize("calls_a_day", [4, 150])
async def test_a_small_account_is_looked_at_all_day_and_never_refused(
    graph: Graph, hours: Hours, begin: Begin, calls_a_day: int
) -> None:
    """Two workers want a look every quarter of an hour, for two days, of an account that is allowed a few calls."""
    await graph.control("rules", instagram_calls_per_day=calls_a_day)
    workers = [begin(), begin()]
    went = 0
    for turn in range(192):
        wait = await workers[turn % 2].is_held()
        went += wait is None
        await hours.pass_by(minutes=15)
    calls = [call for call in await graph.read("calls") if call["op"] == "list"]
    assert {call["status"] for call in calls} == {200}
    assert len(calls) == went >= min(1.2 * calls_a_day, 170)


async def test_the_last_of_a_limit_is_left_to_those_who_want_to_ask(graph: Graph, begin: Begin) -> None:
    await graph.control("rules", instagram_calls_per_day=20)
    one = begin()
    while await one.is_held() is None:
        pass
    maya = CreatorById(graph.creators["maya.makes"]["ig_id"])
    for _ask in range(7):
        await one.client.permissions.request(one.access(), maya)
    calls = await graph.read("calls")
    assert {call["status"] for call in calls} == {200}


async def test_far_from_every_limit_calls_cost_one_small_query_a_second_and_no_write(
    graph: Graph, begin: Begin
) -> None:
    one = begin()
    for _call in range(50):
        await one.look()
    selects = [each for each in one.statements if "FROM budgets" in each]
    assert 1 <= len(selects) <= 5
    assert not [each for each in one.statements if "INSERT" in each or "UPDATE" in each or "DELETE" in each]


async def test_near_a_limit_it_is_told_once_a_percent(graph: Graph, begin: Begin) -> None:
    await graph.control("rules", instagram_calls_per_day=1000)
    one = begin()
    for _call in range(530):
        async for _each in one.client.permissions.listed(one.access()):
            pass
    inserts = [each for each in one.statements if each.startswith("INSERT INTO budgets")]
    assert 3 <= len(inserts) <= 5


async def test_what_is_heard_of_many_brands_at_once_is_told_in_a_few_writes(hours: Hours, begin: Begin) -> None:
    one = begin()
    ledger = SharedLedger(one.storage, now=hours.now)
    news = {Bucket(f"app:business:{number}", "business"): Gauge(used=75.0, read_at=hours.now()) for number in range(40)}
    await asyncio.gather(*(ledger.note({bucket: gauge}) for bucket, gauge in news.items()))
    assert len([each for each in one.statements if each.startswith("INSERT INTO budgets")]) <= 3
    assert set(await SharedLedger(one.storage, now=hours.now).known(tuple(news))) == set(news)


async def test_a_database_that_is_gone_keeps_nobody_from_calling_and_walls_are_kept_in_mind(
    graph: Graph, hours: Hours
) -> None:
    storage = Storage(connect("postgresql://nobody@127.0.0.1:1/nothing"), enqueue=Jobs())
    async with pooled_http() as http:
        client = GraphClient(
            http,
            app=MetaApp(id=APP, secret=SecretStr(graph.app_secret)),
            addresses=Addresses(version="v26.0", graph=graph.url),
            ledger=SharedLedger(storage, now=hours.now),
            now=hours.now,
        )
        alone = Worker(graph, storage=storage, client=client, statements=[])
        await alone.look()
        await throttle(graph)
        with pytest.raises(GraphThrottled):
            await alone.look()
        await hours.pass_by(seconds=2)
        assert await alone.is_held() is not None
    await storage.close()


async def test_a_wall_is_known_to_whoever_met_it_while_the_database_is_too_busy_to_be_told(
    graph: Graph, hours: Hours, begin: Begin, ready_url: str
) -> None:
    if not is_sqlite(ready_url):
        pytest.skip("PostgreSQL lets several write at once")
    one = begin()
    await one.look()
    busy = sqlite3.connect(file_of(ready_url), isolation_level=None)
    busy.execute("BEGIN IMMEDIATE")
    await throttle(graph)
    telling = asyncio.create_task(one.look())

    async def is_met() -> bool:
        return any(call["status"] == 400 for call in await graph.read("calls"))

    await until(is_met, seconds=5)
    for _look in range(3):
        await hours.pass_by(seconds=1)
        assert await one.is_held() is not None
    busy.execute("ROLLBACK")
    busy.close()
    with pytest.raises(GraphThrottled):
        await telling
    assert await begin().is_held() is not None


async def test_a_limit_is_told_in_the_rows_of_no_token(graph: Graph, begin: Begin) -> None:
    one = begin()
    await throttle(graph, code=17)
    with pytest.raises(GraphThrottled):
        await one.look()
    async with one.storage.budgets() as budgets:
        rows = [each.bucket for each in await budgets.near(lifted_since=datetime.now(UTC))]
    assert rows
    assert any(":user:" in row for row in rows)
    assert all(graph.token not in row and graph.prove(graph.token) not in row for row in rows)
