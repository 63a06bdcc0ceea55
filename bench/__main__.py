"""Measures everything and prints it: `python -m bench`, in under a minute with `--quick`."""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import os
import platform
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.acks import measure_commands
from bench.bare_calls import bare_calls
from bench.bisection import measure_bisection
from bench.brands import measure_brands
from bench.bulk import measure_bulk
from bench.databases import POSTGRES, SQLITE, databases
from bench.deliveries import measure_deliveries
from bench.desk import measure_desk
from bench.drain import drain, drain_bare, spread
from bench.figures import Figures
from bench.invite import measure_invite
from bench.keywords import measure_keywords
from bench.listing import measure_listing
from bench.outage import measure_outage
from bench.posts import POSTS, measure_posts
from bench.report import measure_report
from bench.stage import RUN, Services, services, stage
from bench.submissions import measure_submissions
from bench.told import measure_telling
from bench.whole_list import measure_whole_list

WRITTEN = Path("var/bench.json")
PROFILES = Path("var/profile")
LOGS = Path("var/bench-logs")
CLIENT = "Graph client"
COMMENTS = "Comments"
LONGEST_SECONDS = 900.0


@dataclass(frozen=True, kw_only=True)
class Size:
    """How much is measured: rounds a database, and in each round so many samples and asks."""

    rounds: int
    commands: int
    submissions: int
    asks: int
    channels: int


@dataclass(frozen=True, kw_only=True)
class LimitsSize:
    """How many brands are read within their limits, and how many walls are met."""

    brands: int
    walls: int


WHOLE = Size(rounds=2, commands=50, submissions=10, asks=500, channels=50)
QUICK = Size(rounds=1, commands=12, submissions=3, asks=30, channels=6)
DRAIN_ONLY = Size(rounds=1, commands=0, submissions=0, asks=500, channels=50)


WHOLE_YEARS = (10_000, 100_000)
QUICK_YEARS = (2_000,)
REPORT_ROUNDS = 2


WHOLE_LIMITS = LimitsSize(brands=1000, walls=20)
QUICK_LIMITS = LimitsSize(brands=50, walls=3)


@dataclass(frozen=True, kw_only=True)
class DeskSize:
    """How large the workspaces are whose lists are read, and how often each is read."""

    requests: tuple[int, ...]
    samples: int


WHOLE_DESK = DeskSize(requests=(10_000, 100_000), samples=20)
QUICK_DESK = DeskSize(requests=(1_000, 10_000), samples=5)


WHOLE_BULK = (500, 5_000)
QUICK_BULK = (500,)
BULK_ROUNDS = 3
WHOLE_LIST, QUICK_LIST = 5_000, 100
LONGEST_LIST_SECONDS = 3_600.0


WHOLE_KEYWORDS, QUICK_KEYWORDS = (1_000, 10_000), (100, 1_000)
KEYWORD_ROUNDS = 3


@dataclass(frozen=True, kw_only=True)
class CommentsSize:
    """How many comments come in a burst, were missed in an outage, and are told one by one."""

    burst: int
    missed: int
    told: int


WHOLE_COMMENTS = CommentsSize(burst=10_000, missed=1_000, told=12)
QUICK_COMMENTS = CommentsSize(burst=1_000, missed=100, told=3)


@dataclass(frozen=True, kw_only=True)
class ClientSize:
    """How much is measured of the Graph client: permissions listed so many times, placements of those who fail."""

    rounds: int
    listed: int
    placements: int


WHOLE_CLIENT = ClientSize(rounds=3, listed=100_000, placements=1000)
QUICK_CLIENT = ClientSize(rounds=1, listed=5_000, placements=100)


async def measure(size: Size, *, profiles: bool) -> Mapping[str, Figures]:
    """Measure by turns on each database, each round on an empty one."""
    found = {SQLITE: Figures(), POSTGRES: Figures()}
    with databases() as given:
        async with services(LOGS) as world:
            for number in range(size.rounds):
                for kind, figures in found.items():
                    print(f"round {number + 1} of {size.rounds} on {kind} ...", flush=True)
                    run = ("-m", "bench.profiled", str(PROFILES / kind), "run") if profiles else RUN
                    url = given.empty(kind)
                    await _round(world, figures, size=size, database_url=url, folder=LOGS, run=run)
    return found


