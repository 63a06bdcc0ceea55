"""The ways to a profile: what each lacks, and which is in use.

The one place that decides which token a profile uses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.connections import scopes
from bot.connections.clocks import Clocks
from bot.connections.healthiest import Choice, healthiest
from bot.connections.lacks import Granted, Lack, lacks_of
from storage.ids import ConnectionId
from storage.logins import Connection, Life, Way
from storage.tables import Health, Kind, Profile
from storage.unit_of_work import UnitOfWork

NEEDED = {Kind.INSTAGRAM: scopes.INSTAGRAM, Kind.PAGE: scopes.PAGE}


def clocks_of(connection: Connection) -> Clocks:
    """Return when a connection ends."""
    return Clocks(token_ends_at=connection.expires_at, data_ends_at=connection.data_access_expires_at)


def granted_of(connection: Connection) -> Granted | None:
    """Return what was granted, or None while Meta was not asked."""
    if connection.scopes is None:
        return None
    return Granted(scopes=connection.scopes, targets=connection.targets)


def lacking(profile: Profile, way: Way, connection: Connection) -> tuple[Lack, ...]:
    """Return what is missing on one way to a profile. Targets are held against it when the account was picked."""
    granted = granted_of(connection)
    return lacks_of(
        Granted(scopes=granted.scopes) if granted else None,
        needed=NEEDED[Kind(profile.kind)],
        ids=(profile.ig_id,),
        tasks=way.tasks,
        is_lost=way.lost_at is not None,
    )


@dataclass(frozen=True, kw_only=True)
class Change:
    """What settling changed: the connection in use before and now."""

    before: ConnectionId | None
    now: ConnectionId | None
    is_alive: bool
    """Whether the one in use now is alive."""


async def settle(uow: UnitOfWork, profile: Profile, *, now: datetime) -> Change:
    """Choose the healthiest way to a profile, and have its token used from now on.

    Without any way the profile has no token. A new token is tried by a look that is due at once.
    """
    ways = await uow.connections.ways_to(profile.id)
    chosen = healthiest([_choice(profile, way, connection, now=now) for way, connection in ways])
    connection = next((each for _way, each in ways if chosen is not None and each.id == chosen.id), None)
    before = profile.connection_id
    sealed_token = connection.sealed_token if connection else ""
    is_new_token = sealed_token != profile.sealed_token
    profile.connection_id = connection.id if connection else None
    profile.sealed_token = sealed_token
    is_alive = connection is not None and connection.life is Life.ALIVE
    if is_new_token and is_alive:
        _try_again(profile, now=now)
    return Change(before=before, now=profile.connection_id, is_alive=is_alive)


async def stand_ins(uow: UnitOfWork, connection: Connection, *, now: datetime) -> Sequence[Profile]:
    """Return the profiles that would stand still without this connection: no other way to them is alive."""
    alone = []
    for _way, profile in await uow.connections.profiles_of(connection.id):
        others = [each for _, each in await uow.connections.ways_to(profile.id) if each.id != connection.id]
        if not any(each.life is Life.ALIVE and not clocks_of(each).is_over(now=now) for each in others):
            alone.append(profile)
    return alone


def _try_again(profile: Profile, *, now: datetime) -> None:
    if profile.health is not Health.OK:
        profile.health = Health.NEW if profile.kind is Kind.INSTAGRAM else Health.OK
    profile.health_words = profile.unreadable_since = None
    profile.failed_looks = 0
    profile.next_look_at = now if profile.kind is Kind.INSTAGRAM else None


def _choice(profile: Profile, way: Way, connection: Connection, *, now: datetime) -> Choice:
    clocks = clocks_of(connection)
    return Choice(
        id=connection.id,
        is_alive=connection.life is Life.ALIVE,
        is_over=clocks.is_over(now=now),
        lacks=len(lacking(profile, way, connection)),
        ends_at=clocks.ends_at,
        granted_at=connection.granted_at,
    )
