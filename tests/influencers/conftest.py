"""A house for each test, on SQLite and on PostgreSQL; Slack and Meta run for the tests of one file."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Iterator

import pytest

from tests.connections.conftest import _same_time
from tests.influencers.house import CreatorsHouse
from tests.running import Slack
from tests.stories.desk import both_services
from tests.stories.meta import Meta


@pytest.fixture(scope="module")
def services() -> Iterator[tuple[str, str]]:
    """Slack and Meta, each on a port of its own."""
    with both_services() as urls:
        yield urls


@pytest.fixture
async def house(services: tuple[str, str], ready_url: str) -> AsyncIterator[CreatorsHouse]:
    """A house in a fresh world."""
    async with Slack(services[0]) as slack, Meta(services[1]) as meta:
        await slack.post("limits", enabled=False)
        now = await _same_time(slack, meta)
        house = CreatorsHouse(ready_url, slack=slack, meta=meta, skew=now - time.time())
        await house.set_up()
        yield house
        await house.close()