async def measure_limits(found: dict[str, Figures], size: LimitsSize) -> None:
    """Measure how Meta's limits are kept, on each database."""
    with databases() as given:
        async with services(LOGS) as world:
            for kind in (SQLITE, POSTGRES):
                print(f"{size.brands} brands on {kind} ...", flush=True)
                figures, url = found.setdefault(kind, Figures()), given.empty(kind)
                await measure_brands(
                    world, figures, database_url=url, folder=LOGS, brands=size.brands, walls=size.walls
                )
                print(figures.table(), flush=True)


async def measure_years(found: dict[str, Figures], years: Sequence[int]) -> None:
    """Measure reports of so many requests in a year, on each database."""
    with databases() as given:
        for kind in (SQLITE, POSTGRES):
            for requests in years:
                print(f"a year of {requests:,} requests on {kind} ...", flush=True)
                figures, url = found.setdefault(kind, Figures()), given.empty(kind)
                await measure_report(figures, database_url=url, requests=requests, rounds=REPORT_ROUNDS)


async def measure_desks(found: dict[str, Figures], size: DeskSize) -> None:
    """Measure lists and the Home tab, on each database."""
    with databases() as given:
        async with services(LOGS) as world:
            for kind in (SQLITE, POSTGRES):
                await measure_desk(found, world, given, kind=kind, sizes=size.requests, samples=size.samples)


async def measure_lists(found: dict[str, Figures], sizes: tuple[int, ...]) -> None:
    """Measure dry runs of lists, on each database."""
    with databases() as given:
        await measure_bulk(found, given, folder=LOGS, sizes=sizes, rounds=BULK_ROUNDS)


async def measure_whole_lists(found: dict[str, Figures], *, rows: int) -> None:
    """Measure how long a whole list takes until Meta has it, on each database."""
    with databases() as given:
        async with services(LOGS) as world:
            for kind in (SQLITE, POSTGRES):
                print(f"a list of {rows:,} on {kind} ...", flush=True)
                figures, url = found.setdefault(kind, Figures()), given.empty(kind)
                await measure_whole_list(world, figures, database_url=url, folder=LOGS, rows=rows)
                print(figures.table(), flush=True)  # it takes long: what is known is said at once


async def measure_comments(found: dict[str, Figures], size: CommentsSize) -> None:
    """Measure a burst of comments that Meta delivers, how soon one is told, and an outage, on each database."""
    with databases() as given:
        async with services(LOGS) as world:
            for kind in (SQLITE, POSTGRES):
                print(f"a burst of {size.burst:,} comments on {kind} ...", flush=True)
                figures, url = found.setdefault(kind, Figures()), given.empty(kind)
                await measure_deliveries(world, figures, database_url=url, folder=LOGS, comments=size.burst)
                await measure_telling(world, figures, database_url=given.empty(kind), folder=LOGS, samples=size.told)
                await measure_outage(world, figures, database_url=given.empty(kind), folder=LOGS, missed=size.missed)


