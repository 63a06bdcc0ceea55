"""A fresh Graph sandbox for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from sandbox.clock import Clock
from sandbox.graph.app import build
from tests.sandbox.graph.server import Graph, serving


@pytest.fixture
async def graph() -> AsyncIterator[Graph]:
    """Serve a sandbox that answers in the guide's names."""
    async with serving(build(clock=Clock())) as served:
        yield served


@pytest.fixture
async def reference() -> AsyncIterator[Graph]:
    """Serve a sandbox that answers in the reference's names."""
    async with serving(build(clock=Clock(), names="reference")) as served:
        yield served
