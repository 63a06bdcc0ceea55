"""Reading back what was written during an outage: from the first call to Meta until every comment is stored, beside bare calls."""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import httpx
from pydantic import SecretStr

from bench.figures import Figures
from bench.monitored import monitored
from bench.processes import running
from bench.stage import RUN, Services, environment
from bench.waiting import until
from storage.database import connect
from storage.ids import WorkspaceId
from storage.influencers import Asset
from storage.secrets import Secrets
from storage.unit_of_work import Storage

POSTS = 5
LONGEST_SECONDS = 240.0


async def measure_outage(world: Services, figures: Figures, *, database_url: str, folder: Path, missed: int) -> None:
    """Have people comment while nothing runs, start Greenlight, and wait until it has read everything."""
    await world.slack.begin()
    await world.meta.begin()
    brand, values = world.meta.brand(0), environment(world.slack, world.meta, database_url=database_url)
    posts = [await world.meta.publish(brand["ig_id"], caption=f"Post {number}") for number in range(POSTS)]
    ids = [await world.meta.comment(posts[number % POSTS], text=f"Lovely {number}") for number in range(missed)]
    storage = Storage(connect(database_url), enqueue=lambda *_work: None)
    workspace_id = WorkspaceId(world.slack.world["team_id"])
    sealed = Secrets([SecretStr(values["GREENLIGHT_SECRET_KEYS"])]).seal(SecretStr(brand["access_token"]))
    begun_at = time.time()
    async with running(*RUN, log=folder / "bot.log", environment=values) as bot:
        asset = await monitored(storage, workspace_id, ig_id=brand["ig_id"], sealed_token=sealed)
        since, cpu = time.perf_counter(), bot.cpu_seconds()
        await until(lambda: _are_stored(storage, asset, ids), seconds=LONGEST_SECONDS, every=0.1)
        waited, used = time.perf_counter() - since, bot.cpu_seconds() - cpu
        calls = [each["at"] for each in await world.meta.calls("comments", since=begun_at)]
        read = time.time() - min(calls)
    await storage.close()
    name = f"{missed:,} comments that were missed, on {POSTS} posts"
    figures.add(f"{name}: all stored, from the start", unit="s", product=waited)
    figures.add(
        f"{name}: all stored, from the first call",
        unit="s",
        product=read,
        floor=await _floor(world, posts, missed=missed),
    )
    figures.add(f"{name}: processor time meanwhile", unit="s", product=used)


async def _are_stored(storage: Storage, asset: Asset, ids: Sequence[str]) -> bool:
    async with storage.read(asset.workspace_id) as uow:
        return len(await uow.comments.known(asset.id, ids)) == len(ids)


async def _floor(world: Services, posts: Sequence[str], *, missed: int) -> float:
    """Read the same lists with httpx alone, page by page, and keep nothing."""
    token, secret = world.meta.brand(0)["access_token"], world.meta.world["app_secret"]
    proof = hmac.new(secret.encode(), token.encode(), hashlib.sha256).hexdigest()
    begun, found = time.perf_counter(), 0
    async with httpx.AsyncClient(headers={"Authorization": f"Bearer {token}"}, trust_env=False) as client:
        for post in posts:
            query: dict[str, Any] = {"fields": "id,text,timestamp,username", "limit": 50, "appsecret_proof": proof}
            while True:
                answer = await client.get(f"{world.meta.url}/v26.0/{post}/comments", params=query)
                answer.raise_for_status()
                page = answer.json()
                found += len(page["data"])
                after = page.get("paging", {}).get("cursors", {}).get("after")
                if not page["data"] or after is None:
                    break
                query["after"] = after
    if found != missed:
        raise RuntimeError(f"the floor read {found} of {missed} comments")
    return time.perf_counter() - begun
