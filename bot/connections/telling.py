"""Telling somebody about logins by a direct message, once each across crashes, as `bot.permissions.tell` does cards.

To whom: whoever connected the account. If they have left, whoever made a campaign that uses the profile; if they have left
too, an administrator of the workspace.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from bot.connections.facts import (
    AdoptedFacts,
    ConnectedFacts,
    DrawNotice,
    LeftFacts,
    NoticeFacts,
    ReconnectFacts,
)
from bot.connections.means import LoginMeans
from bot.connections.notices import LATE, NOTICES, NOTIFY, Ending, Kind, grant_of, notify_job
from bot.connections.picking import what_was_connected
from bot.connections.ways import clocks_of, stand_ins
from bot.engine import Queue
from bot.slack.calls import Words
from bot.slack.errors import SlackBusy, SlackError, SlackRefused
from storage.ids import ChannelId, ConnectionId, PersonId, ProfileId, WorkspaceId
from storage.logins import Notice
from storage.tables import Kind as AccountKind
from storage.unit_of_work import UnitOfWork

log = logging.getLogger(__name__)

NOTICING = Queue(name=NOTICES, at_once=2, poll_seconds=1.0)
SETTLE_SECONDS = 1.0
"""Before looking for a message after a crash: a post that was in flight may still be landing."""
READ_PATIENCE = timedelta(minutes=2)
"""How long a notice about new profiles waits for Meta's lists to be read."""
READ_PAUSE = 2.0
LONGEST_PAUSE = 300.0
GIVE_UP_AFTER = timedelta(days=1)
NOBODY = "-"
"""Stands for Slack's name of a message where there is nobody to tell."""


