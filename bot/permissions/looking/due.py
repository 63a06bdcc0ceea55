"""Which profiles are to be looked at now: each by itself, or those of one business together.

The engine takes what waits in a queue in any order. So no more looks are begun than can be done soon, whoever has waited
longest first: everybody has a turn, and who presses *check now* waits for a few others at the most.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.engine import Schedule
from bot.graph.permissions.probe import Choice, choose
from bot.permissions.durable import DurableWork
from bot.permissions.looking.knowing import memory_of
from bot.queues import LOOKS
from storage.ids import ConnectionId, ProfileId, WorkspaceId
from storage.tables import Profile
from storage.unit_of_work import Job, UnitOfWork

LOOK = "look"
LOOK_ACROSS = "look-across"
TICK = "tick"
EVERY = timedelta(seconds=5)
UNDER_WAY = 200
"""Looks that are begun and have not ended, of all workers: a few more than one ends between two ticks."""
BEGUN_AT_ONCE = 20
"""Looks that are begun in one transaction: each of its own would take a busy database longer than there is between ticks."""
LOOK_LOST_AFTER = timedelta(seconds=90)
"""When a look that was begun and has not ended counts as lost; a second one waits for the first in any case."""
TAKEN_ALONG = timedelta(seconds=30)
"""How much too early a profile is looked at with others of its business: that costs no further call."""
MOST_TOGETHER = 100
"""Profiles in one reading of a business's list: each is named in its address, and addresses have a length."""


class Due(DurableWork):
    """Enqueues looks that are due."""

    def register(self) -> None:
        """Give the engine the schedule."""
        self.engine.schedule(Schedule(name=TICK, cron=f"*/{EVERY.seconds} * * * * *", run=self._tick))

    async def _tick(self, scheduled: datetime, _context: Any) -> None:
        await self.engine.step("due", self._enqueue_due)

    async def _enqueue_due(self) -> None:
        now = self.now()
        async with self.storage.across_workspaces() as everywhere:
            room = UNDER_WAY - await everywhere.looks_under_way(since=now - LOOK_LOST_AFTER)
            due = await everywhere.profiles_due(before=now + EVERY, limit=max(room, 0))  # the next tick comes too late
            businesses = await everywhere.businesses_of([each.id for each in due])
        alone, begun = defaultdict[WorkspaceId, list[ProfileId]](list), set[ProfileId]()
        for each in due:
            if each.connection_id is None or each.id not in businesses:
                alone[each.workspace_id].append(each.id)
            elif each.id not in begun:
                async with self.storage.write(each.workspace_id) as uow:
                    begun.update(await self._begin_together(uow, each, business_id=businesses[each.id], now=now))
        for workspace_id, ids in alone.items():
            for first in range(0, len(ids), BEGUN_AT_ONCE):
                async with self.storage.write(workspace_id) as uow:
                    await self._begin(uow, ids[first : first + BEGUN_AT_ONCE], now=now)

    async def _begin(self, uow: UnitOfWork, ids: Sequence[ProfileId], *, now: datetime) -> None:
        """Enqueue a look at each of these profiles by itself."""
        locked = {profile.id: profile for profile in await uow.business_lists.lock(ids)}
        for profile in [locked[each] for each in ids if each in locked]:
            if planned := _claim(profile, now=now):
                job = look_job(profile.workspace_id, profile.id, nonce=_nonce(planned), wanted_at=now)
                await uow.enqueue(_at(planned, job, now=now))

    async def _begin_together(
        self, uow: UnitOfWork, due: Profile, *, business_id: str, now: datetime
    ) -> Sequence[ProfileId]:
        """Enqueue one look at a profile and others of its business, if that may do; return at which."""
        together = await self._together(uow, due, business_id, now=now)
        if len(together) < 2:
            await self._begin(uow, [due.id], now=now)
            return [due.id]
        leader = next((profile for profile in together if profile.id == due.id), None)
        if leader is None or not (planned := _claim(leader, now=now)):
            return ()
        for profile in together:
            profile.next_look_at = leader.next_look_at
        job = _look_across_job(together, business_id=business_id, nonce=_nonce(planned))
        await uow.enqueue(_at(planned, job, now=now))
        return [profile.id for profile in together]

    async def _together(
        self, uow: UnitOfWork, profile: Profile, business_id: str | None, *, now: datetime
    ) -> Sequence[Profile]:
        """Return, locked, the profiles that one reading of the business's list may do for; none where it is not read."""
        if profile.connection_id is None or business_id is None:
            return ()
        memory = memory_of(await uow.business_lists.memory(profile.connection_id, business_id))
        if choose(memory, now=now) is Choice.SKIP:
            return ()
        by = now + TAKEN_ALONG
        ids = await uow.business_lists.due(profile.connection_id, business_id, by=by, limit=MOST_TOGETHER)
        if len(ids) < 2:
            return ()
        locked = await uow.business_lists.lock(ids)
        return [each for each in locked if each.next_look_at is not None and each.next_look_at <= by]


def _claim(profile: Profile, *, now: datetime) -> datetime | None:
    """Note that a look is under way; return when it is due, or None where another worker's tick was faster."""
    planned = profile.next_look_at
    if planned is None or planned >= now + EVERY:
        return None
    # The look itself says when the next one is due. Should it be lost, this says so.
    profile.look_begun_at, profile.next_look_at = now, now + LOOK_LOST_AFTER
    return planned


def _at(planned: datetime, job: Job, *, now: datetime) -> Job:
    return replace(job, delay_seconds=max((planned - now).total_seconds(), 0.0))


def _nonce(planned: datetime) -> str:
    return f"{planned:%Y%m%dT%H%M%S.%f}"


def look_job(
    workspace_id: WorkspaceId, profile_id: ProfileId, *, nonce: str, who: str = "", wanted_at: datetime | None = None
) -> Job:
    """Make the job of looking at one profile; it need not be done where its list is read after `wanted_at` anyway."""
    return Job(
        workflow=LOOK,
        queue=LOOKS.name,
        id=f"look:{profile_id}:{nonce}",
        args=(workspace_id, profile_id, who, wanted_at.isoformat() if wanted_at else ""),
        partition=profile_id,
    )


def _look_across_job(profiles: Sequence[Profile], *, business_id: str, nonce: str) -> Job:
    connection_id = ConnectionId(profiles[0].connection_id or "")
    return Job(
        workflow=LOOK_ACROSS,
        queue=LOOKS.name,
        id=f"look-across:{connection_id}:{business_id}:{profiles[0].id}:{nonce}",
        args=(profiles[0].workspace_id, connection_id, business_id, " ".join(each.id for each in profiles)),
        partition=f"{connection_id}:{business_id}",
    )
