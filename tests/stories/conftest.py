"""What every story starts from."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.databases import ready_sqlite
from tests.stories.desk import Desk, a_desk, both_services
from tests.stories.hands import Hands


@pytest.fixture(scope="session")
def services() -> Iterator[tuple[str, str]]:
    """Slack and Meta, running for all stories; each begins with both worlds reset."""
    with both_services() as urls:
        yield urls


@pytest.fixture
async def desk(services: tuple[str, str], tmp_path: Path, ready_url: str) -> AsyncIterator[Desk]:
    """A desk with nothing on it yet; on SQLite, then on PostgreSQL."""
    async with a_desk(services, folder=tmp_path, database_url=ready_url) as desk:
        yield desk


@pytest.fixture
async def sqlite_desk(services: tuple[str, str], tmp_path: Path) -> AsyncIterator[Desk]:
    """A desk on SQLite only, for what has nothing to do with the database."""
    async with a_desk(services, folder=tmp_path, database_url=ready_sqlite(tmp_path)) as desk:
        yield desk


@pytest.fixture
async def hands(ready_url: str) -> AsyncIterator[Hands]:
    """Everything at hand, on SQLite and then on PostgreSQL."""
    hands = Hands(ready_url)
    await hands.set_up()
    yield hands
    await hands.close()
