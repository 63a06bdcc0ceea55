"""Sweeping up: what stands still is begun again, and the records of finished work are forgotten.

Nothing should ever stand still; this is for the case that it does, so that nothing accepted is lost to a defect.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

from bot.batches.keeping import FAULTS_KEPT_FOR, TRIED_KEPT_FOR
from bot.engine import Schedule
from bot.letters.writing import LATE as LETTER_LATE
from bot.letters.writing import send_job
from bot.permissions.asking.ask import ask_job
from bot.permissions.durable import DurableWork
from bot.permissions.looking.due import LOOK, LOOK_ACROSS
from bot.permissions.record import GREENLIGHT, LATE, Change, deliver_job
from bot.permissions.status import State
from bot.steps.wanting import LATE as STEP_LATE
from bot.steps.wanting import step_job
from bot.words import say, speaking
from storage.letters import Letter, LetterState
from storage.steps import Step
from storage.tables import Message, Request

log = logging.getLogger(__name__)

SWEEP = "sweep"
FORGET = "forget"
AT_ONCE = 500
STEPS_KEPT_FOR = timedelta(days=7)
"""How long a workflow's step is known after its end: Slack delivers nothing again that late."""


class Sweeping(DurableWork):
    """The durable work of sweeping up."""

    def register(self) -> None:
        """Give the engine these schedules."""
        self.engine.schedule(Schedule(name=SWEEP, cron="*/20 * * * * *", run=self._sweep))
        self.engine.schedule(Schedule(name=FORGET, cron="0 17 * * * *", run=self._forget))

    async def _sweep(self, scheduled: datetime, _context: Any) -> None:
        await self.engine.step("sweep", self._sweep_once)

    async def _sweep_once(self) -> None:
        now = self.now()
        async with self.storage.across_workspaces() as everywhere:
            asks = await everywhere.asks_stalled(now=now, limit=AT_ONCE)
            endings = await everywhere.endings_stalled(now=now, limit=AT_ONCE)
            messages = await everywhere.messages_unposted(now=now, limit=AT_ONCE)
            letters = await everywhere.letters_stalled(now=now, limit=AT_ONCE)
            steps = await everywhere.steps_stalled(now=now, limit=AT_ONCE)
            outdated = await everywhere.cards_outdated(before=now - LATE, limit=AT_ONCE)
        for each in asks:
            await self._ask_again(each, now=now)
        for each in endings:
            await self._let_go(each, now=now)
        for message in messages:
            await self._post_again(message, now=now)
        for letter in letters:
            await self._send_again(letter, now=now)
        for step in steps:
            await self._go_on_with(step, now=now)
        for each in outdated:
            async with self.storage.write(each.workspace_id) as uow:
                if (request := await uow.requests.get(each.id, lock=True)) is not None:
                    await self.recorder.show(uow, request)

    async def _ask_again(self, stalled: Request, *, now: datetime) -> None:
        async with self.storage.write(stalled.workspace_id) as uow:
            request = await uow.requests.get(stalled.id, lock=True)
            if request is None or request.run != stalled.run:
                return
            log.warning("an ask stood still and is begun again")
            request.run += 1
            request.sweep_at = now + LATE
            await uow.enqueue(ask_job(request))

    async def _let_go(self, stalled: Request, *, now: datetime) -> None:
        """Give a wish to end a request back to the person: it is not for us to take back what nobody asks for any more."""
        async with self.storage.write(stalled.workspace_id) as uow:
            request = await uow.requests.get(stalled.id, lock=True)
            if request is None or request.ending_by is None or request.sweep_at > now:
                return
            request.ending_by = None
            with speaking(await self.languages.of(stalled.workspace_id)):
                change = Change(to=State(request.state), by=GREENLIGHT, words=say("withdraw.interrupted"))
            await self.recorder.change(uow, request, change)

    async def _post_again(self, unposted: Message, *, now: datetime) -> None:
        async with self.storage.write(unposted.workspace_id) as uow:
            message = await uow.messages.get(unposted.key, lock=True)
            if message is None or message.ts is not None or message.run != unposted.run:
                return
            message.run += 1
            message.sweep_at = now + LATE
            await uow.enqueue(deliver_job(message, workspace_id=message.workspace_id))

    async def _send_again(self, stalled: Letter, *, now: datetime) -> None:
        async with self.storage.write(stalled.workspace_id) as uow:
            letter = await uow.letters.get(stalled.id, lock=True)
            if letter is None or letter.state is not LetterState.SENDING or letter.run != stalled.run:
                return
            log.warning("a letter stood still and is begun again")
            letter.run += 1
            letter.sweep_at = now + LETTER_LATE
            await uow.enqueue(send_job(letter))

    async def _go_on_with(self, stalled: Step, *, now: datetime) -> None:
        async with self.storage.write(stalled.workspace_id) as uow:
            step = await uow.steps.get(stalled.id, lock=True)
            if step is None or step.stage is not stalled.stage or step.run != stalled.run:
                return
            log.warning("a step of a workflow stood still and is begun again")
            step.run += 1
            step.sweep_at = now + STEP_LATE
            await uow.enqueue(step_job(step))

    async def _forget(self, scheduled: datetime, _context: Any) -> None:
        await self.engine.step("forget", self._forget_once)

    async def _forget_once(self) -> None:
        now = self.now()
        gone = await self.engine.forget_finished(now=now, brief=(LOOK, LOOK_ACROSS))
        async with self.storage.across_workspaces() as everywhere:
            await everywhere.forget_steps(before=now - STEPS_KEPT_FOR)
            await everywhere.forget_lists(tried_before=now - TRIED_KEPT_FOR, confirmed_before=now - FAULTS_KEPT_FOR)
        log.info("forgot %d finished pieces of work", gone)
