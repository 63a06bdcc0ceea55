"""A connection is dead: its profiles change to others, and where there is none somebody is asked to sign in again."""

from __future__ import annotations

from datetime import datetime

from bot.connections.notices import Ending, ask_to_reconnect
from bot.connections.ways import settle, stand_ins
from storage.logins import Connection, Life
from storage.tables import Health, Kind
from storage.unit_of_work import UnitOfWork


async def bury(uow: UnitOfWork, connection: Connection, *, ending: Ending, words: str, now: datetime) -> None:
    """Note that a connection is dead; a second time changes nothing.

    A profile without another is looked at at once: the look meets Meta's refusal, and says so on every open card.
    """
    if connection.life is not Life.ALIVE:
        return
    connection.life = Life.DEAD
    connection.dead_words = words
    connection.next_check_at = None
    await uow.flush()
    for _way, profile in await uow.connections.profiles_of(connection.id):
        change = await settle(uow, profile, now=now)
        if change.is_alive:
            continue
        if profile.kind is Kind.INSTAGRAM:
            profile.next_look_at = now
        else:
            profile.health, profile.health_words = Health.LOGIN_DEAD, words
    if await stand_ins(uow, connection, now=now):
        await ask_to_reconnect(uow, connection, when=ending, now=now)
