"""A connection is dead: its profiles change to others, and where there is none somebody is asked to sign in again."""

from __future__ import annotations

from datetime import datetime

from bot.connections.notices import Ending, ask_to_reconnect
from bot.connections.ways import settle, stand_ins
from bot.graph import LoginDead
from bot.influencers.lost import lose
from storage.ids import new_id
from storage.logins import Connection, ConnectionKind, Life
from storage.tables import AuditEntry, Health, Kind
from storage.unit_of_work import UnitOfWork

REMOVED_SUBCODE = 458
"""Meta's: the person took the app off their list. https://developers.facebook.com/docs/graph-api/guides/error-handling"""


async def bury(uow: UnitOfWork, connection: Connection, error: LoginDead, *, now: datetime) -> None:
    """Note that a connection is dead, and why; a second time changes nothing.

    A profile without another is looked at at once: the look meets Meta's refusal, and says so on every open card.
    """
    if connection.life is not Life.ALIVE:
        return
    connection.life = Life.DEAD
    connection.dead_words = error.sentence
    connection.next_check_at = None
    profiles = [profile.username for _way, profile in await uow.connections.profiles_of(connection.id)]
    uow.audit.append(
        AuditEntry(
            id=new_id(),
            at=now,
            tag="meta:connection:died",
            actor="meta",
            subject_id=connection.id,
            before={"life": Life.ALIVE.value},
            after={"life": Life.DEAD.value},
            labels={"login": connection.id, "profiles": profiles},
            why=error.sentence,
        )
    )
    await uow.flush()
    if connection.kind is ConnectionKind.INFLUENCER:
        await lose(uow, connection, words=error.sentence, now=now)
        return
    for _way, profile in await uow.connections.profiles_of(connection.id):
        change = await settle(uow, profile, now=now)
        if change.is_alive:
            continue
        if profile.kind is Kind.INSTAGRAM:
            profile.next_look_at = now
        else:
            profile.health, profile.health_words = Health.LOGIN_DEAD, error.sentence
    if await stand_ins(uow, connection, now=now):
        ending = Ending.REMOVED if error.subcode == REMOVED_SUBCODE else Ending.DEAD
        await ask_to_reconnect(uow, connection, when=ending, now=now)
