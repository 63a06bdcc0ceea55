"""A table for each test, on SQLite and on PostgreSQL; Slack runs for all of them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from tests.campaigns.office import Office
from tests.nursery import running_sandbox
from tests.posts.table import PostTable
from tests.running import Slack


@pytest.fixture(scope="session")
def workspace() -> Iterator[str]:
    """Slack; each test begins with its world reset. Meta is the table's own."""
    with running_sandbox("slack") as url:
        yield url


@pytest.fixture
async def table(workspace: str, ready_url: str) -> AsyncIterator[PostTable]:
    """A table in a fresh world."""
    async with Slack(workspace) as slack:
        await slack.post("limits", enabled=False)
        office = Office(ready_url, slack=slack)
        await office.set_up()
        table = PostTable(office)
        await table.set_up()
        yield table
        await table.close()
        await office.close()
