"""A burst of comments as Meta delivers it, one to a delivery: until all are answered, and until all are stored."""

from __future__ import annotations

import asyncio
import os
import socket
import time
from collections.abc import Sequence
from pathlib import Path

import aiohttp

from bench.figures import Figures
from bench.monitored import delivery, monitored, signed
from bench.processes import Running, running
from bench.stage import RUN, Services, environment
from storage.database import connect
from storage.ids import WorkspaceId
from storage.influencers import Asset
from storage.unit_of_work import Storage

AT_ONCE = 50
LONGEST_SECONDS = 300.0
_ACCOUNT = "17841412345678901"


async def measure_deliveries(
    world: Services, figures: Figures, *, database_url: str, folder: Path, comments: int
) -> None:
    """Deliver to Greenlight on an empty database, and to a bare route, by turns."""
    await world.slack.begin()
    await world.meta.begin()
    secret, bodies = (
        world.meta.world["app_secret"],
        [delivery(str(number), ig_id=_ACCOUNT) for number in range(comments)],
    )
    port, bare_port = free_port(), free_port()
    values = environment(world.slack, world.meta, database_url=database_url) | {
        "GREENLIGHT_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "GREENLIGHT_HTTP_PORT": str(port),
    }
    name = f"{comments:,} comments"
    async with running(*RUN, log=folder / "bot.log", environment=values) as bot:
        storage = Storage(connect(database_url), enqueue=lambda *_work: None)
        asset = await monitored(storage, WorkspaceId(world.slack.world["team_id"]), ig_id=_ACCOUNT)
        await bot.calm()
        before, begun = bot.peak_megabytes(), time.perf_counter()
        await _deliver(f"http://127.0.0.1:{port}/meta/webhooks", bodies, secret=secret)
        answered = time.perf_counter() - begun
        await _all_stored(storage, asset, comments)
        stored, grown = time.perf_counter() - begun, bot.peak_megabytes() - before
        await storage.close()
    bare = {**os.environ, "SECRET": secret, "PORT": str(bare_port)}
    async with running("-m", "bench.bare_hook", log=folder / "bare_hook.log", environment=bare) as hook:
        floor, floor_grown = await _floor(hook, f"http://127.0.0.1:{bare_port}/", bodies, secret=secret)
    figures.add(f"{name}: answered", unit="s", product=answered, floor=floor)
    figures.add(f"{name}: a second", unit="", product=comments / answered, floor=comments / floor)
    figures.add(f"{name}: all stored, none lost", unit="s", product=stored)
    figures.add(f"{name}: memory grown meanwhile", unit="MB", product=grown, floor=floor_grown)


async def _floor(hook: Running, url: str, bodies: Sequence[bytes], *, secret: str) -> tuple[float, float]:
    before, begun = hook.peak_megabytes(), time.perf_counter()
    await _deliver(url, bodies, secret=secret)
    return time.perf_counter() - begun, hook.peak_megabytes() - before


async def _deliver(url: str, bodies: Sequence[bytes], *, secret: str) -> None:
    left = iter(bodies)

    async def one_after_the_other(client: aiohttp.ClientSession) -> None:
        for body in left:
            async with client.post(url, data=body, headers=signed(body, secret=secret)) as answer:
                if answer.status != 200:
                    raise RuntimeError(f"a delivery was answered with {answer.status}")

    async with aiohttp.ClientSession() as client:
        await asyncio.gather(*(one_after_the_other(client) for _ in range(AT_ONCE)))


async def _all_stored(storage: Storage, asset: Asset, comments: int) -> None:
    ids, until = [str(number) for number in range(comments)], time.monotonic() + LONGEST_SECONDS
    while True:
        async with storage.read(asset.workspace_id) as uow:
            found = len(await uow.comments.known(asset.id, ids))
        if found == comments:
            return
        if time.monotonic() > until:
            raise RuntimeError(f"{comments - found} comments were lost")
        await asyncio.sleep(0.5)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
