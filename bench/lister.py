"""Reads one long list to its end, in a process of its own: `python -m bench.lister greenlight|httpx|sdk`.

Where the list is stands in the environment (see `ListAt`). What it took is printed as one line of JSON. The clock starts
at the first row, with the second page: what is opened and imported until then is not measured.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.bare_list import PAGE_SIZE, ListAt


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What a list took: how many rows it has and the sum of their ids, so that all readers can be compared."""

    rows: int
    sum: int
    seconds: float
    cpu_seconds: float
    peak_megabytes: float
    grown_megabytes: float
    """How much the peak rose above what was resident before the first page."""


async def by_greenlight(at: ListAt) -> AsyncIterator[str]:
    """Read it as Greenlight does."""
    from pydantic import SecretStr

    from bot.graph import Access, Addresses, GraphClient, MetaApp, pooled_http

    async with pooled_http() as http:
        app = MetaApp(id="1", secret=SecretStr(at.app_secret))
        graph = GraphClient(http, app=app, addresses=Addresses(version=at.version, graph=at.url))
        access = Access(at.ig_id, SecretStr(at.token))
        async for permission in graph.permissions.listed(access, page_size=PAGE_SIZE):
            yield permission.id


async def by_httpx(at: ListAt) -> AsyncIterator[str]:
    """Read it with httpx and `json.loads`."""
    import httpx

    from bench.bare_list import bare_pages

    async with httpx.AsyncClient(trust_env=False) as http:
        async for page in bare_pages(http, at):
            for row in page.document["data"]:
                yield row["id"]


async def by_sdk(at: ListAt) -> AsyncIterator[str]:
    """Read it with Meta's own SDK, which waits for its answers: nothing else runs meanwhile."""
    from facebook_business.adobjects.iguser import IGUser
    from facebook_business.api import FacebookAdsApi
    from facebook_business.session import FacebookSession

    session = FacebookSession("1", at.app_secret, at.token, timeout=10)
    session.GRAPH = at.url
    brand = IGUser(at.ig_id, api=FacebookAdsApi(session, api_version=at.version))
    for row in brand.get_branded_content_ad_permissions(params={"limit": PAGE_SIZE}):
        yield row["id"]
    session.requests.close()


READERS: dict[str, Callable[[ListAt], AsyncIterator[str]]] = {
    "greenlight": by_greenlight,
    "httpx": by_httpx,
    "sdk": by_sdk,
}


async def take(ids: AsyncIterator[str]) -> Taken:
    """Read to the end and measure it."""
    rows, added = 1, int(await anext(ids))
    resident, cpu_before, begun = _memory("VmRSS"), time.process_time(), time.perf_counter()
    async for each in ids:
        rows += 1
        added += int(each)
    seconds, cpu = time.perf_counter() - begun, time.process_time() - cpu_before
    peak = _memory("VmHWM")
    return Taken(
        rows=rows,
        sum=added,
        seconds=seconds,
        cpu_seconds=cpu,
        peak_megabytes=peak,
        grown_megabytes=peak - resident,
    )


def _memory(field: str) -> float:
    """Return one of the kernel's counts of this process's resident memory (Linux), in units of 1,000,000 bytes."""
    found = re.search(rf"{field}:\s+(\d+) kB", Path("/proc/self/status").read_text())
    return int(found.group(1)) * 1024 / 1e6 if found else 0.0


if __name__ == "__main__":
    print(json.dumps(asdict(asyncio.run(take(READERS[sys.argv[1]](ListAt.from_environment()))))))
