"""Invites, and the accounts that creators connected by them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import CampaignId, ConnectionId, WorkspaceId
from storage.influencers import Asset, Invite
from storage.repositories.locking import locked
from storage.sight import Sight
from storage.tables import Campaign

MOST = 100


class Invites:
    """The invites of one workspace."""

    def __init__(self, session: AsyncSession, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id

    def add(self, invite: Invite) -> None:
        """Add a new invite to this workspace."""
        invite.workspace_id = self._workspace_id
        self._session.add(invite)

    async def get(self, invite_id: str, *, lock: bool = False) -> Invite | None:
        """Return one invite; `lock` keeps others from changing it until the commit."""
        found = self._ours().where(Invite.id == invite_id)
        return await self._session.scalar(locked(found) if lock else found)

    async def of_campaign(self, campaign_id: CampaignId) -> Sequence[Invite]:
        """Return the invites of a campaign, the newest first."""
        found = self._ours().where(Invite.campaign_id == campaign_id).order_by(Invite.made_at.desc(), Invite.id)
        return (await self._session.scalars(found.limit(MOST))).all()

    def _ours(self) -> Select[Invite]:
        return select(Invite).where(Invite.workspace_id == self._workspace_id)


class Assets:
    """The influencer assets of one workspace."""

    def __init__(self, session: AsyncSession, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id

    def add(self, asset: Asset) -> None:
        """Add a new asset to this workspace."""
        asset.workspace_id = self._workspace_id
        self._session.add(asset)

    async def get(self, asset_id: str, *, lock: bool = False) -> Asset | None:
        """Return one asset; `lock` keeps others from changing it until the commit."""
        found = self._ours().where(Asset.id == asset_id)
        return await self._session.scalar(locked(found) if lock else found)

    async def standing(self, campaign_id: CampaignId, ig_id: str) -> Asset | None:
        """Return the asset of an account in a campaign that has not ended, locked until the commit."""
        found = self._ours().where(Asset.campaign_id == campaign_id, Asset.ig_id == ig_id, Asset.ended_at.is_(None))
        return await self._session.scalar(locked(found))

    async def of_invite(self, invite_id: str, *, lock: bool = False) -> Asset | None:
        """Return the asset that was connected by an invite, by no newer one since, and has not ended."""
        found = self._ours().where(Asset.invite_id == invite_id, Asset.ended_at.is_(None))
        return await self._session.scalar(locked(found) if lock else found)

    async def of_account(self, ig_id: str, *, campaign_id: CampaignId | None = None) -> Sequence[Asset]:
        """Return what stands of an account, in one campaign or in all; the one that ends last comes first."""
        found = self._ours().where(Asset.ig_id == ig_id, Asset.ended_at.is_(None))
        if campaign_id is not None:
            found = found.where(Asset.campaign_id == campaign_id)
        return (await self._session.scalars(found.order_by(Asset.ends_at.desc(), Asset.id))).all()

    async def on_connection(self, connection_id: ConnectionId) -> Sequence[Asset]:
        """Return what stands on a connection, locked until the commit."""
        found = self._ours().where(Asset.connection_id == connection_id, Asset.ended_at.is_(None))
        return (await self._session.scalars(locked(found.order_by(Asset.id)))).all()

    async def of_campaign(self, campaign_id: CampaignId) -> Sequence[Asset]:
        """Return all assets of a campaign, those that stand first, the newest first."""
        found = self._ours().where(Asset.campaign_id == campaign_id)
        found = found.order_by(Asset.ended_at.is_not(None), Asset.connected_at.desc(), Asset.id)
        return (await self._session.scalars(found)).all()

    async def seen(self, sight: Sight) -> Sequence[Asset]:
        """Return the assets of campaigns that are there for a person: those that stand first, the newest first."""
        found = self._ours().join(Campaign, Campaign.id == Asset.campaign_id).where(sight.campaigns())
        found = found.order_by(Asset.ended_at.is_not(None), Asset.connected_at.desc(), Asset.id)
        return (await self._session.scalars(found.limit(MOST))).all()

    def _ours(self) -> Select[Asset]:
        return select(Asset).where(Asset.workspace_id == self._workspace_id)
