"""What every story starts from."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.stories.desk import Desk, a_desk, both_services
from tests.stories.hands import Hands


@pytest.fixture(scope="module")
def services() -> Iterator[tuple[str, str]]:
    """Slack and Meta, running for the stories of one file."""
    with both_services() as urls:
        yield urls


@pytest.fixture
async def desk(services: tuple[str, str], tmp_path: Path, database_url: str) -> AsyncIterator[Desk]:
    """A desk with nothing on it yet; on SQLite, then on PostgreSQL."""
    async with a_desk(services, folder=tmp_path, database_url=database_url) as desk:
        yield desk


@pytest.fixture
async def sqlite_desk(services: tuple[str, str], tmp_path: Path) -> AsyncIterator[Desk]:
    """A desk on SQLite only, for what has nothing to do with the database."""
    async with a_desk(services, folder=tmp_path, database_url=f"sqlite:///{tmp_path / 'greenlight.sqlite'}") as desk:
        yield desk


@pytest.fixture
async def hands(ready_url: str) -> AsyncIterator[Hands]:
    """Everything at hand, on SQLite and then on PostgreSQL."""
    hands = Hands(ready_url)
    await hands.set_up()
    yield hands
    await hands.close()
