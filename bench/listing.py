"""Listing very many permissions: by Greenlight, bare, and by Meta's own SDK, from one server and by turns."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from bench.bare_list import ListAt
from bench.figures import Figures
from bench.lister import READERS, Taken
from bench.meta import Meta
from bench.processes import Running, finished, running

LONGEST_SECONDS = 120.0
_MEASURES = {
    "time": ("s", "seconds"),
    "processor time": ("s", "cpu_seconds"),
    "peak memory": ("MB", "peak_megabytes"),
    "memory grown meanwhile": ("MB", "grown_megabytes"),
}


async def measure_listing(figures: Figures, *, folder: Path, rows: int, rounds: int) -> None:
    """Make a list in the sandbox, have its pages taken, end the sandbox, and read them; each reader is a new process."""
    log = folder / "listing.log"
    # With the reference's names pages say `next`, without which the SDK reads one page alone.
    async with (
        running("-m", "sandbox", "graph", "--names", "reference", log=log) as sandbox,
        Meta(sandbox.line.split()[1]) as meta,
    ):
        await meta.begin()
        brand, secret = meta.brand(0), meta.world["app_secret"]
        await meta.add_crowd(brand, rows)
        at = ListAt(url=meta.url, ig_id=brand["ig_id"], token=brand["access_token"], app_secret=secret)
        async with running(
            "-m", "bench.list_server", log=log, environment=at.to_environment(), ready_seconds=LONGEST_SECONDS
        ) as server:
            await sandbox.end()
            here = replace(at, url=server.line.split()[1])
            for number in range(rounds):
                print(f"round {number + 1} of {rounds} of listing {rows:,} permissions ...", flush=True)
                await _round(figures, server, here, rows=rows)


async def _round(figures: Figures, server: Running, at: ListAt, *, rows: int) -> None:
    taken = {}
    for who in READERS:
        served_before = server.cpu_seconds()
        printed = await finished(("-m", "bench.lister", who), environment=at.to_environment(), seconds=LONGEST_SECONDS)
        taken[who] = Taken(**json.loads(printed))
        figures.add("(the server's processor time)", unit="s", floor=server.cpu_seconds() - served_before)
    if len({(each.rows, each.sum) for each in taken.values()}) != 1 or taken["httpx"].rows != rows:
        raise RuntimeError(f"they did not read the same list: {taken}")
    for beside, name in (("httpx", f"{rows:,} permissions"), ("sdk", "beside Meta's SDK")):
        for measure, (unit, field) in _MEASURES.items():
            ours, theirs = getattr(taken["greenlight"], field), getattr(taken[beside], field)
            figures.add(f"{name}: {measure}", unit=unit, product=ours, floor=theirs)
