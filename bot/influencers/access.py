"""From a creator's account to what a Graph call needs: the only place where a creator's token is opened.

Each call opens it anew: a connection that ended a moment ago is found to have ended.
"""

from __future__ import annotations

from datetime import datetime

from bot.errors import GreenlightError
from bot.graph import Access
from bot.words import say
from storage.ids import CampaignId, ConnectionId
from storage.influencers import Asset
from storage.logins import Connection, Life
from storage.secrets import SealBroken, Secrets
from storage.unit_of_work import UnitOfWork


class NoAsset(GreenlightError):
    """A creator has not connected this account, or not any more, or no key opens its token."""

    @classmethod
    def there(cls) -> NoAsset:
        """Say that nobody's connection is there."""
        return cls(say("influencers.no_access"), why=say("influencers.no_access_why"), todo=say("influencers.invite"))


async def creator_access(
    uow: UnitOfWork, ig_id: str, *, secrets: Secrets, now: datetime, campaign_id: CampaignId | None = None
) -> Access:
    """Return a creator's account and its token, for one call; `campaign_id` leaves other campaigns' connections out.

    Raises NoAsset. Name the campaign wherever a person asks: another campaign's connection may be hidden from them.
    """
    for asset in await uow.assets.of_account(ig_id, campaign_id=campaign_id):
        access = await _opened(uow, asset, secrets=secrets, now=now)
        if access is not None:
            return access
    raise NoAsset.there()


async def is_connected(uow: UnitOfWork, ig_id: str, *, now: datetime, campaign_id: CampaignId | None = None) -> bool:
    """Tell whether a creator's connection to this account lives, without opening its token."""
    return await living(uow, ig_id, now=now, campaign_id=campaign_id) is not None


async def living(
    uow: UnitOfWork, ig_id: str, *, now: datetime, campaign_id: CampaignId | None = None
) -> tuple[Asset, Connection] | None:
    """Return what stands of an account and the login it stands on, where that lives; its token stays sealed."""
    for asset in await uow.assets.of_account(ig_id, campaign_id=campaign_id):
        connection = await uow.connections.get(asset.connection_id) if asset.connection_id else None
        if asset.ends_at > now and connection is not None and connection.life is Life.ALIVE:
            return asset, connection
    return None


async def look_after(uow: UnitOfWork, connection_id: str | None, *, now: datetime) -> None:
    """Have a login looked after at once that Meta no longer accepts: whoever it concerns is told from there."""
    connection = await uow.connections.get(ConnectionId(connection_id), lock=True) if connection_id else None
    if connection is not None and connection.life is Life.ALIVE:
        connection.next_check_at = now


async def _opened(uow: UnitOfWork, asset: Asset, *, secrets: Secrets, now: datetime) -> Access | None:
    if asset.ends_at <= now or asset.connection_id is None:
        return None
    connection = await uow.connections.get(asset.connection_id)
    if connection is None or connection.life is not Life.ALIVE:
        return None
    try:
        return Access(ig_id=asset.ig_id, token=secrets.open(connection.sealed_token))
    except SealBroken:
        raise NoAsset(
            say("profiles.sealed"), why=say("profiles.sealed_why"), todo=say("profiles.sealed_todo")
        ) from None
