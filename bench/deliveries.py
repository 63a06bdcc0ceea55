"""A burst of comments as Meta delivers it, one to a delivery: until all are answered, and until all are stored."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import os
import socket
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp

from bench.figures import Figures
from bench.processes import Running, running
from bench.stage import RUN, Services, environment
from storage.database import connect
from storage.ids import CampaignId, ChannelId, PersonId, WorkspaceId, new_id
from storage.influencers import Asset
from storage.tables import Campaign
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
    secret, bodies = world.meta.world["app_secret"], [_body(number) for number in range(comments)]
    port, bare_port = _free_port(), _free_port()
    values = environment(world.slack, world.meta, database_url=database_url) | {
        "GREENLIGHT_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "GREENLIGHT_HTTP_PORT": str(port),
    }
    name = f"{comments:,} comments"
    async with running(*RUN, log=folder / "bot.log", environment=values) as bot:
        storage = Storage(connect(database_url), enqueue=lambda *_work: None)
        asset = await _monitored(storage, WorkspaceId(world.slack.world["team_id"]))
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
            made = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
            async with client.post(url, data=body, headers={"X-Hub-Signature-256": f"sha256={made}"}) as answer:
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


async def _monitored(storage: Storage, workspace_id: WorkspaceId) -> Asset:
    now, person = datetime.now(UTC), PersonId("U0BENCH")
    campaign = Campaign(
        id=CampaignId(new_id()),
        name="Bench",
        name_key="bench",
        channel_id=ChannelId("C0BENCH"),
        channel_name="bench",
        is_private=False,
        template="Hi",
        created_by=person,
        created_at=now,
    )
    asset = Asset(
        id=new_id(),
        campaign_id=campaign.id,
        ig_id=_ACCOUNT,
        username="maya.makes",
        name="Maya",
        connected_at=now,
        ends_at=now + timedelta(days=3650),
        hears_ads=True,
        hears_organic=True,
        profile_ids=[],
        domains=[],
    )
    async with storage.write(workspace_id) as uow:
        uow.campaigns.add(campaign)
        await uow.flush()
        uow.assets.add(asset)
    return asset


def _body(number: int) -> bytes:
    media = {"id": "1790", "media_product_type": "FEED"}
    value = {
        "from": {"id": "903", "username": "passing.reader"},
        "media": media,
        "id": str(number),
        "text": "Lovely! " * 8,
    }
    entry = {"id": _ACCOUNT, "time": 1_700_000_000, "changes": [{"field": "comments", "value": value}]}
    return json.dumps({"object": "instagram", "entry": [entry]}).encode()


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
