"""Comments on ads that wait for a login that may read ads: what the window shows that helps somebody to connect one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.comments.readers import lacks_reader
from bot.influencers.means import InfluencerMeans
from storage.ids import PersonId, ProfileId, WorkspaceId


@dataclass(frozen=True, kw_only=True)
class ReaderFacts:
    """What waits for whose login."""

    asset_id: str
    username: str
    waiting: int
    """How many comments wait."""
    is_lacking: bool
    """No login here may read ads, and the account's rules ask for one."""
    profiles: Sequence[tuple[ProfileId, str]]
    """The brand's accounts of which one is needed, with their handles; none: any will do."""


class WantingReaders:
    """The use case."""

    def __init__(self, means: InfluencerMeans) -> None:
        self._means = means

    async def look(self, workspace_id: WorkspaceId, asset_id: str, *, by: PersonId) -> ReaderFacts:
        """Say what is needed. Raises NotAllowed, NotFound, SlackError, DatabaseDown."""
        asset, _person = await self._means.asset_for(workspace_id, asset_id, by=by)
        async with self._means.logins.storage.read(workspace_id) as uow:
            profiles = [await uow.profiles.get(ProfileId(each)) for each in asset.profile_ids]
            return ReaderFacts(
                asset_id=asset.id,
                username=asset.username,
                waiting=await uow.comments.count_waiting(asset.id),
                is_lacking=asset.ended_at is None and await lacks_reader(uow, asset),
                profiles=[(each.id, each.username) for each in profiles if each is not None],
            )
