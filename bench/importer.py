"""One dry run of a list in a process of its own: by Greenlight, or by Python's csv module. Prints what it took as JSON."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from pydantic import SecretStr
from sqlalchemy import Connection

from bench.reporter import resident
from bot.batches.trying import Trying, Wish
from bot.bulk.table import read_file
from bot.engine import Engine
from bot.graph import Addresses, GraphClient, MetaApp, pooled_http
from bot.languages import Languages
from bot.permissions.durable import Means
from bot.permissions.record import Recorder
from bot.policy import Person
from storage.database import connect
from storage.ids import CampaignId, ChannelId, PersonId, ProfileId, WorkspaceId, new_id
from storage.migrate import migrate
from storage.secrets import Secrets
from storage.tables import Campaign, Health, Profile
from storage.unit_of_work import Job, Storage

WORKSPACE, ANA = WorkspaceId("T0BENCH"), PersonId("U0ANA")


def main() -> None:
    """Look a list through once."""
    url, path, way = sys.argv[1:]
    content = Path(path).read_bytes()
    told = _bare(content) if way == "bare" else asyncio.run(_product(url, content))
    print(json.dumps(told))


def _bare(content: bytes) -> dict[str, float]:
    before, begun = resident("VmRSS"), time.monotonic()
    rows = sum(1 for _row in csv.DictReader(io.StringIO(content.decode())))
    return _told(rows, before=before, begun=begun)


def _told(rows: int, *, before: float, begun: float) -> dict[str, float]:
    peak = resident("VmHWM")
    return {"rows": rows, "seconds": time.monotonic() - begun, "peak": peak, "grown": max(peak - before, 0.0)}


async def _product(url: str, content: bytes) -> dict[str, float]:
    """Read, judge and keep it, as the submission of the form does; the database is migrated and warm before the clock starts."""
    migrate(url)
    storage, http = Storage(connect(url), enqueue=_no_work), pooled_http()
    means = Means(
        storage=storage,
        engine=Engine(url),
        graph=GraphClient(
            http,
            app=MetaApp(secret=SecretStr("bench")),
            addresses=Addresses(version="v26.0", graph="http://127.0.0.1:1"),
            now=_now,
        ),
        secrets=Secrets([SecretStr("a-key-for-the-bench-of-enough-characters")]),
        recorder=Recorder(now=_now, new_id=new_id),
        languages=Languages(),
        now=_now,
        new_id=new_id,
    )
    wish = await _furnished(storage)
    person = Person(id=ANA, is_guest=False, is_in_channel=True)
    before, begun = resident("VmRSS"), time.monotonic()
    trial = await Trying(means).look_through(WORKSPACE, read_file(io.BytesIO(content)), wish, person=person)
    told = _told(trial.ready, before=before, begun=begun)
    await storage.close()
    await http.aclose()
    return told


async def _furnished(storage: Storage) -> Wish:
    """Make the profile and the campaign that a list is for."""
    async with storage.across_workspaces() as everywhere:
        await everywhere.ensure(WORKSPACE, name="Bench", now=_now())
    profile = Profile(
        id=ProfileId(new_id()),
        ig_id=new_id(),
        username="northlight.skin",
        sealed_token="sealed",
        health=Health.OK,
        created_at=_now(),
        failed_looks=0,
    )
    name = f"Bench {new_id()}"
    campaign = Campaign(
        id=CampaignId(new_id()),
        name=name,
        name_key=name.casefold(),
        channel_id=ChannelId("C0BENCH"),
        channel_name="bench",
        is_private=False,
        template="",
        created_by=ANA,
        created_at=_now(),
    )
    async with storage.write(WORKSPACE) as uow:
        uow.profiles.add(profile)
        await uow.flush()
        if not await uow.campaigns.add_unless_taken(campaign):
            raise RuntimeError("the campaign is there already")
    return Wish(campaign_id=campaign.id, profile_id=profile.id, message=None, made_by=ANA, sender="Ana", by_mail=False)


def _now() -> datetime:
    return datetime.now(UTC)


def _no_work(_connection: Connection, _job: Job) -> None:
    raise RuntimeError("a dry run enqueues nothing")


if __name__ == "__main__":
    main()
