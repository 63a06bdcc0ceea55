"""From a comment that Meta delivers to the message in the creator's thread: the first on each account, at any moment of the schedule."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bench.deliveries import free_port
from bench.figures import Figures
from bench.monitored import delivery, monitored, signed
from bench.processes import running
from bench.stage import RUN, Services, environment
from bench.waiting import until
from storage.database import connect
from storage.ids import WorkspaceId
from storage.unit_of_work import Storage

APART = 1.7
"""Seconds between two deliveries: no divisor of the ten after which Greenlight looks for news."""
LONGEST_SECONDS = 60.0


async def measure_telling(world: Services, figures: Figures, *, database_url: str, folder: Path, samples: int) -> None:
    """Deliver a comment on one account after the other, and wait for the message about each."""
    await world.slack.begin()
    await world.meta.begin()
    port, secret = free_port(), world.meta.world["app_secret"]
    at = f"http://127.0.0.1:{port}"
    values = environment(world.slack, world.meta, database_url=database_url)
    values |= {"GREENLIGHT_PUBLIC_URL": at, "GREENLIGHT_HTTP_PORT": str(port)}
    accounts = [f"178414999{number:04}" for number in range(samples)]
    channels = [await world.slack.make_channel(f"told-{number}") for number in range(samples)]
    async with running(*RUN, log=folder / "bot.log", environment=values) as bot, aiohttp.ClientSession() as client:
        storage = Storage(connect(database_url), enqueue=lambda *_work: None)
        workspace_id = WorkspaceId(world.slack.world["team_id"])
        for account, channel in zip(accounts, channels, strict=True):
            await monitored(storage, workspace_id, ig_id=account, channel=channel)
        await storage.close()
        await bot.calm()
        delivered: dict[str, float] = {}
        for account, channel in zip(accounts, channels, strict=True):
            body = delivery(account, ig_id=account)
            delivered[channel] = time.time()
            async with client.post(f"{at}/meta/webhooks", data=body, headers=signed(body, secret=secret)) as answer:
                if answer.status != 200:
                    raise RuntimeError(f"a delivery was answered with {answer.status}")
            await asyncio.sleep(APART)
        told = await until(lambda: _all_told(world, delivered), seconds=LONGEST_SECONDS, every=0.5)
    for channel, moment in told.items():
        figures.add("comment delivered to message in Slack", unit="s", product=moment - delivered[channel])
    await _floor(world, figures, channel=channels[0], samples=samples)


async def _all_told(world: Services, delivered: dict[str, float]) -> dict[str, float]:
    """Return when each channel had its message, in seconds since 1970; nothing before all have."""
    posts = [each for each in await world.slack.posts() if "1 new comment" in str(_arguments(each).get("text"))]
    told = {str(_arguments(each)["channel"]): float(each["at"]) for each in posts}
    return told if told.keys() >= delivered.keys() else {}


def _arguments(call: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = call.get("args") or call.get("arguments") or {}
    return found


async def _floor(world: Services, figures: Figures, *, channel: str, samples: int) -> None:
    """Post as many messages by Slack's own client, with nothing before it."""
    client = AsyncWebClient(token=world.slack.world["bot_token"], base_url=world.slack.api_url)
    for number in range(samples):
        begun = time.perf_counter()
        await client.chat_postMessage(channel=channel, text=f"{number}")
        figures.add("comment delivered to message in Slack", unit="s", floor=time.perf_counter() - begun)
