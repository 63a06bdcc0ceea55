"""A fresh Graph sandbox for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.sandbox.graph.server import Graph, running_graph


@pytest.fixture
async def graph() -> AsyncIterator[Graph]:
    """Serve a sandbox that answers in the guide's names."""
    async with running_graph() as served:
        yield served


@pytest.fixture
async def reference() -> AsyncIterator[Graph]:
    """Serve a sandbox that answers in the reference's names."""
    async with running_graph(names="reference") as served:
        yield served
