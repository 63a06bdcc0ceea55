"""Work whose end could not be written down is done again, and does not hold its queue's turn for good."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from sqlalchemy import Connection, create_engine, text
from sqlalchemy import Engine as Sql

from bot.engine import Engine, Queue
from storage.database import engine_url, is_sqlite
from storage.unit_of_work import Job
from tests.running import until

REFUSE = {
    True: [
        "CREATE TRIGGER refuse BEFORE UPDATE ON workflow_status WHEN NEW.status IN ('SUCCESS', 'ERROR') "
        "BEGIN SELECT RAISE(ABORT, 'no room'); END"
    ],
    False: [
        "CREATE FUNCTION refuse() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION 'no room'; END $$ LANGUAGE plpgsql",
        "CREATE TRIGGER refuse BEFORE UPDATE ON dbos.workflow_status FOR EACH ROW "
        "WHEN (NEW.status IN ('SUCCESS', 'ERROR')) EXECUTE FUNCTION refuse()",
    ],
}
ACCEPT = {True: "DROP TRIGGER refuse", False: "DROP TRIGGER refuse ON dbos.workflow_status"}


@dataclass
class Workshop:
    """An engine with one queue that has one turn, and what was done in it."""

    engine: Engine
    sql: Sql
    done: list[str] = field(default_factory=list)

    async def hand_in(self, name: str) -> None:
        """Enqueue one piece of work."""
        job = Job(workflow="work", queue="bench", id=name, args=(name,), partition="one")

        def put() -> None:
            with self.sql.begin() as connection:
                self.engine.enqueue(connection, job)

        await asyncio.to_thread(put)

    async def was_done(self, *names: str) -> bool:
        """Tell whether exactly those pieces were done, in that order."""
        return tuple(self.done) == names


@pytest.fixture
async def workshop(database_url: str) -> AsyncIterator[Workshop]:
    """A workshop on SQLite, then on PostgreSQL."""
    shop = Workshop(engine=Engine(database_url, app_name="workshop"), sql=create_engine(engine_url(database_url)))

    async def work(name: str) -> None:
        async def act() -> None:
            shop.done.append(name)

        await shop.engine.step("work", act)

    shop.engine.workflow("work", work)
    shop.engine.queue(Queue(name="bench", one_at_a_time=True, poll_seconds=0.1))
    await shop.engine.start()
    yield shop
    await shop.engine.stop()
    shop.sql.dispose()


async def test_an_end_that_could_not_be_written_down_frees_the_turn_again(
    workshop: Workshop, database_url: str
) -> None:
    sqlite = is_sqlite(database_url)
    await asyncio.to_thread(_run, workshop.sql, *REFUSE[sqlite])
    await workshop.hand_in("first")
    await until(lambda: workshop.was_done("first"))
    await workshop.hand_in("second")
    await asyncio.sleep(1)
    assert workshop.done == ["first"], "the first still has the turn"
    await asyncio.to_thread(_run, workshop.sql, ACCEPT[sqlite])
    await until(lambda: workshop.was_done("first", "second"))  # the first one's step is on record: it is not done twice


def _run(sql: Sql, *statements: str) -> None:
    connection: Connection
    with sql.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
