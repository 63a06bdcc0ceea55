"""A delivery is answered once it is kept; where it cannot be, everybody who delivered is told to come again."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from pydantic import SecretStr

from bot.comments.arriving import Arriving
from storage.database import DatabaseDown, connect
from storage.unit_of_work import Storage
from tests.comments.conftest import Ear
from tests.comments.deliveries import SECRET, a_body, a_value, signature
from tests.databases import ready_sqlite
from tests.storage.builders import NOW


async def test_a_database_that_takes_nothing_is_told_to_all_who_deliver_and_what_comes_later_is_kept(
    tmp_path: Path,
) -> None:
    url = ready_sqlite(tmp_path)
    storage = Storage(connect(url), enqueue=lambda *_work: None)
    arriving = Arriving(storage=storage, app_secret=SecretStr(SECRET), verify_token=SecretStr(""), now=lambda: NOW)
    bodies = [a_body(a_value(str(number))) for number in range(5)]
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        kept = [arriving.keep(body, signature=signature(body)) for body in bodies]
        told = await asyncio.gather(*kept, return_exceptions=True)
    assert {type(each) for each in told} == {DatabaseDown}
    assert await arriving.keep(bodies[0], signature=signature(bodies[0]))
    async with storage.incoming() as incoming:
        assert [each.body for each in await incoming.arrivals.oldest(count=9, size=10**6)] == [bodies[0]]
    await storage.close()


async def test_who_hangs_up_takes_nobody_along(ear: Ear) -> None:
    bodies = [a_body(a_value(str(number))) for number in range(2)]
    first, second = (asyncio.create_task(ear.arriving.keep(body, signature=signature(body))) for body in bodies)
    await asyncio.sleep(0)
    first.cancel()
    with suppress(asyncio.CancelledError):
        await first
    assert await second
    assert await ear.waiting() == 2
