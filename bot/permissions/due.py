"""Which profiles are to be looked at now: each by itself, or those of one business together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.engine import Queue, Schedule
from bot.graph.permissions.probe import Choice, choose
from bot.permissions.durable import DurableWork
from bot.permissions.knowing import memory_of
from storage.ids import ConnectionId, ProfileId, WorkspaceId
from storage.tables import Profile
from storage.unit_of_work import Job, UnitOfWork

LOOK = "look"
LOOK_ACROSS = "look-across"
LOOKS = Queue(name="looks", one_at_a_time=True, at_once=8)
TICK = "tick"
DUE_AT_ONCE = 500
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
        self.engine.schedule(Schedule(name=TICK, cron="*/5 * * * * *", run=self._tick))

    async def _tick(self, scheduled: datetime, _context: Any) -> None:
        await self.engine.step("due", self._enqueue_due)

    async def _enqueue_due(self) -> None:
        now = self.now()
        async with self.storage.across_workspaces() as everywhere:
            due = await everywhere.profiles_due(now=now, limit=DUE_AT_ONCE)
            businesses = await everywhere.businesses_of([each.id for each in due])
        begun = set[ProfileId]()
        for each in due:
            if each.id in begun:
                continue
            async with self.storage.write(each.workspace_id) as uow:
                together = await self._together(uow, each, businesses.get(each.id), now=now)
                profiles = together or await uow.business_lists.lock([each.id])
                if not any(_is_due(profile, by=now) for profile in profiles if profile.id == each.id):
                    continue  # another worker's tick was faster
                nonce = f"{each.next_look_at:%Y%m%dT%H%M%S.%f}"
                # The look itself says when the next one is due. Should it be lost, this says so.
                for profile in profiles:
                    profile.next_look_at = now + LOOK_LOST_AFTER
                if len(profiles) > 1:
                    await uow.enqueue(_look_across_job(profiles, business_id=businesses[each.id], nonce=nonce))
                else:
                    await uow.enqueue(look_job(each.workspace_id, each.id, nonce=nonce))
            begun.update(profile.id for profile in profiles)

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
        return [each for each in await uow.business_lists.lock(ids) if _is_due(each, by=by)]


def look_job(workspace_id: WorkspaceId, profile_id: ProfileId, *, nonce: str, who: str = "") -> Job:
    """Make the job of looking at one profile."""
    return Job(
        workflow=LOOK,
        queue=LOOKS.name,
        id=f"look:{profile_id}:{nonce}",
        args=(workspace_id, profile_id, who),
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


def _is_due(profile: Profile, *, by: datetime) -> bool:
    return profile.next_look_at is not None and profile.next_look_at <= by
