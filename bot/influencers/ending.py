"""Influencer assets over time: they end by themselves; people end them before, or let them last for longer."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.engine import Schedule
from bot.errors import Refused
from bot.influencers.facts import AssetFacts, asset_facts
from bot.influencers.lost import end_asset
from bot.influencers.means import InfluencerMeans
from bot.policy import Act
from bot.words import say
from storage.ids import ConnectionId, PersonId, WorkspaceId
from storage.influencers import Asset, Ending
from storage.logins import Connection
from storage.unit_of_work import UnitOfWork

log = logging.getLogger(__name__)

EXPIRE = "expire"
AT_ONCE = 200


class EndingAssets:
    """The use cases and their schedule."""

    def __init__(self, means: InfluencerMeans) -> None:
        self._means = means

    def register(self) -> None:
        """Give the engine this use case's schedule."""
        self._means.logins.engine.schedule(Schedule(name=EXPIRE, cron="*/20 * * * * *", run=self._expire))

    async def _expire(self, scheduled: datetime, _context: Any) -> None:
        await self._means.logins.engine.step("expire", self._expire_once)

    async def _expire_once(self) -> None:
        """End what is over. Each ends in one transaction with what follows from it, so that a repeat finds it ended."""
        now, storage = self._means.logins.now(), self._means.logins.storage
        async with storage.across_workspaces() as everywhere:
            over = await everywhere.assets_over(now=now, limit=AT_ONCE)
        for each in over:
            async with storage.write(each.workspace_id) as uow:
                asset, connection = await locked(uow, each.id)
                if asset is not None and asset.ended_at is None and asset.ends_at <= now:
                    await end_asset(uow, asset, connection, ending=Ending.EXPIRED, by="greenlight", now=now)

    async def all(self, workspace_id: WorkspaceId, *, person_id: PersonId) -> Sequence[AssetFacts]:
        """Return the assets of campaigns that are there for a person. Raises SlackError."""
        sight = await self._means.campaigns.people.sight(person_id)
        async with self._means.logins.storage.read(workspace_id) as uow:
            now = self._means.logins.now()
            return [await asset_facts(uow, each, now=now) for each in await uow.assets.seen(sight)]

    async def stop(self, workspace_id: WorkspaceId, asset_id: str, *, by: PersonId) -> None:
        """End an asset before its time, whether its campaign is open or closed. A second time changes nothing.

        Raises NotAllowed, NotFound, SlackError, DatabaseDown.
        """
        await self._means.asset_for(workspace_id, asset_id, by=by, act=Act.END)
        async with self._means.logins.storage.write(workspace_id) as uow:
            asset, connection = await locked(uow, asset_id)
            if asset is not None and asset.ended_at is None:
                now = self._means.logins.now()
                await end_asset(uow, asset, connection, ending=Ending.STOPPED, by=by, now=now)

    async def extend(self, workspace_id: WorkspaceId, asset_id: str, *, days: int, by: PersonId) -> datetime:
        """Let an asset last for so many days more; return until when. One that has ended needs a new invite.

        Raises Refused, NotAllowed, NotFound, SlackError, DatabaseDown.
        """
        await self._means.asset_for(workspace_id, asset_id, by=by)
        async with self._means.logins.storage.write(workspace_id) as uow:
            asset, _connection = await locked(uow, asset_id)
            if asset is None or asset.ended_at is not None:
                raise Refused(say("influencers.has_ended"), todo=say("influencers.has_ended_todo"))
            asset.ends_at += timedelta(days=days)
            asset.version += 1
            after = {"ends_at": asset.ends_at.isoformat()}
            self._means.note(uow, asset, tag="person:asset:extended", by=by, after=after)
            return asset.ends_at


async def locked(uow: UnitOfWork, asset_id: str) -> tuple[Asset | None, Connection | None]:
    """Lock an asset and its connection until the commit: the connection first, here as elsewhere."""
    seen = await uow.assets.get(asset_id)
    if seen is None or seen.connection_id is None:
        return await uow.assets.get(asset_id, lock=True), None
    connection = await uow.connections.get(ConnectionId(seen.connection_id), lock=True)
    return await uow.assets.get(asset_id, lock=True), connection
