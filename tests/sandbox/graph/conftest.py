"""One Graph sandbox for all tests here, put back to its seeded world before each."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from sandbox.clock import Clock
from sandbox.graph.app import build
from tests.sandbox.graph.server import Graph, calling, serving


@pytest.fixture(scope="session")
def graph_url() -> Iterator[str]:
    """Serve a sandbox that answers in the guide's names."""
    with serving(build(clock=Clock())) as url:
        yield url


@pytest.fixture
async def graph(graph_url: str) -> AsyncIterator[Graph]:
    """Speak to a sandbox that answers in the guide's names."""
    async with calling(graph_url) as graph:
        yield graph


@pytest.fixture
async def reference(graph: Graph) -> Graph:
    """Speak to a sandbox that answers in the reference's names."""
    await graph.control("rules", names="reference")
    return graph
