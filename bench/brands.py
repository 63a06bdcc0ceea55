"""Many brands, each of which Meta allows a few calls: looks that are answered, looks that Meta refuses, and after a wall.

Every brand has a request open, so every brand is due again five seconds after it was read. The floor is a script that
reads them just so, and knows no limits.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import statistics
import time
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

import httpx
from pydantic import SecretStr

from bench.figures import Figures
from bench.meta import Meta
from bench.processes import running
from bench.stage import RUN, Services, environment
from bench.waiting import until
from bot.operator import Operator
from bot.profiles.profiles import NewProfile
from bot.settings import Settings

CALLS_A_DAY = 4
PLENTY_A_DAY = 100_000
BARE_READS = 5
DUE_AFTER = 5.0
"""Seconds after which a brand with a fresh request is due again."""
AT_ONCE = 8
"""Readers of the floor."""
READ_WITHIN_SECONDS = 150.0
"""A machine on which a thousand brands take longer is too busy for the figure to say anything."""
WALL_SECONDS = 60.0
GO_ON_WITHIN_SECONDS = 60.0
EDGE = "branded_content_ad_permissions"

Brand = dict[str, Any]
Call = dict[str, Any]


async def measure_brands(
    services: Services, figures: Figures, *, database_url: str, folder: Path, brands: int, walls: int
) -> None:
    """Read that many brands, bare and by Greenlight; then meet that many walls, and see when calls go on."""
    meta = services.meta
    await services.slack.begin()
    await meta.begin()
    bare = await meta.add_brands("bare", brands, calls_per_day=CALLS_A_DAY)
    tight = await meta.add_brands("tight", brands, calls_per_day=CALLS_A_DAY)
    free = await meta.add_brands("free", walls, calls_per_day=PLENTY_A_DAY)
    stopped = await meta.add_brands("stopped", min(walls, 3), calls_per_day=PLENTY_A_DAY)

    begun = time.time()
    await _read_bare(meta, bare)
    _add(figures, await _looks(meta, bare, since=begun), begun=begun, is_floor=True)

    values = environment(services.slack, meta, database_url=database_url)
    await _connect(values, [*tight, *free])
    begun = time.time()
    async with running(*RUN, log=folder / "brands.log", environment=values):

        async def all_read() -> bool:
            return len(await _looks(meta, tight, since=begun)) == brands

        if not await _in_time(all_read, seconds=READ_WITHIN_SECONDS):
            read = len(await _looks(meta, tight, since=begun))
            print(f"only {read} of {brands} brands were read in {READ_WITHIN_SECONDS:.0f} s; no figures", flush=True)
            return
        # They are looked at again and again meanwhile, as far as their limits allow.
        await asyncio.gather(_go_on(meta, figures, free), *(_go_on_bare(meta, figures, each) for each in stopped))
        _add(figures, await _looks(meta, tight, since=begun), begun=begun, is_floor=False)


def _add(figures: Figures, looks: dict[str, list[Call]], *, begun: float, is_floor: bool) -> None:
    brands = len(looks)
    last = max(next(call["at"] for call in calls if call["status"] == 200) for calls in looks.values()) - begun
    counted = {
        status: sum(call["status"] == status for calls in looks.values() for call in calls) for status in (200, 400)
    }
    who = "floor" if is_floor else "product"
    figures.add(f"{brands} brands: all read once", unit="s", **{who: last})
    figures.add("calls a brand, answered", unit="", **{who: counted[200] / brands})
    figures.add("calls a brand, refused", unit="", **{who: counted[400] / brands})


async def _looks(meta: Meta, brands: Sequence[Brand], *, since: float) -> dict[str, list[Call]]:
    """Return the looks at these brands that arrived since then, by brand."""
    ours, found = {brand["ig_id"] for brand in brands}, defaultdict[str, list[Call]](list)
    for call in await meta.calls("list", since=since):
        ig_id = call["path"].split("/")[2]
        if ig_id in ours:
            found[ig_id].append(call)
    return found


async def _connect(values: dict[str, str], brands: Sequence[Brand]) -> None:
    """Connect the brands as the command line does, in one go."""
    names = {name: value for name, value in values.items() if name.startswith("GREENLIGHT_")}
    settings = Settings(**{name.removeprefix("GREENLIGHT_").lower(): value for name, value in names.items()})  # type: ignore[arg-type]  # read from text, as from the environment
    async with Operator(settings) as operator:
        workspace_id = await operator.workspace_id()
        for brand in brands:
            new = NewProfile(ig_id=brand["ig_id"], username=brand["username"], token=SecretStr(brand["access_token"]))
            await operator.profiles.connect(workspace_id, new)


# The floor


async def _read_bare(meta: Meta, brands: Sequence[Brand]) -> None:
    """Read every brand so many times, each time as soon as it is due."""
    due = deque((0.0, brand) for brand in brands)
    left = BARE_READS * len(brands)
    # A connection that was idle for as long as the sandbox keeps one may close just as it is used again.
    limits = httpx.Limits(keepalive_expiry=DUE_AFTER / 2)
    async with httpx.AsyncClient(timeout=30, trust_env=False, limits=limits) as http:

        async def reader() -> None:
            nonlocal left
            while left and due:
                left -= 1
                at, brand = due.popleft()
                await asyncio.sleep(max(at - time.monotonic(), 0.0))
                json.loads((await _ask_bare(http, meta, brand)).content)
                due.append((time.monotonic() + DUE_AFTER, brand))

        await asyncio.gather(*(reader() for _ in range(AT_ONCE)))


async def _ask_bare(http: httpx.AsyncClient, meta: Meta, brand: Brand) -> httpx.Response:
    token, secret = brand["access_token"], meta.world["app_secret"]
    return await http.get(
        f"{meta.url}/v26.0/{brand['ig_id']}/{EDGE}",
        params={
            "limit": "100",
            "appsecret_proof": hmac.new(secret.encode(), token.encode(), hashlib.sha256).hexdigest(),
        },
        headers={"Authorization": f"Bearer {token}"},
    )


async def _go_on_bare(meta: Meta, figures: Figures, brand: Brand) -> None:
    """Meet a wall, sleep for as long as Meta says, call again."""
    await meta.throttle(brand, minutes=WALL_SECONDS / 60)
    async with httpx.AsyncClient(timeout=30, trust_env=False) as http:
        refused = await _ask_bare(http, meta, brand)
        ((usage,),) = json.loads(refused.headers["X-Business-Use-Case-Usage"]).values()
        await asyncio.sleep(usage["estimated_time_to_regain_access"] * 60)
        answered = await _ask_bare(http, meta, brand)
    answered.raise_for_status()
    figures.add("a wall lifts: until the next call", unit="s", floor=await _lifted_ago(meta, brand))


# Walls


async def _go_on(meta: Meta, figures: Figures, brands: Sequence[Brand]) -> None:
    """Stop every brand by a wall of its own, and wait until each was read again."""
    for brand in brands:
        await meta.throttle(brand, minutes=WALL_SECONDS / 60)
    ordered = time.time()

    async def all_read_again() -> bool:
        looks = await _looks(meta, brands, since=ordered)
        return len(looks) == len(brands) and all(_after_refusal(calls) for calls in looks.values())

    if not await _in_time(all_read_again, seconds=WALL_SECONDS + GO_ON_WITHIN_SECONDS):
        print(f"not every brand was read again {GO_ON_WITHIN_SECONDS:.0f} s after its wall; no figures", flush=True)
        return
    for brand in brands:
        figures.add("a wall lifts: until the next call", unit="s", product=await _lifted_ago(meta, brand))
    looks = await _looks(meta, brands, since=ordered)
    refused = statistics.mean(sum(call["status"] == 400 for call in calls) for calls in looks.values())
    figures.add("a wall: refusals met", unit="", product=refused, floor=1.0)


async def _in_time(look: Callable[[], Awaitable[bool]], *, seconds: float) -> bool:
    try:
        return await until(look, seconds=seconds, every=2.0)
    except TimeoutError:
        return False


async def _lifted_ago(meta: Meta, brand: Brand) -> float:
    """Return how long after a wall had lifted the first call arrived, in seconds."""
    (calls,) = (await _looks(meta, [brand], since=0.0)).values()
    refused = next(call for call in calls if call["status"] == 400)
    return float(_after_refusal(calls)[0]["at"] - refused["at"] - WALL_SECONDS)


def _after_refusal(calls: Sequence[Call]) -> list[Call]:
    refused = [number for number, call in enumerate(calls) if call["status"] == 400]
    return [call for call in calls[refused[0] :] if call["status"] == 200] if refused else []
