"""A creator who is monitored, on SQLite and on PostgreSQL, and Meta's address for deliveries."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from pydantic import SecretStr

from bot.comments.arriving import Arriving
from bot.comments.hearing import Hearing
from storage.comments import Comment
from storage.database import connect
from storage.ids import WorkspaceId
from storage.influencers import Asset
from storage.unit_of_work import Storage
from tests.comments.deliveries import MAYA, SECRET, signature
from tests.storage.builders import ELSEWHERE, NORTHLIGHT, NOW, a_campaign
from tests.storage.test_influencers import an_asset
from tests.stories.hands import ByHand

WORD = "a-word-for-meta"


class Ear:
    """The use cases over a real database, their durable work done by hand."""

    def __init__(self, database_url: str) -> None:
        self.engine, self.now = ByHand(), NOW
        self._campaigns = 0
        self.storage = Storage(connect(database_url), enqueue=self.engine.enqueue)
        self.arriving = Arriving(
            storage=self.storage, app_secret=SecretStr(SECRET), verify_token=SecretStr(WORD), now=lambda: self.now
        )
        Hearing(storage=self.storage, engine=self.engine, now=lambda: self.now).register()

    async def monitor(self, workspace_id: WorkspaceId = NORTHLIGHT, **given: Any) -> Asset:
        """Have a creator's account monitored for a campaign of its own."""
        self._campaigns += 1
        campaign = a_campaign(name=f"Campaign {self._campaigns}")
        async with self.storage.write(workspace_id) as uow:
            uow.campaigns.add(campaign)
            await uow.flush()
            values: dict[str, Any] = {"ig_id": MAYA, "hears_organic": True} | given
            asset = an_asset(campaign, **values)
            uow.assets.add(asset)
        return asset

    async def deliver(self, *bodies: bytes) -> None:
        """Have Meta deliver, and do what that leads to."""
        for body in bodies:
            assert await self.arriving.keep(body, signature=signature(body))
        await self.read()

    async def read(self) -> None:
        """Do the work of reading."""
        await self.engine.do(self.engine.newest("hear"))

    async def waiting(self) -> int:
        """Count the bodies that were not read."""
        async with self.storage.incoming() as incoming:
            return len(await incoming.arrivals.oldest(count=10_000, size=10**9))

    async def comments(self, asset: Asset, *comment_ids: str) -> dict[str, Comment]:
        """Return what is stored, whether or not the team may read it."""
        async with self.storage.read(asset.workspace_id) as uow:
            return await uow.comments.known(asset.id, comment_ids)


@pytest.fixture
async def ear(ready_url: str) -> AsyncIterator[Ear]:
    """Two workspaces that hear of comments."""
    ear = Ear(ready_url)
    async with ear.storage.across_workspaces() as everywhere:
        await everywhere.ensure(NORTHLIGHT, name="Northlight", now=NOW)
        await everywhere.ensure(ELSEWHERE, name="Elsewhere", now=NOW)
    yield ear
    await ear.storage.close()