async def measure_client(figures: Figures, size: ClientSize, *, only: str | None) -> None:
    """Measure what needs Meta alone, or nobody."""
    if only in (None, "listing"):
        await measure_listing(figures, folder=LOGS, rows=size.listed, rounds=size.rounds)
    if only in (None, "posts"):
        await measure_posts(figures, folder=LOGS, posts=POSTS if size.rounds > 1 else POSTS // 10, rounds=size.rounds)
    if only in (None, "invite"):
        await measure_invite(figures, requests=1_500 if size.rounds > 1 else 150, rounds=size.rounds)
    if only in (None, "bisection"):
        measure_bisection(figures, placements=size.placements)


async def _round(
    world: Services, figures: Figures, *, size: Size, database_url: str, folder: Path, run: Sequence[str]
) -> None:
    # Names of one length: Meta's filter by handle may also find handles that begin alike.
    one_by_one = [f"one.{number:04}" for number in range(size.submissions)]
    at_once = [f"many.{number:04}" for number in range(size.asks)]
    async with (
        stage(
            world,
            database_url=database_url,
            folder=folder,
            channels=size.channels,
            creators=[*one_by_one, *at_once],
            run=run,
        ) as on_stage,
        bare_calls(slack=world.slack, meta=world.meta) as bare,
    ):
        await measure_commands(on_stage, figures, samples=size.commands)
        await measure_submissions(on_stage, figures, bare, creators=one_by_one)
        submissions = spread(at_once, on_stage.channels)
        await drain(on_stage, figures, submissions)
        await on_stage.bot.end()  # what it does after the last card is not to slow its floor
        await drain_bare(bare, figures, submissions)


def machine() -> dict[str, Any]:
    """Describe what was measured on."""
    return {
        "cores": os.cpu_count(),
        "processor": platform.machine(),
        "python": platform.python_version(),
        "load_average": [round(load, 1) for load in os.getloadavg()],
    }


def main() -> None:
    """Run, print the tables, and write the figures down."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer samples, and 30 asks in place of 500")
    alone = parser.add_mutually_exclusive_group()
    alone.add_argument("--profile", action="store_true", help=f"count what a drain is made of, into {PROFILES}/")
    alone.add_argument(
        "--only",
        choices=(
            "databases",
            "bulk",
            "desk",
            "limits",
            "report",
            "listing",
            "posts",
            "invite",
            "bisection",
            "comments",
        ),
        help="one part alone",
    )
    wanted = parser.parse_args()
    size = QUICK if wanted.quick else DRAIN_ONLY if wanted.profile else WHOLE
    logging.getLogger("httpx").setLevel(logging.WARNING)
    LOGS.mkdir(parents=True, exist_ok=True)
    before, begun = machine(), time.monotonic()
    found: dict[str, Figures] = {}
    if wanted.only in (None, "databases"):
        found |= asyncio.run(asyncio.wait_for(measure(size, profiles=wanted.profile), timeout=LONGEST_SECONDS))
    if wanted.only == "limits" or not (wanted.only or wanted.quick or wanted.profile):
        limits = measure_limits(found, QUICK_LIMITS if wanted.quick else WHOLE_LIMITS)
        asyncio.run(asyncio.wait_for(limits, timeout=LONGEST_SECONDS))
    if wanted.only == "report" or not (wanted.only or wanted.quick or wanted.profile):
        years = measure_years(found, QUICK_YEARS if wanted.quick else WHOLE_YEARS)
        asyncio.run(asyncio.wait_for(years, timeout=LONGEST_SECONDS))
    if wanted.only == "desk" or not (wanted.only or wanted.profile):
        desks = measure_desks(found, QUICK_DESK if wanted.quick else WHOLE_DESK)
        asyncio.run(asyncio.wait_for(desks, timeout=LONGEST_SECONDS))
    if wanted.only == "bulk" or not (wanted.only or wanted.profile):
        lists = measure_lists(found, QUICK_BULK if wanted.quick else WHOLE_BULK)
        asyncio.run(asyncio.wait_for(lists, timeout=LONGEST_SECONDS))
        whole = measure_whole_lists(found, rows=QUICK_LIST if wanted.quick else WHOLE_LIST)
        asyncio.run(asyncio.wait_for(whole, timeout=LONGEST_LIST_SECONDS))
    if wanted.only not in ("databases", "bulk", "comments", "desk", "limits", "report") and not wanted.profile:
        found[CLIENT] = Figures()
        part = measure_client(found[CLIENT], QUICK_CLIENT if wanted.quick else WHOLE_CLIENT, only=wanted.only)
        asyncio.run(asyncio.wait_for(part, timeout=LONGEST_SECONDS))
    if wanted.only in (None, "comments") and not wanted.profile:
        found[COMMENTS] = Figures()
        keywords, comments = QUICK_KEYWORDS if wanted.quick else WHOLE_KEYWORDS
        for _ in range(KEYWORD_ROUNDS):
            measure_keywords(found[COMMENTS], keywords=keywords, comments=comments)
        arriving = measure_comments(found, QUICK_COMMENTS if wanted.quick else WHOLE_COMMENTS)
        asyncio.run(asyncio.wait_for(arriving, timeout=LONGEST_SECONDS))
    after = machine()

    for kind, figures in found.items():
        print(f"\n{kind}\n{figures.table()}")
    print(
        f"\n{before['cores']} cores, {before['processor']}, Python {before['python']}; "
        f"load {before['load_average'][0]} before, {after['load_average'][0]} after; {time.monotonic() - begun:.0f} s in all"
    )
    if wanted.profile:
        print(f"every figure above is slowed by the counting; what was counted is in {PROFILES}/")
        return
    path = WRITTEN.with_stem(f"bench-{wanted.only}") if wanted.only else WRITTEN
    path.parent.mkdir(exist_ok=True)
    written = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": before | {"load_average_after": after["load_average"]},
        "figures": {kind: figures.as_json() for kind, figures in found.items()},
    }
    path.write_text(json.dumps(written, indent=1) + "\n")
    print(f"written to {path}")


if __name__ == "__main__":
    main()
