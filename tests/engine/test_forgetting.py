"""Records of finished work are deleted in time: of ticks, which are the most, an hour after; of all else after a week."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import create_engine, text

from bot.engine import Engine, Queue, Schedule
from storage.database import engine_url, is_sqlite
from storage.unit_of_work import Job
from tests.running import until


async def test_ticks_of_every_schedule_are_forgotten_after_an_hour_and_other_work_after_a_week(
    database_url: str,
) -> None:
    engine, ticked = Engine(database_url, app_name="forgetful"), set[str]()

    def ticking(name: str) -> Schedule:
        async def run(_scheduled: datetime, _context: Any) -> None:
            ticked.add(name)

        return Schedule(name=name, cron="* * * * * *", run=run)

    async def work(name: str) -> None:
        ticked.add(name)

    async def all_ran() -> bool:
        return ticked == {"one", "other", "done", "brief"}

    for name in ("one", "other"):
        engine.schedule(ticking(name))
    engine.workflow("work", work)
    engine.workflow("brief", work)
    engine.queue(Queue(name="bench"))
    await engine.start()
    sql = create_engine(engine_url(database_url))
    try:

        def hand_in() -> None:
            with sql.begin() as connection:
                for workflow, name in (("work", "done"), ("brief", "brief")):
                    engine.enqueue(connection, Job(workflow=workflow, queue="bench", id=name, args=(name,)))

        await asyncio.to_thread(hand_in)
        assert await until(all_ran)
        now = datetime.now(UTC)

        assert await engine.forget_finished(now=now, brief=["brief"]) == 0
        for later, kept in ((timedelta(hours=2), {"work"}), (timedelta(days=8), set[str]())):

            async def forgotten(later: timedelta = later, kept: set[str] = kept) -> bool:
                await engine.forget_finished(now=now + later, brief=["brief"])
                return _recorded(sql, database_url, before=now) == kept

            assert await until(forgotten)  # what runs at that moment goes after its end
    finally:
        sql.dispose()
        await engine.stop()


def _recorded(sql: Any, url: str, *, before: datetime) -> set[str]:
    """Name the work that was begun before some moment and is on record."""
    table = "workflow_status" if is_sqlite(url) else "dbos.workflow_status"
    with sql.begin() as connection:
        rows = connection.execute(
            text(f"SELECT DISTINCT name FROM {table} WHERE created_at < :before"), {"before": before.timestamp() * 1000}
        )
        return {str(name) for (name,) in rows}
