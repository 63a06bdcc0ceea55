"""A workspace of many requests, put into the database as one load: no product of ours makes so many at once."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import insert, text
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.database import is_sqlite
from storage.tables import Campaign, Message, Profile, Request, Workspace

BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
ENDED = ("declined", "cancelled", "revoked", "failed")
LIVE = ("waiting", "approved", "unsure")
PROFILES = 20
AT_ONCE = 2000


async def crowd(engine: AsyncEngine, *, workspace: str, people: Sequence[str], requests: int, campaigns: int) -> None:
    """Fill an empty database: every tenth campaign is private, in a channel that none of the people is in."""
    chance = random.Random(requests)  # noqa: S311 - the same crowd each time
    async with engine.begin() as connection:
        await connection.execute(
            insert(Workspace), [{"id": workspace, "name": "Bench", "everybody": "requester", "created_at": BEGAN}]
        )
        await connection.execute(insert(Profile), [_profile(number, workspace) for number in range(PROFILES)])
        await connection.execute(
            insert(Campaign), [_campaign(number, workspace, people) for number in range(campaigns)]
        )
        rows: list[dict[str, Any]] = []
        for number in range(requests):
            rows.append(_request(number, workspace, people, campaigns=campaigns, chance=chance))
            if len(rows) == AT_ONCE or number == requests - 1:
                await connection.execute(insert(Request), rows)
                await connection.execute(insert(Message), [_card(row) for row in rows])
                rows = []
    if not is_sqlite(engine.url.render_as_string(hide_password=False)):
        async with engine.begin() as connection:
            await connection.execute(text("ANALYZE"))  # which PostgreSQL does by itself, a minute later


def _profile(number: int, workspace: str) -> dict[str, Any]:
    return {
        "id": f"p{number:031}",
        "workspace_id": workspace,
        "ig_id": f"1784{number}",
        "username": f"brand.{number}",
        "sealed_token": "",
        "health": "ok",
        "failed_looks": 0,
        "created_at": BEGAN,
    }


def _campaign(number: int, workspace: str, people: Sequence[str]) -> dict[str, Any]:
    is_private = number % 10 == 9
    return {
        "id": f"c{number:031}",
        "workspace_id": workspace,
        "name": f"Campaign {number}",
        "name_key": f"campaign {number}",
        "channel_id": f"C0{number:06}",
        "channel_name": f"campaign-{number}",
        "is_private": is_private,
        "template": "Hi",
        "created_by": people[number % len(people)],
        "created_at": BEGAN + timedelta(hours=number),
    }


def _request(
    number: int, workspace: str, people: Sequence[str], *, campaigns: int, chance: random.Random
) -> dict[str, Any]:
    at = BEGAN + timedelta(seconds=number * 200)
    is_live = chance.random() < 0.2
    return {
        "id": f"{number:032}",
        "workspace_id": workspace,
        "profile_id": f"p{chance.randrange(PROFILES):031}",
        "campaign_id": f"c{chance.randrange(campaigns):031}",
        "creator_username": f"creator.{number}",
        "creator_ig_id": str(10_000_000 + number),
        "state": chance.choice(LIVE if is_live else ENDED),
        "origin": "asked",
        "asked_by": chance.choice(people),
        "asked_at": at,
        "changed_at": at + timedelta(seconds=chance.randrange(864_000)),
        "submission_id": f"s{number}",
        "sweep_at": at,
        "sent_at": at,
        "permission_id": f"P{number}",
    }


def _card(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "key": f"card:{row['id']}",
        "workspace_id": row["workspace_id"],
        "request_id": row["id"],
        "channel_id": f"C0{int(row['campaign_id'][1:]):06}",
        "ts": f"{row['id']}.1"[-31:],
        "sweep_at": row["sweep_at"],
        "created_at": row["asked_at"],
    }