class Noticing:
    """The durable work of telling."""

    def __init__(self, means: LoginMeans, *, draw: DrawNotice) -> None:
        self._means = means
        self._draw = draw

    def register(self) -> None:
        """Give the engine this use case's workflow and queue."""
        self._means.engine.workflow(NOTIFY, self._notify)
        self._means.engine.queue(NOTICING)

    async def _notify(self, workspace_id: str, key: str) -> None:
        await self._means.engine.step("notify", self._tell_once, workspace_id, key)

    async def _tell_once(self, workspace_id: str, key: str) -> None:
        """Send one notice, unless it is sent; that it is about to be is committed before."""
        ws, means = WorkspaceId(workspace_id), self._means
        async with means.storage.read(ws) as uow:
            notice = await uow.notices.get(key)
            if notice is None or notice.ts is not None:
                return
            facts = await self._facts(uow, notice)
            candidates = [notice.person_id] if notice.person_id else await _candidates(uow, notice)
        if facts is None:
            await self._write(ws, key, ts=NOBODY)  # what it was about is gone
            return
        if self._can_wait(notice, facts):
            await self._later(ws, key, seconds=READ_PAUSE)
            return
        try:
            person = notice.person_id or await self._present(candidates)
            if person is None:
                log.warning("nobody is there to be told: %s", key)
                await self._write(ws, key, ts=NOBODY)
                return
            channel = ChannelId(await means.slack.direct_channel(person))
            may_be_there = await self._begin(ws, key, person=person, channel=channel)
            if isinstance(facts, ReconnectFacts):
                facts = replace(facts, is_yours=person == facts.granted_by)
            words = self._draw(facts)
            ts = await self._posted(notice, words, channel, may_be_there=may_be_there)
        except SlackError as error:
            await self._put_off(ws, key, error)
            return
        await self._write(ws, key, ts=ts)

    async def _posted(self, notice: Notice, words: Words, channel: ChannelId, *, may_be_there: bool) -> str:
        if may_be_there:
            await asyncio.sleep(SETTLE_SECONDS)
            since = notice.created_at.timestamp() - 60  # clocks differ a little
            found = await self._means.slack.find(key=notice.key, channel_id=channel, thread_ts=None, since=since)
            if found is not None:
                return found
        return await self._means.slack.post(words, channel_id=channel, key=notice.key, thread_ts=None)

    async def _present(self, candidates: Sequence[PersonId]) -> PersonId | None:
        """Return the first who is still there, else an administrator."""
        for person in candidates:
            try:
                if not (await self._means.slack.someone(person)).is_gone:
                    return person
            except SlackRefused:  # nobody of that id: they were of another workspace
                continue
        admin = await self._means.slack.an_administrator()
        return PersonId(admin) if admin else None

    async def _begin(self, ws: WorkspaceId, key: str, *, person: PersonId, channel: ChannelId) -> bool:
        """Commit to whom it goes and that a try begins; tell whether an earlier one may have arrived."""
        async with self._means.storage.write(ws) as uow:
            notice = await uow.notices.get(key, lock=True)
            assert notice is not None, "notices are never deleted"
            notice.person_id, notice.channel_id = person, channel
            notice.tries += 1
            notice.sweep_at = self._means.now() + LATE
            return notice.tries > 1

    async def _write(self, ws: WorkspaceId, key: str, *, ts: str) -> None:
        async with self._means.storage.write(ws) as uow:
            if (notice := await uow.notices.get(key, lock=True)) is not None:
                notice.ts = ts

    async def _later(self, ws: WorkspaceId, key: str, *, seconds: float, was_refused: bool = False) -> None:
        async with self._means.storage.write(ws) as uow:
            notice = await uow.notices.get(key, lock=True)
            if notice is None or notice.ts is not None:
                return
            notice.run += 1
            notice.tries -= 1 if was_refused else 0  # Slack answered no: it is surely not there
            notice.sweep_at = self._means.now() + timedelta(seconds=seconds) + LATE
            await uow.enqueue(notify_job(notice, delay_seconds=seconds))

    async def _put_off(self, ws: WorkspaceId, key: str, error: SlackError) -> None:
        async with self._means.storage.read(ws) as uow:
            notice = await uow.notices.get(key)
        if notice is None:
            return
        if self._means.now() - notice.created_at > GIVE_UP_AFTER:
            log.warning("a notice is given up: %s", error)
            await self._write(ws, key, ts=NOBODY)
            return
        wait = error.wait_seconds if isinstance(error, SlackBusy) else LONGEST_PAUSE
        pause = max(wait, min(2.0 ** min(notice.run, 9), LONGEST_PAUSE))
        await self._later(ws, key, seconds=pause, was_refused=isinstance(error, SlackRefused) and notice.tries > 0)

    def _can_wait(self, notice: Notice, facts: NoticeFacts) -> bool:
        """Whether a notice should wait for what is still being read."""
        if not isinstance(facts, ConnectedFacts) or self._means.now() - notice.created_at > READ_PATIENCE:
            return False
        return any(each.adopted is None and each.kind is AccountKind.INSTAGRAM for each in facts.profiles)

    async def _facts(self, uow: UnitOfWork, notice: Notice) -> NoticeFacts | None:
        about = notice.about
        match Kind(notice.kind):
            case Kind.CONNECTED:
                picked = await what_was_connected(uow, [ProfileId(each) for each in about["profiles"]])
                return ConnectedFacts(
                    profiles=[
                        AdoptedFacts(name=each.username, kind=each.kind, adopted=picked.adopted.get(each.id))
                        for each in picked.profiles
                    ]
                )
            case Kind.RECONNECT:
                return await self._ending(uow, about)
            case Kind.LEFT:
                return LeftFacts(
                    profiles=about["profiles"],
                    name=about["name"],
                    is_given_back=about["is_given_back"],
                    is_shared=about["is_shared"],
                )

    async def _ending(self, uow: UnitOfWork, about: Mapping[str, str]) -> ReconnectFacts | None:
        """Gather what to say of a login that ends; None when that is no news: somebody signed in meanwhile, or left."""
        connection, when = await uow.connections.get(ConnectionId(about["connection"])), about["when"]
        if connection is None or grant_of(connection) != about["grant"]:
            return None
        alone = await stand_ins(uow, connection, now=self._means.now())
        if not alone:
            return None
        return ReconnectFacts(
            profiles=[each.username for each in alone],
            profile_id=alone[0].id,
            name=connection.name,
            when=int(when) if when.isdigit() else Ending(when),
            ends_at=clocks_of(connection).ends_at,
            words=connection.dead_words,
            granted_by=connection.granted_by,
            is_yours=False,
        )


async def _candidates(uow: UnitOfWork, notice: Notice) -> list[PersonId]:
    """Return who should know about a login, the right person first."""
    connection = await uow.connections.get(ConnectionId(notice.about["connection"]))
    if connection is None:
        return []
    profiles = [profile.id for _way, profile in await uow.connections.profiles_of(connection.id)]
    makers = await uow.campaigns.makers_with(profiles)
    first = [connection.granted_by] if connection.granted_by else []
    return list(dict.fromkeys([*first, *makers]))
