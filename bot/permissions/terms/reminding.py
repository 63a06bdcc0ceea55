"""Telling of terms: before the end, and at the end. Nothing is revoked by it: that is for people to decide.

Each is told once: which one was told is written down with the message, under the request's lock.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.campaigns.rules import rules_of
from bot.engine import Schedule
from bot.permissions.durable import DurableWork
from bot.permissions.record import GREENLIGHT, TERM_ENDING, TERM_OVER
from bot.permissions.status import State
from bot.permissions.terms.lasting import day_words, term_of, watch
from bot.permissions.terms.rules import Kind, next_notice
from bot.words import say, speaking
from storage.ids import RequestId, WorkspaceId

REMIND = "remind"
AT_ONCE = 200


class Reminding(DurableWork):
    """The durable work of it."""

    def register(self) -> None:
        """Give the engine this schedule."""
        self.engine.schedule(Schedule(name=REMIND, cron="10,30,50 * * * * *", run=self._remind))

    async def _remind(self, scheduled: datetime, _context: Any) -> None:
        await self.engine.step("remind", self._remind_once)

    async def _remind_once(self) -> None:
        async with self.storage.across_workspaces() as everywhere:
            due = await everywhere.terms_due(now=self.now(), limit=AT_ONCE)
        for each in due:
            with speaking(await self.languages.of(each.workspace_id)):
                await self._tell(each.workspace_id, each.id)

    async def _tell(self, ws: WorkspaceId, request_id: RequestId) -> None:
        """Tell what is due, once; quiet hours that were set since put it off."""
        async with self.storage.write(ws) as uow:
            request = await uow.requests.get(request_id, lock=True)
            if request is None or request.term_at is None or request.term_at > self.now():
                return
            campaign = await uow.campaigns.get(request.campaign_id) if request.campaign_id else None
            rules = rules_of(campaign) if campaign is not None else None
            term = term_of(request, rules=rules) if rules is not None else None
            if rules is None or term is None or request.state != State.APPROVED:
                request.term_at = None
                return
            now = self.now()
            notice = next_notice(term, told=request.term_told, quiet=rules.quiet, now=now)
            if notice is None or notice.at > now:
                request.term_at = notice.at if notice is not None else None
                return
            request.term_told = notice.days
            watch(request, rules=rules, now=now)
            day = day_words(term.until)
            is_over = notice.kind is Kind.OVER
            entry = await self.recorder.note(
                uow,
                request,
                tag=TERM_OVER if is_over else TERM_ENDING,
                by=GREENLIGHT,
                before={"state": request.state},
                why=say("term.is_over", day=day) if is_over else say("term.ends", count=term.days_left(now), day=day),
                until=term.until.isoformat(),
                days=notice.days,
            )
            await self.recorder.show(uow, request)
            await self.recorder.tell(uow, request, entry)
