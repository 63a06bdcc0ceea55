"""What reaches a comment from two sides at one moment ends well: one waits for the other, and then looks again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import psycopg
import pytest

from bot.comments.keeping import KeepingComments
from storage.comment_deeds import CommentDeed, DeedKind, DeedStage
from storage.ids import new_id
from storage.unit_of_work import UnitOfWork
from tests.influencers.house import CreatorsHouse
from tests.influencers.monitoring import REEL, Monitoring
from tests.running import until


class Meanwhile:
    """Somebody who is a moment earlier, and has the account's row."""

    def __init__(self, monitoring: Monitoring, database_url: str) -> None:
        self.monitoring = monitoring
        self._url = database_url

    @asynccontextmanager
    async def ahead_of(self, work: Coroutine[Any, Any, Any]) -> AsyncIterator[UnitOfWork]:
        """Have work begin once the row is locked and what was enqueued is known; it ends after this does."""
        house = self.monitoring.house
        async with house.storage.write(house.here) as uow:
            assert await uow.assets.get(self.monitoring.asset.id, lock=True)
            under_way = asyncio.create_task(work)
            await until(self._is_waited_for)
            yield uow
        await under_way

    async def _is_waited_for(self) -> bool:
        if self._url.startswith("sqlite"):
            return True  # writers take turns
        with psycopg.connect(self._url) as connection:
            waiting = connection.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
            ).fetchone()
        return waiting != (0,)


@pytest.fixture
async def meanwhile(house: CreatorsHouse, ready_url: str) -> Meanwhile:
    """Somebody whose comments are heard and told."""
    monitoring = Monitoring(house)
    await monitoring.begin(days=180)
    return Meanwhile(monitoring, ready_url)


async def test_a_comment_with_which_something_is_wanted_at_the_last_moment_is_not_forgotten(
    meanwhile: Meanwhile,
) -> None:
    monitoring, house = meanwhile.monitoring, meanwhile.monitoring.house
    keeping = KeepingComments(house.creators.campaigns)
    keeping.register()
    comment = await monitoring.write()
    await monitoring.hear()
    await house.wait(days=91)
    async with meanwhile.ahead_of(house.engine.tick("forget-comments")) as uow:
        deed = CommentDeed(
            id=new_id(),
            asset_id=monitoring.asset.id,
            comment_id=comment,
            kind=DeedKind.HIDE,
            text="",
            by=house.ana,
            at=house.now(),
            stage=DeedStage.WANTED,
            sweep_at=house.now() + timedelta(hours=1),
        )
        assert await uow.comment_deeds.add_unless_busy(deed)
    assert await monitoring.stored(comment)


async def test_a_post_that_is_read_twice_at_once_is_named_and_its_comments_are_told(meanwhile: Meanwhile) -> None:
    monitoring = meanwhile.monitoring
    await monitoring.arrive("Lovely!", media={"id": REEL, "media_product_type": "FEED"})
    await monitoring.house.engine.tick("comments-news")
    async with meanwhile.ahead_of(monitoring.house.work("tell-comments")) as uow:
        await uow.comment_notes.keep_post(monitoring.asset.id, REEL, permalink=None, caption="")
    assert len(await monitoring.told()) == 2
