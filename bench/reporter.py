"""One reading of a year in a process of its own: by Greenlight, or by bare SQL. Prints what it took as JSON."""

from __future__ import annotations

import asyncio
import csv
import json
import os
import sqlite3
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import Connection, make_url

from bench.report import NOW, WORKSPACE, YEAR
from bot.reporting.exporting import Form, What, written_out
from bot.reporting.facts import ReportFacts
from bot.reporting.rows import course_of
from bot.reports.blocks import chart_block
from bot.reports.report import Report
from handlers.report.card import draw_charts, draw_report
from storage.database import connect, engine_url, file_of, is_sqlite
from storage.ids import PersonId, WorkspaceId
from storage.repositories.reading import Scope
from storage.sight import Sight
from storage.unit_of_work import Job, Storage

PIECE = 1_000
BARE = {
    "report": "SELECT id, creator_username, state, asked_at, sent_at, answered_at, changed_at, origin FROM requests "
    "WHERE workspace_id = '{workspace}' AND asked_at >= '{since}' ORDER BY asked_at, id",
    "audit": "SELECT * FROM audit WHERE workspace_id = '{workspace}' ORDER BY at, id",
}
EVERY_SECONDS = 0.001


def main() -> None:
    """Read once."""
    url, work, way = sys.argv[1:]
    before, begun, processor = resident("VmRSS"), time.monotonic(), time.process_time()
    longest_wait = 0.0
    if way == "bare":
        rows = _bare(url, work)
    else:
        rows, longest_wait = asyncio.run(_product(url, work))
    peak = resident("VmHWM")
    told = {
        "rows": rows,
        "seconds": time.monotonic() - begun,
        "processor": time.process_time() - processor,
        "peak": peak,
        "grown": peak - before,
        "longest_wait": longest_wait * 1000,
    }
    print(json.dumps(told))


async def _product(url: str, work: str) -> tuple[int, float]:
    """Do it as Greenlight does for an admin who is in all private channels; return rows and the loop's longest wait."""
    storage = Storage(connect(url), enqueue=_no_work)
    sight = Sight(person_id=PersonId("U0ANA"), is_outsider=False, channels=[f"C{number}" for number in range(500)])
    waits = _Waits()
    async with asyncio.TaskGroup() as group:
        watching = group.create_task(waits.watch())
        act = _report if work == "report" else _export
        async with storage.read(WorkspaceId(WORKSPACE)) as uow:
            rows = await act(uow, sight)
        watching.cancel()
    await storage.close()
    return rows, waits.longest


async def _report(uow: Any, sight: Sight) -> int:
    report = Report(now=NOW)
    scope = Scope(sight=sight, since=NOW - YEAR)
    rows = 0
    async for piece in uow.reading.courses(scope):
        rows += len(piece)
        for row in piece:
            report.add(course_of(row))
    facts = ReportFacts(campaign=None, days=365, report=report, asked_by=PersonId("U0ANA"))
    blocks = [block for chart in draw_charts(facts) if (block := chart_block(chart)) is not None]
    assert len(draw_report(facts, blocks).blocks) > len(blocks) == 2
    return rows


async def _export(uow: Any, sight: Sight) -> int:
    rows = 0
    with open(os.devnull, "wb") as file:  # noqa: ASYNC230 - it never waits
        async for piece, count in written_out(uow, What.AUDIT, Form.CSV, scope=Scope(sight=sight)):
            file.write(piece)
            rows += count
    return rows


def _bare(url: str, work: str) -> int:
    statement = BARE[work].format(workspace=WORKSPACE, since=(NOW - YEAR).isoformat(sep=" "))
    rows = 0
    with Path(os.devnull).open("w", newline="") as file:
        writer = csv.writer(file)
        for piece in _pieces(url, statement):
            rows += len(piece)
            if work == "audit":
                writer.writerows(piece)
    return rows


def _pieces(url: str, statement: str) -> Iterator[Sequence[Any]]:
    cursor: Any
    if is_sqlite(url):
        cursor = sqlite3.connect(file_of(url)).execute(statement)
    else:
        plain = make_url(engine_url(url)).set(drivername="postgresql").render_as_string(hide_password=False)
        cursor = psycopg.connect(plain).cursor(name="bare")
        cursor.execute(statement)
    while piece := cursor.fetchmany(PIECE):
        yield piece


class _Waits:
    """How long the loop kept somebody waiting who wanted only a turn: as long as an ack would wait."""

    def __init__(self) -> None:
        self.longest = 0.0

    async def watch(self) -> None:
        while True:
            begun = time.monotonic()
            await asyncio.sleep(EVERY_SECONDS)
            self.longest = max(self.longest, time.monotonic() - begun - EVERY_SECONDS)


def resident(kind: str) -> float:
    """Return what the process has resident (VmRSS), or has had at the most (VmHWM), in megabytes."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{kind}:")) / 1024


def _no_work(_connection: Connection, job: Job) -> None:
    raise RuntimeError(f"nothing is enqueued here: {job.workflow}")


if __name__ == "__main__":
    main()
