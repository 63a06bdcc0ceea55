"""Announcing: what is to be told to one person is written down with what it is about, and told once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from bot.queues import ERRANDS
from storage.ids import PersonId
from storage.logins import Notice
from storage.unit_of_work import Job, UnitOfWork

NOTIFY = "notify"
LATE = timedelta(minutes=10)
"""When the work of telling that has not come to its end by then counts as lost."""


async def announce(
    uow: UnitOfWork,
    kind: StrEnum,
    *,
    of: str,
    about: Mapping[str, Any],
    to: PersonId | None,
    now: datetime,
) -> bool:
    """Have something told once: the same kind `of` the same thing again changes nothing, and returns False.

    `kind` is one that a subject of `bot.notices.telling` knows. `to` is None where it is decided when it is told.
    """
    notice = Notice(
        key=notice_key(kind, of=of),
        kind=kind,
        about=dict(about),
        person_id=to,
        tries=0,
        run=0,
        sweep_at=now + LATE,
        created_at=now,
    )
    is_new = await uow.notices.add_unless_there(notice)
    if is_new:
        await uow.enqueue(notify_job(notice))
    return is_new


def notice_key(kind: StrEnum, *, of: str) -> str:
    """Return what makes it the same notice."""
    return f"{kind}:{of}"


def notify_job(notice: Notice, *, delay_seconds: float = 0.0) -> Job:
    """Return the work of telling; each run of it has its own id."""
    return Job(
        workflow=NOTIFY,
        queue=ERRANDS.name,
        id=f"notify:{notice.key}:{notice.run}",
        args=(notice.workspace_id, notice.key),
        delay_seconds=delay_seconds,
    )
