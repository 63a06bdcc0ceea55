"""`make demo`, as a newcomer runs it."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest

pytestmark = [pytest.mark.story, pytest.mark.timeout(180)]


@asynccontextmanager
async def _demo(*arguments: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run it; whatever becomes of the test, it ends in order, and takes its processes along."""
    demo = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "sandbox.demo",
        *arguments,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        yield demo
    finally:
        if demo.returncode is None:
            demo.terminate()
            await demo.wait()


async def test_played_once_it_prints_each_step_as_it_was_seen_and_exits_0() -> None:
    async with _demo("--once") as demo:
        said, _ = await demo.communicate()
    assert demo.returncode == 0, said.decode()
    steps = [int(line.partition(".")[0]) for line in said.decode().splitlines() if line[:1].isdigit()]
    assert steps == list(range(1, 15)), said.decode()


async def test_ctrl_c_ends_it_cleanly_and_leaves_nothing_running() -> None:
    async with _demo("--port", "0", "--no-browser") as demo:
        assert demo.stdout is not None
        url = ""
        while line := (await demo.stdout.readline()).decode():
            if "Open http" in line:
                url = line.split()[1]
                break
        async with httpx.AsyncClient() as client:
            page = await client.get(url)
            assert page.status_code == 200
            assert "<title>" in page.text
            demo.send_signal(signal.SIGINT)
            said = (await demo.stdout.read()).decode()
            assert await demo.wait() == 0, said
            assert "Stopped." in said
            with pytest.raises(httpx.ConnectError):
                await client.get(url)
