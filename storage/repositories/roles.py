"""Roles: what was given to whom, in the workspace and in its campaigns."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, Select, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import CampaignId, PersonId, WorkspaceId
from storage.repositories.locking import locked
from storage.roles import GivenRole
from storage.tables import Workspace


class Roles:
    """The roles of one workspace, as words by holder: a person or a Slack user group."""

    def __init__(self, session: AsyncSession, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id

    async def everybody(self) -> str:
        """Return the role of members of the workspace who were given none."""
        query = select(Workspace.everybody).where(Workspace.id == self._workspace_id)
        return (await self._session.scalars(query)).one()

    async def lock_workspace(self) -> None:
        """Keep others from changing the workspace's own roles until the commit."""
        await self._session.scalar(locked(select(Workspace).where(Workspace.id == self._workspace_id)))

    async def let_everybody(self, role: str) -> None:
        """Say what members of the workspace who were given no role have."""
        ours = update(Workspace).where(Workspace.id == self._workspace_id)
        await self._session.execute(ours.values(everybody=role))

    async def given(self, campaign_id: CampaignId | None = None) -> dict[str, str]:
        """Return what was given in one campaign, or in the workspace itself, in the order it was given."""
        ours = self._ours(GivenRole.campaign_id.is_(None) if campaign_id is None else _of(campaign_id))
        return {each.holder_id: each.role for each in await self._session.scalars(ours)}

    async def that_count_in(self, campaign_id: CampaignId) -> tuple[dict[str, str], dict[str, str]]:
        """Return what was given in the campaign, and what was given in the workspace."""
        here: dict[str, str] = {}
        everywhere: dict[str, str] = {}
        counts = self._ours(or_(_of(campaign_id), GivenRole.campaign_id.is_(None)))
        for each in await self._session.scalars(counts):
            (everywhere if each.campaign_id is None else here)[each.holder_id] = each.role
        return here, everywhere

    async def in_campaigns(self, campaign_ids: Collection[CampaignId]) -> dict[CampaignId, dict[str, str]]:
        """Return what was given in each of several campaigns."""
        found: dict[CampaignId, dict[str, str]] = {}
        for each in await self._session.scalars(self._ours(GivenRole.campaign_id.in_(campaign_ids))):
            if each.campaign_id is not None:
                found.setdefault(each.campaign_id, {})[each.holder_id] = each.role
        return found

    async def give(
        self,
        roles: Mapping[str, str],
        *,
        campaign_id: CampaignId | None,
        by: PersonId,
        at: datetime,
        new_id: Callable[[], str],
    ) -> None:
        """Have exactly these roles in one place: what is not among them is taken away."""
        place = GivenRole.campaign_id.is_(None) if campaign_id is None else _of(campaign_id)
        before = {each.holder_id: each for each in await self._session.scalars(self._ours(place))}
        ours = (GivenRole.workspace_id == self._workspace_id, place)
        lost = before.keys() - roles.keys()
        if lost:
            await self._session.execute(delete(GivenRole).where(*ours, GivenRole.holder_id.in_(lost)))
        for holder, role in roles.items():
            row = before.get(holder)
            if row is None:
                row = GivenRole(id=new_id(), workspace_id=self._workspace_id, campaign_id=campaign_id, holder_id=holder)
                self._session.add(row)
            elif row.role == role:
                continue
            row.role, row.given_by, row.given_at = role, by, at
        await self._session.flush()

    async def end(self, holder_id: PersonId) -> dict[CampaignId | None, str]:
        """Take every role of one holder away; returns what it was, by campaign, None for the workspace itself."""
        theirs = self._ours(GivenRole.holder_id == holder_id)
        ended = {each.campaign_id: each.role for each in await self._session.scalars(locked(theirs))}
        ours = (GivenRole.workspace_id == self._workspace_id, GivenRole.holder_id == holder_id)
        await self._session.execute(delete(GivenRole).where(*ours))
        return ended

    def _ours(self, place: ColumnElement[bool]) -> Select[GivenRole]:
        ours = select(GivenRole).where(GivenRole.workspace_id == self._workspace_id, place)
        return ours.order_by(GivenRole.given_at, GivenRole.id)


def _of(campaign_id: CampaignId) -> ColumnElement[bool]:
    return GivenRole.campaign_id == campaign_id
