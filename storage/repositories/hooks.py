"""Pages that the app is on."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.hooks import Hook, HookStage
from storage.ids import ConnectionId, WorkspaceId
from storage.repositories.locking import locked


class Hooks:
    """Those of the influencer assets of one workspace."""

    def __init__(self, session: AsyncSession, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id

    async def get(self, asset_id: str, *, lock: bool = False) -> Hook | None:
        """Return how it stands for one asset; `lock` keeps others from changing it until the commit."""
        found = self._ours().where(Hook.asset_id == asset_id)
        return await self._session.scalar(locked(found) if lock else found)

    async def of(self, asset_ids: Collection[str]) -> dict[str, Hook]:
        """Return how it stands for some assets, by their ids; these are few."""
        found = await self._session.scalars(self._ours().where(Hook.asset_id.in_(asset_ids)))
        return {each.asset_id: each for each in found}

    async def on_connection(self, connection_id: ConnectionId) -> Sequence[Hook]:
        """Return those that a login put on Pages and that are there still."""
        found = self._ours().where(Hook.connection_id == connection_id, Hook.page_id.is_not(None))
        return (await self._session.scalars(found.order_by(Hook.asset_id))).all()

    async def look_at(self, asset_id: str, *, at: datetime) -> Hook:
        """Have an asset looked at then: whether the app is to be on its Page. Lock the asset before."""
        hook = await self.get(asset_id, lock=True)
        if hook is None:
            hook = Hook(asset_id=asset_id, workspace_id=self._workspace_id, stage=HookStage.OFF, tries=0)
            self._session.add(hook)
        hook.next_at = at
        return hook

    def _ours(self) -> Select[Hook]:
        return select(Hook).where(Hook.workspace_id == self._workspace_id)
