"""Two workers on one PostgreSQL: one dies, the other finishes its work, within ten seconds."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import psycopg
import pytest

from tests.databases import PostgresServer, fresh_url
from tests.stories.desk import Desk, a_desk

pytestmark = [pytest.mark.story, pytest.mark.timeout(180)]

WITHIN_SECONDS = 10.0
"""What the takeover promises to people; the test waits that long and no longer."""


@pytest.fixture
async def pg_desk(services: tuple[str, str], tmp_path: Path, postgres: PostgresServer) -> AsyncIterator[Desk]:
    """A desk on PostgreSQL."""
    with fresh_url("postgresql", folder=tmp_path, postgres=postgres) as url:
        async with a_desk(services, folder=tmp_path, database_url=url) as desk:
            yield desk


@pytest.mark.parametrize("when", ["before", "after"])
async def test_when_a_worker_dies_the_other_finishes_its_work(pg_desk: Desk, when: str) -> None:
    desk = pg_desk
    await desk.connect_profile()
    first = await desk.start_bot()
    await desk.create_campaign()
    creators = ["creator.0", "creator.1"]  # few: Slack takes one card a second, and that is not what is timed
    for creator in creators:
        await desk.meta.post("creator", username=creator, behaviour="manual")
    await desk.meta.post("fault", on="request", kind="hold", when=when, times=len(creators))
    assert not (await desk.ask("\n".join(creators)))["errors"]

    async def all_held() -> bool:
        return len((await desk.meta.get("held"))["held"]) == len(creators)

    await desk.eventually(all_held, about="every request held")
    second = await desk.start_bot()  # only now: what is held is the first one's work, all of it
    await first.kill()
    died_at = time.monotonic()
    await desk.meta.post("release", drop=True)

    async def all_waiting() -> bool:
        cards = [card["text"] for card in await desk.cards()]
        return all(any(f"@{creator}:" in card and "Waiting" in card for card in cards) for creator in creators)

    await desk.eventually(all_waiting, seconds=WITHIN_SECONDS, about="the work of the dead worker finished")
    assert time.monotonic() - died_at < WITHIN_SECONDS
    for creator in creators:
        assert len(await desk.meta.on_phone(creator)) == 1
    assert len(await desk.cards()) == len(creators)
    assert await second.stop() == 0


async def test_two_workers_that_both_live_do_nothing_twice(pg_desk: Desk) -> None:
    desk = pg_desk
    await desk.connect_profile()
    await desk.start_bot()
    await desk.start_bot()
    await desk.create_campaign()
    creators = [f"creator.{number}" for number in range(6)]
    for creator in creators:
        await desk.meta.post("creator", username=creator, behaviour="approves:1")
    assert not (await desk.ask("\n".join(creators)))["errors"]
    for creator in creators:
        card = await desk.card(f"@{creator}:", "Approved", seconds=40)
        await desk.told(card, "Approved")
        assert len(await desk.meta.on_phone(creator)) == 1
    assert len(await desk.cards()) == len(creators)


async def test_a_worker_that_only_lost_its_connections_keeps_its_work(pg_desk: Desk) -> None:
    desk = pg_desk
    await desk.connect_profile()
    await desk.start_bot()
    await desk.start_bot()
    await desk.create_campaign()
    await desk.meta.post("creator", username="creator.0", behaviour="manual")
    await desk.meta.post("fault", on="list", kind="hold", when="before", times=1)
    assert not (await desk.ask("creator.0"))["errors"]

    async def held() -> bool:
        return bool((await desk.meta.get("held"))["held"])

    await desk.eventually(held, about="the first call held")
    for _ in range(4):
        _end_the_sessions_that_say_alive(desk.environment["GREENLIGHT_DATABASE_URL"])
        await asyncio.sleep(1.2)
    assert "from a worker that died" not in desk.log()
    await desk.meta.post("release")
    await desk.card("@creator.0:", "Waiting")
    assert len(await desk.meta.on_phone("creator.0")) == 1


def _end_the_sessions_that_say_alive(url: str) -> None:
    """End what holds an advisory lock, as a restart of the server would."""
    with psycopg.connect(url, autocommit=True) as connection:
        ended = connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted "
            "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        )
        assert ended.fetchall()


async def test_a_limit_that_one_worker_meets_stops_them_both_before_they_call(pg_desk: Desk) -> None:
    desk = pg_desk
    await desk.connect_profile()
    await desk.start_bot()
    await desk.start_bot()
    await desk.create_campaign()
    creators = [f"creator.{number}" for number in range(7)]
    for creator in creators:
        await desk.meta.post("creator", username=creator, behaviour="manual")
    await desk.meta.post("fault", on="list", kind="throttle", code=4, minutes=10)
    assert not (await desk.ask(creators[0]))["errors"]
    await desk.card(f"@{creators[0]}:", "Queued")
    met = len(await desk.meta.get("calls"))

    assert not (await desk.ask("\n".join(creators[1:])))["errors"]
    for creator in creators[1:]:
        card = await desk.card(f"@{creator}:", "Queued")
        assert "Meta has asked Greenlight to slow down" in str(card["blocks"])
    calls = (await desk.meta.get("calls"))[met:]
    # The form looks creators up, which Meta counts elsewhere. Nothing else is sent, by either worker.
    assert [call for call in calls if call["op"] != "discovery"] == []
