"""A year of requests and their history: a report of them, and the whole history as a file, beside bare SQL.

Each sample is a process of its own (`reporter.py`), so that its memory is its own.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, create_engine, insert

from bench.figures import Figures
from storage.database import engine_url
from storage.migrate import migrate
from storage.tables import AuditEntry, Base, Campaign, Profile, Request, Workspace

WORKSPACE = "T0BENCH"
NOW = datetime(2026, 11, 22, 10, 42, tzinfo=UTC)
YEAR = timedelta(days=365)
CAMPAIGNS, PROFILES, ENTRIES_A_REQUEST = 500, 5, 5
PIECE = 5_000
STATES = ("approved", "approved", "approved", "declined", "waiting", "cancelled", "revoked", "failed")
WORKS = ("report", "audit")


async def measure_report(figures: Figures, *, database_url: str, requests: int, rounds: int) -> None:
    """Fill an empty database with a year, and measure by turns."""
    await asyncio.to_thread(_fill, database_url, requests)
    for _round in range(rounds):
        for work in WORKS:
            floor = await _sample(database_url, work, is_bare=True)
            product = await _sample(database_url, work, is_bare=False)
            assert product["rows"] == floor["rows"], (product, floor)
            about = f"{work}, {requests:,} requests"
            for name, unit in (("seconds", "s"), ("processor", "s"), ("peak", "MB"), ("grown", "MB")):
                figures.add(f"{about}: {name}", unit=unit, product=product[name], floor=floor[name])
            figures.add(f"{about}: longest wait of the loop", unit="ms", product=product["longest_wait"])


async def _sample(database_url: str, work: str, *, is_bare: bool) -> dict[str, Any]:
    command = ("-m", "bench.reporter", database_url, work, "bare" if is_bare else "product")
    process = await asyncio.create_subprocess_exec(sys.executable, *command, stdout=asyncio.subprocess.PIPE)
    told, _nothing = await process.communicate()
    assert process.returncode == 0, command
    found: dict[str, Any] = json.loads(told)
    return found


def _fill(url: str, requests: int) -> None:
    migrate(url)
    engine = create_engine(engine_url(url))
    with engine.begin() as connection:
        connection.execute(insert(Workspace).values(id=WORKSPACE, name="Bench", created_at=NOW - YEAR))
        _insert(connection, Profile, (_profile(number) for number in range(PROFILES)))
        _insert(connection, Campaign, (_campaign(number) for number in range(CAMPAIGNS)))
        _insert(connection, Request, _requests(requests))
        _insert(connection, AuditEntry, _entries(requests))
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("ANALYZE")
    engine.dispose()


def _insert(connection: Connection, kind: type[Base], rows: Iterator[dict[str, Any]]) -> None:
    some: list[dict[str, Any]] = []
    for row in rows:
        some.append(row)
        if len(some) == PIECE:
            connection.execute(insert(kind), some)
            some = []
    if some:
        connection.execute(insert(kind), some)


def _profile(number: int) -> dict[str, Any]:
    about = {"ig_id": str(number), "username": f"brand.{number}", "sealed_token": "", "health": "ok", "failed_looks": 0}
    return {"id": f"p{number}", "workspace_id": WORKSPACE, "created_at": NOW - YEAR, **about}


def _campaign(number: int) -> dict[str, Any]:
    return {
        "id": f"c{number}",
        "workspace_id": WORKSPACE,
        "name": f"Campaign {number}",
        "name_key": f"campaign {number}",
        "channel_id": f"C{number}",
        "channel_name": f"campaign-{number}",
        "is_private": number % 10 == 0,
        "template": "",
        "created_by": "U0ANA",
        "created_at": NOW - YEAR,
    }


def _requests(count: int) -> Iterator[dict[str, Any]]:
    chance = random.Random(7)  # noqa: S311 - the same year each time
    for number in range(count):
        asked_at = NOW - YEAR + number * (YEAR / count)
        state = chance.choice(STATES)
        answered_at = asked_at + timedelta(hours=chance.lognormvariate(2.7, 1.4))
        yield {
            "id": f"r{number:031}",
            "workspace_id": WORKSPACE,
            "profile_id": f"p{number % PROFILES}",
            "campaign_id": f"c{number % CAMPAIGNS}",
            "creator_username": f"creator.{number}",
            "state": state,
            "origin": "asked",
            "asked_by": "U0ANA",
            "asked_at": asked_at,
            "sent_at": asked_at + timedelta(seconds=9),
            "answered_at": answered_at if state in ("approved", "declined", "revoked") else None,
            "changed_at": answered_at,
            "submission_id": f"s{number}",
            "sweep_at": asked_at,
            "message": "Hi, we would love to work with you." if number % 3 == 0 else None,
        }


def _entries(requests: int) -> Iterator[dict[str, Any]]:
    for number in range(requests * ENTRIES_A_REQUEST):
        of = number // ENTRIES_A_REQUEST
        yield {
            "id": f"e{number:031}",
            "workspace_id": WORKSPACE,
            "at": NOW - YEAR + number * (YEAR / (requests * ENTRIES_A_REQUEST)),
            "tag": "meta:request:waiting",
            "actor": "meta",
            "subject_id": f"r{of:031}",
            "before": {"state": "checking", "meta_status": None},
            "after": {"state": "waiting", "meta_status": "PENDING"},
            "labels": {"creator": f"creator.{of}", "profile": "brand.0", "campaign": f"Campaign {of % CAMPAIGNS}"},
            "why": "",
        }
