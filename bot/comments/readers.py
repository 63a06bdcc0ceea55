"""Whose login may tell of a creator's ads: that of one of the brand's accounts, with Meta's permission to read ads.

Profiles are connected without it. Where a creator agreed to ads of some brands alone, or to those that lead somewhere,
comments on ads wait until a login has it (`bot.comments.sieve`).
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.connections.scopes import READ_ADS
from storage.influencers import Asset, Monitored
from storage.tables import Health, Kind, Profile
from storage.unit_of_work import UnitOfWork


def asks_of_ads(rules: Monitored) -> bool:
    """Tell whether rules ask of an ad what only such a login is told: whose it is, or where it leads."""
    return rules.hears_ads and bool(rules.profile_ids or rules.domains or rules.link_contains)


async def readers_of(uow: UnitOfWork, asset: Asset) -> Sequence[Profile]:
    """Return the accounts whose logins may tell: of those that were agreed on, else of all there are.

    A token that was pasted does not say what it may do: it is tried.
    """
    found = []
    for profile in await uow.profiles.connected():
        if profile.kind is not Kind.INSTAGRAM or profile.health is Health.LOGIN_DEAD:
            continue
        if asset.profile_ids and profile.id not in asset.profile_ids:
            continue
        connection = await uow.connections.get(profile.connection_id) if profile.connection_id else None
        if connection is None or connection.scopes is None or not READ_ADS.isdisjoint(connection.scopes):
            found.append(profile)
    return found


async def lacks_reader(uow: UnitOfWork, asset: Asset) -> bool:
    """Tell whether an account's comments on ads wait for a login that nobody has connected."""
    return asks_of_ads(asset) and not await readers_of(uow, asset)
