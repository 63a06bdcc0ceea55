"""A table for each test, on SQLite and on PostgreSQL; Slack runs for the tests of one file."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from tests.campaigns.office import Office
from tests.posts.table import PostTable
from tests.running import Slack
from tests.stories.desk import both_services


@pytest.fixture(scope="module")
def services() -> Iterator[tuple[str, str]]:
    """Slack and Meta, each on a port of its own."""
    with both_services() as urls:
        yield urls


@pytest.fixture
async def table(services: tuple[str, str], ready_url: str) -> AsyncIterator[PostTable]:
    """A table in a fresh world."""
    async with Slack(services[0]) as slack:
        await slack.post("limits", enabled=False)
        office = Office(ready_url, slack=slack)
        await office.set_up()
        table = PostTable(office)
        await table.set_up()
        yield table
        await table.close()
        await office.close()
