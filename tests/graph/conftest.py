"""One Graph sandbox for the tests here that speak over real HTTP, put back to its seeded world before each."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest
from pydantic import SecretStr

from bot.graph import Addresses, GraphClient, MetaApp, pooled_http
from sandbox.clock import Clock
from sandbox.graph.app import build
from tests.sandbox.graph.server import VERSION, Graph, calling, serving


@pytest.fixture(scope="session")
def graph_url() -> Iterator[str]:
    """Serve a sandbox."""
    with serving(build(clock=Clock())) as url:
        yield url


@pytest.fixture
async def graph(graph_url: str) -> AsyncIterator[Graph]:
    """Speak to it."""
    async with calling(graph_url) as graph:
        yield graph


@pytest.fixture
async def meta(graph: Graph) -> AsyncIterator[GraphClient]:
    """Greenlight's own client, pointed at it."""
    world = await graph.read("world")
    app = MetaApp(id=world["app_id"], secret=SecretStr(world["app_secret"]))
    addresses = Addresses(version=VERSION, graph=graph.url, pages=graph.url, login=graph.url)
    async with pooled_http() as http:
        yield GraphClient(http, app=app, addresses=addresses)
