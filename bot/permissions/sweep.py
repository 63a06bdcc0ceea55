"""Sweeping up: what stands still is begun again, and the records of finished work are forgotten.

Nothing should ever stand still; this is for the case that it does, so that nothing accepted is lost to a defect.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

from bot.engine import Schedule
from bot.permissions.ask import ask_job
from bot.permissions.durable import DurableWork
from bot.permissions.record import deliver_job
from bot.permissions.sync import LOOK, TICK

log = logging.getLogger(__name__)

SWEEP = "sweep"
FORGET = "forget"
AT_ONCE = 500
STALLED_AFTER = timedelta(minutes=20)
"""Longer than any pause between two tries of asking: past it, the work itself was lost, and is begun again."""
HELD_FOR = timedelta(minutes=2)
"""How long a message whose channel was closed rests before it is tried again."""


class Sweeping(DurableWork):
    """The durable work of sweeping up."""

    def register(self) -> None:
        """Give the engine these schedules."""
        self.engine.schedule(Schedule(name=SWEEP, cron="30 * * * * *", run=self._sweep))
        self.engine.schedule(Schedule(name=FORGET, cron="0 17 * * * *", run=self._forget))

    async def _sweep(self, scheduled: datetime, _context: Any) -> None:
        await self.engine.step("sweep", self._sweep_once)

    async def _sweep_once(self) -> None:
        """Begin again what stands still: asks whose work was lost, messages whose channel may be open again."""
        now = self.now()
        async with self.storage.across_workspaces() as everywhere:
            stalled = await everywhere.requests_stalled(before=now - STALLED_AFTER, limit=AT_ONCE)
            held = await everywhere.messages_held(before=now - HELD_FOR, limit=AT_ONCE)
        for each in stalled:
            async with self.storage.write(each.workspace_id) as uow:
                request = await uow.requests.get(each.id, lock=True)
                if request is not None and request.permission_id is None and request.run == each.run:
                    request.run += 1
                    request.next_try_at = now
                    await uow.enqueue(ask_job(request))
        for waiting in held:
            async with self.storage.write(waiting.workspace_id) as uow:
                message = await uow.messages.get(waiting.key, lock=True)
                if message is not None and message.ts is None and message.run == waiting.run:
                    message.run += 1
                    message.held_since = now
                    await uow.enqueue(deliver_job(message, workspace_id=waiting.workspace_id))

    async def _forget(self, scheduled: datetime, _context: Any) -> None:
        await self.engine.step("forget", self._forget_once)

    async def _forget_once(self) -> None:
        gone = await self.engine.forget_finished(now=self.now(), tick_names=(TICK, SWEEP, LOOK))
        log.info("forgot %d finished pieces of work", gone)
