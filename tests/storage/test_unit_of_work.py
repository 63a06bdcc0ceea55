"""State, audit and outgoing work change together or not at all."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from storage.database import DatabaseDown, connect
from storage.migrate import head, migrate
from storage.tables import Health, Kind
from storage.unit_of_work import Job, Storage
from tests.storage.builders import NORTHLIGHT, NOW, a_profile
from tests.storage.conftest import Jobs


async def test_what_a_failed_unit_of_work_changed_is_gone(storage: Storage) -> None:
    with pytest.raises(RuntimeError, match="half way"):
        async with storage.write(NORTHLIGHT) as uow:
            uow.profiles.add(a_profile())
            await uow.flush()
            raise RuntimeError("half way")
    async with storage.read(NORTHLIGHT) as uow:
        assert await uow.profiles.find() == []


async def test_reading_changes_nothing_even_when_a_row_was_touched(storage: Storage) -> None:
    profile = a_profile()
    async with storage.write(NORTHLIGHT) as uow:
        uow.profiles.add(profile)
    async with storage.read(NORTHLIGHT) as uow:
        found = await uow.profiles.get(profile.id)
        assert found is not None
        found.username = "somebody.else"
    async with storage.read(NORTHLIGHT) as uow:
        found = await uow.profiles.get(profile.id)
        assert found is not None
        assert found.username == "northlight.skin"


async def test_jobs_are_handed_over_inside_the_transaction(storage: Storage, jobs: Jobs) -> None:
    async with storage.write(NORTHLIGHT) as uow:
        await uow.enqueue(Job(workflow="ask", queue="asks", id="ask:1"))
        assert jobs == ["ask:1"]


async def test_moments_come_back_aware_and_naive_ones_are_refused(storage: Storage) -> None:
    profile = a_profile(next_look_at=NOW)
    async with storage.write(NORTHLIGHT) as uow:
        uow.profiles.add(profile)
    async with storage.across_workspaces() as everywhere:
        (due,) = await everywhere.profiles_due(before=NOW + timedelta(seconds=1), limit=10)
        assert due.next_look_at == NOW
        assert due.next_look_at is not None
        assert due.next_look_at.tzinfo is not None
    with pytest.raises(Exception, match="without a zone"):
        async with storage.write(NORTHLIGHT) as uow:
            uow.profiles.add(a_profile(ig_id="2", next_look_at=datetime(2026, 1, 1)))  # noqa: DTZ001 - the point of it
            await uow.flush()


async def test_a_choice_among_words_comes_back_as_the_choice_it_was(storage: Storage) -> None:
    profile = a_profile(health=Health.LOGIN_DEAD)
    async with storage.write(NORTHLIGHT) as uow:
        uow.profiles.add(profile)
    async with storage.read(NORTHLIGHT) as uow:
        found = await uow.profiles.get(profile.id)
        assert found is not None
        assert (found.health is Health.LOGIN_DEAD, found.kind is Kind.INSTAGRAM) == (True, True)


def test_migrating_again_changes_nothing(database_url: str) -> None:
    assert migrate(database_url) == (None, head())
    assert migrate(database_url) == (head(), head())


def test_the_migrations_make_exactly_the_tables_the_code_knows(database_url: str) -> None:
    import sqlalchemy as sa
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    from storage.database import engine_url
    from storage.tables import Base

    migrate(database_url)
    engine = sa.create_engine(engine_url(database_url))
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


async def test_a_locked_sqlite_file_is_called_locked_within_an_acks_time(tmp_path: Path) -> None:
    file = tmp_path / "greenlight.sqlite"
    migrate(f"sqlite:///{file}")
    storage = Storage(connect(f"sqlite:///{file}"), enqueue=Jobs())
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(DatabaseDown) as down:
        async with storage.write(NORTHLIGHT):
            pass
    assert down.value.reason == "locked"
    other.close()
    await storage.close()


async def test_a_database_that_is_gone_is_called_gone() -> None:
    storage = Storage(connect("postgresql://nobody@127.0.0.1:1/nothing"), enqueue=Jobs())
    with pytest.raises(DatabaseDown) as down:
        async with storage.write(NORTHLIGHT):
            pass
    assert down.value.reason == "gone"
    await storage.close()


async def test_a_row_somebody_else_holds_is_waited_for_no_longer_than_an_ack_may_take(
    storage: Storage, database_url: str
) -> None:
    profile = a_profile()
    async with storage.write(NORTHLIGHT) as uow:
        uow.profiles.add(profile)
    async with storage.write(NORTHLIGHT) as uow:
        await uow.profiles.get(profile.id, lock=True)
        with pytest.raises(DatabaseDown) as down:
            async with storage.write(NORTHLIGHT) as other:
                await other.profiles.get(profile.id, lock=True)
    assert down.value.reason == "locked"
