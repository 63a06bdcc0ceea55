"""Wanting a Home tab to be drawn anew: at a calm pace, and for people only who have opened theirs."""

from __future__ import annotations

from datetime import datetime, timedelta

from storage.ids import PersonId
from storage.unit_of_work import Job, UnitOfWork

SLACK_EDITS = "slack-edits"
HOME = "home"
PACE = 10
"""Seconds: all that changes meanwhile is shown at once. https://docs.slack.dev/reference/methods/views.publish (tier 4)"""
KEPT_FOR = timedelta(days=7)
"""How long a tab that nobody has opened again is kept right; opening it draws it afresh in any case."""


async def want_home(uow: UnitOfWork, person_id: PersonId | None, *, now: datetime) -> None:
    """Have somebody's Home tab drawn anew once this unit of work is committed."""
    home = await uow.homes.get(person_id) if person_id is not None else None
    if home is None or now - home.opened_at > KEPT_FOR:
        return
    await uow.enqueue(home_job(uow, home.person_id, now=now))


def home_job(uow: UnitOfWork, person_id: PersonId, *, now: datetime, delay_seconds: float = 0.0) -> Job:
    """Return the work of drawing somebody's Home tab at the next turn."""
    turn = int((now.timestamp() + delay_seconds) // PACE) + 1
    return Job(
        workflow=HOME,
        queue=SLACK_EDITS,
        id=f"{HOME}:{uow.workspace_id}:{person_id}:{turn}",
        args=(uow.workspace_id, person_id),
        partition=person_id,
        delay_seconds=turn * PACE - now.timestamp(),
    )
