"""The desk that flow tests sit at."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest

from tests.handlers.desk import Desk, running_app, sitting_at


@pytest.fixture(scope="package")
def app_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The whole app beside the sandbox, with the campaign Spring Launch in #spring-launch."""
    with running_app(tmp_path_factory.mktemp("greenlight")) as url:
        asyncio.run(_furnish(url))
        yield url


@pytest.fixture
async def desk(app_url: str) -> AsyncIterator[Desk]:
    """A place in front of it."""
    async with sitting_at(app_url) as desk:
        yield desk


async def _furnish(url: str) -> None:
    async with sitting_at(url) as desk:
        await desk.make_campaign("Spring Launch")
