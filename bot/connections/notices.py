"""Which notices there are about logins; how they are told is in `bot.connections.telling`."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from bot.notices.announcing import announce
from storage.logins import Connection
from storage.unit_of_work import UnitOfWork


class Kind(StrEnum):
    """What a notice is about."""

    CONNECTED = "connected"
    """Accounts were connected, and this is what Meta lists for them."""
    RECONNECT = "reconnect"
    """A login ends soon, or has ended."""
    LEFT = "left"
    """What became of a login that nobody here uses any more."""


class Ending(StrEnum):
    """How a login ended."""

    DEAD = "dead"
    """Meta refused its token."""
    REMOVED = "removed"
    """The person took Greenlight off the list of apps at Facebook."""


async def ask_to_reconnect(uow: UnitOfWork, connection: Connection, *, when: int | Ending, now: datetime) -> None:
    """Have somebody asked to sign in again, once for each grant: so many days before it ends, or when it has ended."""
    grant = grant_of(connection)
    about = {"connection": connection.id, "grant": grant, "when": str(when)}
    await announce(uow, Kind.RECONNECT, of=f"{grant}:{when}", about=about, to=None, now=now)


def grant_of(connection: Connection) -> str:
    """Name one grant of a connection: signing in again makes another."""
    return f"{connection.id}:{int(connection.granted_at.timestamp())}"
