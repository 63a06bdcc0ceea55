"""A house for each test, on SQLite and on PostgreSQL; Slack and Meta run once for all of them."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Iterator

import pytest

from tests.connections.house import House
from tests.running import Slack
from tests.stories.desk import both_services
from tests.stories.meta import Meta


@pytest.fixture(scope="session")
def services() -> Iterator[tuple[str, str]]:
    """Slack and Meta; each test begins with both worlds reset, and no clock is set back."""
    with both_services() as urls:
        yield urls


@pytest.fixture
async def house(services: tuple[str, str], ready_url: str) -> AsyncIterator[House]:
    """A house in a fresh world."""
    async with Slack(services[0]) as slack, Meta(services[1]) as meta:
        await slack.post("limits", enabled=False)
        now = await _same_time(slack, meta)
        house = House(ready_url, slack=slack, meta=meta, skew=now - time.time())
        await house.set_up()
        yield house
        await house.close()


async def _same_time(slack: Slack, meta: Meta) -> float:
    """Let it be as late at Slack as at Meta: clocks are not set back between tests."""
    at_slack = (await slack.post("clock", advance_seconds=0))["now"]
    at_meta = (await meta.post("clock", advance_seconds=0))["now"]
    await slack.post("clock", advance_seconds=max(at_meta - at_slack, 0))
    await meta.post("clock", advance_seconds=max(at_slack - at_meta, 0))
    return float(max(at_slack, at_meta))
