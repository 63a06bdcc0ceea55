"""How long comments are kept, and what goes with them: what was done with them, and what our messages show of them.

Deleting comes in rounds, so that nobody waits for the database meanwhile. Messages that told of comments are edited: what was
deleted here is shown in Slack no more. Slack keeps its own copies as long as the workspace's own rules there say.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

from bot.campaigns.means import CampaignMeans
from bot.comments.notes import show_again_by_key
from bot.engine import Schedule
from bot.errors import Refused
from bot.permissions.record import LATE
from bot.policy import WorkspaceAct, check_workspace
from bot.words import say
from storage.ids import PersonId, WorkspaceId
from storage.tables import AuditEntry

log = logging.getLogger(__name__)

FORGET = "forget-comments"
OUTDATED = "comments-outdated"
CHOICES = (7, 30, 60, 90, 180, 365)
"""Days; admins choose among these."""
AT_ONCE = 500
GRACE = timedelta(days=2)
"""A message whose comments are gone is edited before its row goes too."""


class KeepingComments:
    """The use cases and their schedules."""

    def __init__(self, means: CampaignMeans) -> None:
        self._means = means

    def register(self) -> None:
        """Give the engine this use case's schedules."""
        self._means.engine.schedule(Schedule(name=FORGET, cron="0 20 * * * *", run=self._forget_old))
        self._means.engine.schedule(Schedule(name=OUTDATED, cron="15 */5 * * * *", run=self._look_for_outdated))

    async def days(self, workspace_id: WorkspaceId, *, by: PersonId) -> int:
        """Return for how many days comments are kept. Raises NotAllowed to all but admins, SlackError, DatabaseDown."""
        await self._check(workspace_id, by)
        async with self._means.storage.read(workspace_id) as uow:
            return await uow.comments.days()

    async def keep_for(self, workspace_id: WorkspaceId, days: int, *, by: PersonId) -> None:
        """Keep comments for so many days from when they were first heard of; older ones go within the hour.

        Raises Refused for a number that is none of CHOICES, NotAllowed to all but admins, SlackError, DatabaseDown.
        """
        if days not in CHOICES:
            raise Refused(say("settings.comments_days"), todo=say("settings.comments_days_todo"))
        await self._check(workspace_id, by)
        async with self._means.storage.write(workspace_id) as uow:
            before = await uow.comments.days()
            await uow.comments.keep_for(days)
            uow.audit.append(
                AuditEntry(
                    id=self._means.new_id(),
                    at=self._means.now(),
                    tag="person:workspace:edited",
                    actor=by,
                    subject_id=workspace_id,
                    before={"comment_days": before},
                    after={"comment_days": days},
                    labels={},
                )
            )

    async def _forget_old(self, _scheduled: datetime, _context: Any) -> None:
        await self._means.engine.step("forget", self._forget)

    async def _forget(self) -> int:
        """Delete what is too old, in every workspace; return how many comments that were. A second time finds nothing."""
        async with self._means.storage.across_workspaces() as everywhere:
            kept = await everywhere.comments_kept_for()
        gone = 0
        for workspace_id, days in kept:
            before = self._means.now() - timedelta(days=days)
            while some := await self._forget_some(workspace_id, before=before):
                gone += some
            async with self._means.storage.write(workspace_id) as uow:
                await uow.comments.forget_leftovers(before=before - GRACE)
        if gone:
            log.info("comments that were kept long enough were deleted: %d", gone)
        return gone

    async def _forget_some(self, workspace_id: WorkspaceId, *, before: datetime) -> int:
        async with self._means.storage.write(workspace_id) as uow:
            count, told_in = await uow.comments.forget_some(before=before, limit=AT_ONCE)
            await show_again_by_key(uow, told_in)
        return count

    async def _look_for_outdated(self, _scheduled: datetime, _context: Any) -> None:
        await self._means.engine.step("outdated", self._begin_outdated)

    async def _begin_outdated(self) -> None:
        """Have messages edited that show what was deleted by itself, or whose edit was lost."""
        now, storage = self._means.now(), self._means.storage
        async with storage.across_workspaces() as everywhere:
            outdated = await everywhere.comment_notes_outdated(now=now, limit=AT_ONCE)
        for each in outdated:
            async with storage.write(each.workspace_id) as uow:
                note = await uow.comment_notes.get(each.key, lock=True)
                if note is not None and note.shown_version < note.version and note.sweep_at <= now:
                    note.sweep_at = now + LATE
                    await show_again_by_key(uow, [note.key])

    async def _check(self, workspace_id: WorkspaceId, by: PersonId) -> None:
        person, roles = await self._means.here(workspace_id, by)
        check_workspace(WorkspaceAct.SETTLE, person=person, workspace=roles)
