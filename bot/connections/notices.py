"""Notices: what is to be told to one person about logins, written down with what it is about, and told once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from storage.ids import PersonId
from storage.logins import Connection, Notice
from storage.unit_of_work import Job, UnitOfWork

NOTIFY = "notify"
NOTICES = "notices"
LATE = timedelta(minutes=10)
"""When the work of telling that has not come to its end by then counts as lost."""


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


async def announce(
    uow: UnitOfWork,
    kind: Kind,
    *,
    of: str,
    about: Mapping[str, Any],
    to: PersonId | None,
    now: datetime,
) -> None:
    """Have something told once: the same kind `of` the same thing again changes nothing.

    `to` is None where it is decided when it is told (see `bot.connections.telling`).
    """
    notice = Notice(
        key=f"{kind}:{of}",
        kind=kind,
        about=dict(about),
        person_id=to,
        tries=0,
        run=0,
        sweep_at=now + LATE,
        created_at=now,
    )
    if await uow.notices.add_unless_there(notice):
        await uow.enqueue(notify_job(notice))


async def ask_to_reconnect(uow: UnitOfWork, connection: Connection, *, when: int | Ending, now: datetime) -> None:
    """Have somebody asked to sign in again, once for each grant: so many days before it ends, or when it has ended."""
    grant = grant_of(connection)
    about = {"connection": connection.id, "grant": grant, "when": str(when)}
    await announce(uow, Kind.RECONNECT, of=f"{grant}:{when}", about=about, to=None, now=now)


def grant_of(connection: Connection) -> str:
    """Name one grant of a connection: signing in again makes another."""
    return f"{connection.id}:{int(connection.granted_at.timestamp())}"


def notify_job(notice: Notice, *, delay_seconds: float = 0.0) -> Job:
    """Return the work of telling; each run of it has its own id."""
    return Job(
        workflow=NOTIFY,
        queue=NOTICES,
        id=f"notify:{notice.key}:{notice.run}",
        args=(notice.workspace_id, notice.key),
        delay_seconds=delay_seconds,
    )
