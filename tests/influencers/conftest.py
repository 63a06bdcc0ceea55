"""A house for each test, on SQLite and on PostgreSQL; Slack and Meta run in one process for all of them."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.connections.conftest import _same_time
from tests.databases import ready_sqlite
from tests.influencers.house import CreatorsHouse
from tests.nursery import running_sandbox
from tests.running import Slack
from tests.stories.meta import Meta


@pytest.fixture(scope="session")
def outside() -> Iterator[str]:
    """Slack and Meta; each test begins with both worlds reset, and no clock is set back."""
    with running_sandbox() as url:
        yield url


@asynccontextmanager
async def a_house(outside: str, database_url: str) -> AsyncIterator[CreatorsHouse]:
    """Build a house in a fresh world."""
    async with Slack(f"{outside}/slack") as slack, Meta(f"{outside}/graph") as meta:
        await slack.post("limits", enabled=False)
        now = await _same_time(slack, meta)
        house = CreatorsHouse(database_url, slack=slack, meta=meta, skew=now - time.time())
        await house.set_up()
        yield house
        await house.close()


@pytest.fixture
async def house(outside: str, ready_url: str) -> AsyncIterator[CreatorsHouse]:
    """A house in a fresh world; on SQLite, then on PostgreSQL."""
    async with a_house(outside, ready_url) as house:
        yield house


@pytest.fixture
async def sqlite_house(outside: str, tmp_path: Path) -> AsyncIterator[CreatorsHouse]:
    """A house on SQLite only, for what has nothing to do with the database."""
    async with a_house(outside, ready_sqlite(tmp_path)) as house:
        yield house
