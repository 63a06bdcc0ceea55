"""A running Slack workspace for the sandbox's own tests."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from tests.nursery import running_sandbox
from tests.running import Slack


@pytest.fixture(scope="session")
def slack_url() -> Iterator[str]:
    """Run one workspace for all tests of this worker."""
    with running_sandbox("slack") as url:
        yield url


@pytest.fixture
async def slack(slack_url: str) -> AsyncIterator[Slack]:
    """Give the seeded workspace. Its clock may run ahead: tests only move it forward."""
    async with Slack(slack_url) as workspace:
        yield workspace


@pytest.fixture
async def fresh_slack() -> AsyncIterator[Slack]:
    """Give a workspace of one's own, whose clock shows the real time."""
    with running_sandbox("slack") as url:
        async with Slack(url) as workspace:
            yield workspace
