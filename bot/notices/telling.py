"""Telling one person by a direct message, or a channel, once each across crashes, as `bot.permissions.tell` does cards.

What a notice is about, and whom it concerns, is its subject's to say: logins, campaigns, creators.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from bot.engine import Engine
from bot.notices.announcing import LATE, NOTIFY, notify_job
from bot.people import People
from bot.slack.calls import SlackCalls, Words
from bot.slack.errors import SlackBusy, SlackError, SlackRefused
from storage.ids import ChannelId, PersonId, WorkspaceId
from storage.logins import Notice
from storage.unit_of_work import Storage, UnitOfWork

log = logging.getLogger(__name__)

SETTLE_SECONDS = 1.0
"""Before looking for a message after a crash: a post that was in flight may still be landing."""
WAIT_SECONDS = 2.0
LONGEST_PAUSE = 300.0
GIVE_UP_AFTER = timedelta(days=1)
NOBODY = "-"
"""Stands for Slack's name of a message where there is nobody to tell."""


@dataclass(frozen=True, kw_only=True)
class Whom:
    """Who should know: the first of them who is still there."""

    candidates: Sequence[PersonId]
    else_admin: bool
    """Whether an administrator of the workspace is told where none of them is: only what every member may know."""
    inside: ChannelId | None = None
    """The private channel that they must be in."""
    channel: ChannelId | None = None
    """A channel that is told in place of a person."""


class Subject(Protocol):
    """What notices of some kinds are about. What `facts` returns is what the others get."""

    @property
    def kinds(self) -> Collection[str]:
        """Name them."""

    async def facts(self, uow: UnitOfWork, notice: Notice) -> Any | None:
        """Gather what there is to say; None when it is no news any more."""

    async def whom(self, uow: UnitOfWork, notice: Notice) -> Whom:
        """Say who should know, where the notice names nobody."""

    def waits(self, notice: Notice, facts: Any) -> bool:
        """Tell whether it is too early: something is still being read."""

    def draw(self, facts: Any, *, to: PersonId | None) -> Words:
        """Draw the message for the one who reads it; None is a channel."""


class Noticing:
    """The durable work of telling."""

    def __init__(
        self,
        *,
        storage: Storage,
        engine: Engine,
        slack: SlackCalls,
        people: People,
        subjects: Collection[Subject],
        now: Callable[[], datetime],
    ) -> None:
        self._storage = storage
        self._engine = engine
        self._slack = slack
        self._people = people
        self._subjects = {kind: subject for subject in subjects for kind in subject.kinds}
        self._now = now

    def register(self) -> None:
        """Give the engine this use case's workflow."""
        self._engine.workflow(NOTIFY, self._notify)

    async def _notify(self, workspace_id: str, key: str) -> None:
        await self._engine.step("notify", self._tell_once, workspace_id, key)

    async def _tell_once(self, workspace_id: str, key: str) -> None:
        """Send one notice, unless it is sent; that it is about to be is committed before."""
        ws = WorkspaceId(workspace_id)
        async with self._storage.read(ws) as uow:
            notice = await uow.notices.get(key)
            if notice is None or notice.ts is not None:
                return
            subject = self._subjects[notice.kind]
            facts = await subject.facts(uow, notice)
            whom = Whom(candidates=(), else_admin=False) if notice.person_id else await subject.whom(uow, notice)
        if facts is None:
            await self._write(ws, key, ts=NOBODY)  # what it was about is gone
            return
        if subject.waits(notice, facts):
            await self._later(ws, key, seconds=WAIT_SECONDS)
            return
        try:
            person = notice.person_id
            channel = notice.channel_id or whom.channel if person is None else None
            if channel is None:
                person = person or await self._people.first_here(
                    whom.candidates, else_admin=whom.else_admin, inside=whom.inside
                )
                if person is None:
                    log.warning("nobody is there to be told: %s", key)
                    await self._write(ws, key, ts=NOBODY)
                    return
                channel = ChannelId(await self._slack.direct_channel(person))
            may_be_there = await self._begin(ws, key, person=person, channel=channel)
            words = subject.draw(facts, to=person)
            ts = await self._posted(notice, words, channel, may_be_there=may_be_there)
        except SlackError as error:
            await self._put_off(ws, key, error)
            return
        await self._write(ws, key, ts=ts)

    async def _posted(self, notice: Notice, words: Words, channel: ChannelId, *, may_be_there: bool) -> str:
        if may_be_there:
            await asyncio.sleep(SETTLE_SECONDS)
            since = notice.created_at.timestamp() - 60  # clocks differ a little
            found = await self._slack.find(key=notice.key, channel_id=channel, thread_ts=None, since=since)
            if found is not None:
                return found
        return await self._slack.post(words, channel_id=channel, key=notice.key, thread_ts=None)

    async def _begin(self, ws: WorkspaceId, key: str, *, person: PersonId | None, channel: ChannelId) -> bool:
        """Commit to whom it goes and that a try begins; tell whether an earlier one may have arrived."""
        async with self._storage.write(ws) as uow:
            notice = await uow.notices.get(key, lock=True)
            assert notice is not None, "notices are never deleted"
            notice.person_id, notice.channel_id = person, channel
            notice.tries += 1
            notice.sweep_at = self._now() + LATE
            return notice.tries > 1

    async def _write(self, ws: WorkspaceId, key: str, *, ts: str) -> None:
        async with self._storage.write(ws) as uow:
            if (notice := await uow.notices.get(key, lock=True)) is not None:
                notice.ts = ts

    async def _later(self, ws: WorkspaceId, key: str, *, seconds: float, was_refused: bool = False) -> None:
        async with self._storage.write(ws) as uow:
            notice = await uow.notices.get(key, lock=True)
            if notice is None or notice.ts is not None:
                return
            notice.run += 1
            notice.tries -= 1 if was_refused else 0  # Slack answered no: it is surely not there
            notice.sweep_at = self._now() + timedelta(seconds=seconds) + LATE
            await uow.enqueue(notify_job(notice, delay_seconds=seconds))

    async def _put_off(self, ws: WorkspaceId, key: str, error: SlackError) -> None:
        async with self._storage.read(ws) as uow:
            notice = await uow.notices.get(key)
        if notice is None:
            return
        if self._now() - notice.created_at > GIVE_UP_AFTER:
            log.warning("a notice is given up: %s", error)
            await self._write(ws, key, ts=NOBODY)
            return
        wait = error.wait_seconds if isinstance(error, SlackBusy) else LONGEST_PAUSE
        pause = max(wait, min(2.0 ** min(notice.run, 9), LONGEST_PAUSE))
        await self._later(ws, key, seconds=pause, was_refused=isinstance(error, SlackRefused) and notice.tries > 0)
