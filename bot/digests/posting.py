"""Posting digests: each once, in daylight, when its channel takes it, and none where there is nothing to say.

What a digest tells is settled when its post begins, and committed before it leaves: a channel that is closed for a week
gets one digest of that week, and the next one goes on where the last one ended. A repeat looks for the message by its key
before it posts again, as `bot.permissions.tell` does.
https://docs.slack.dev/reference/methods/chat.postMessage
"""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta
from typing import Any

from bot.campaigns.means import CampaignMeans
from bot.campaigns.rules import rules_of
from bot.digests.facts import DigestFacts, DrawDigest
from bot.digests.planning import plan_digest
from bot.engine import Schedule
from bot.errors import Refused
from bot.permissions.record import LATE
from bot.permissions.tell import HELD_FOR, LONGEST_PAUSE, SETTLE_SECONDS
from bot.policy import Act
from bot.queues import POSTS
from bot.reporting.rows import course_of
from bot.reports.digest import Digest
from bot.slack.calls import SlackCalls
from bot.slack.errors import ChannelClosed, SlackBusy, SlackError, SlackRefused
from bot.words import say
from storage.digests import DigestRow
from storage.ids import CampaignId, PersonId, WorkspaceId
from storage.repositories.reading import Scope
from storage.tables import Campaign
from storage.unit_of_work import Job, UnitOfWork

log = logging.getLogger(__name__)

DIGEST = "digest"
DIGESTS = "digests"
AT_ONCE = 200
AGAIN_AFTER = timedelta(minutes=1)
"""A button that is pressed twice posts one digest."""


class Digesting:
    """The use case, its durable work and its schedule."""

    def __init__(self, means: CampaignMeans, *, patient: SlackCalls, draw: DrawDigest) -> None:
        """`patient` waits out Slack's limits: nobody waits for an ack while a digest is posted."""
        self._means = means
        self._slack = patient
        self._draw = draw

    def register(self) -> None:
        """Give the engine this use case's workflow and schedule."""
        self._means.engine.workflow(DIGEST, self._post)
        self._means.engine.schedule(Schedule(name=DIGESTS, cron="15 * * * * *", run=self._look_what_is_due))

    async def send_now(self, workspace_id: WorkspaceId, campaign_id: CampaignId, *, by: PersonId) -> Campaign:
        """Have a digest posted at once, quiet hours or not; the plan goes on as it is. After this returned, it comes.

        Raises NotAllowed, NotFound, Refused within a minute of the last one, SlackError, DatabaseDown.
        """
        means = self._means
        _campaign, _place, person = await means.allowed(workspace_id, campaign_id, person_id=by, act=Act.EDIT)
        async with means.storage.write(workspace_id) as uow:
            campaign = await means.locked(uow, campaign_id, person=person, act=Act.EDIT)
            told_until = await uow.digests.told_until(campaign.id)
            if told_until is not None and means.now() - told_until < AGAIN_AFTER:
                raise Refused(
                    say("digest.just_told.happened", campaign=campaign.name), todo=say("digest.just_told.todo")
                )
            if not await self._want(uow, campaign, by=by) and (row := await uow.digests.waiting(campaign.id)):
                row.wanted_by = by  # it waits for the end of quiet hours, or for its channel
                await self._again(uow, row)
            means.note(uow, campaign, deed="digest-wanted", by=by, before={}, after={})
        return campaign

    async def _look_what_is_due(self, scheduled: datetime, _context: Any) -> None:
        await self._means.engine.step("digests", self._begin_what_is_due)

    async def _begin_what_is_due(self) -> None:
        now = self._means.now()
        async with self._means.storage.across_workspaces() as everywhere:
            due = await everywhere.digests_due(now=now, limit=AT_ONCE)
            unposted = await everywhere.digests_unposted(now=now, limit=AT_ONCE)
        for each in due:
            async with self._means.storage.write(each.workspace_id) as uow:
                campaign = await uow.campaigns.get(each.id, lock=True)
                if campaign is not None and campaign.digest_at is not None and campaign.digest_at <= now:
                    await self._want(uow, campaign, by=None)  # one that waits for its channel will tell this time too
                    plan_digest(campaign, now=now)
        for row in unposted:
            async with self._means.storage.write(row.workspace_id) as uow:
                again = await uow.digests.get(row.key, lock=True)
                if again is not None and again.ts is None and again.run == row.run:
                    await self._again(uow, again)

    async def _want(self, uow: UnitOfWork, campaign: Campaign, *, by: PersonId | None) -> bool:
        now = self._means.now()
        row = DigestRow(
            key=f"digest:{self._means.new_id()}",
            workspace_id=uow.workspace_id,
            campaign_id=campaign.id,
            wanted_by=by,
            channel_id=campaign.channel_id,
            tries=0,
            run=0,
            sweep_at=now + LATE,
            created_at=now,
        )
        if not await uow.digests.add_unless_waiting(row):
            return False
        await uow.enqueue(_job(row))
        return True

    async def _post(self, workspace_id: str, key: str) -> None:
        await self._means.engine.step("post", self._post_once, WorkspaceId(workspace_id), key)

    async def _post_once(self, ws: WorkspaceId, key: str) -> None:
        """Post one digest, unless it is posted, its time has not come, or there is nothing to say."""
        begun = await self._begun(ws, key)
        if begun is None:
            return
        row, campaign = begun
        try:
            ts = await self._found(row) if row.tries > 1 else None
            if ts is None:
                facts = await self._read(ws, row, campaign)
                if facts.digest.is_quiet and row.wanted_by is None:
                    await self._drop(ws, key)
                    return
                ts = await self._slack.post(self._draw(facts), channel_id=row.channel_id, key=key, thread_ts=None)
        except SlackError as error:
            await self._put_off(ws, key, error)
            return
        async with self._means.storage.write(ws) as uow:
            if (posted := await uow.digests.get(key, lock=True)) is not None:
                posted.ts = ts

    async def _begun(self, ws: WorkspaceId, key: str) -> tuple[DigestRow, Campaign] | None:
        """Commit to what is told, where, and that a try begins; None where there is nothing to be done now."""
        now = self._means.now()
        async with self._means.storage.write(ws) as uow:
            row = await uow.digests.get(key, lock=True)
            if row is None or row.ts is not None:
                return None
            campaign = await uow.campaigns.get(row.campaign_id)
            if campaign is None or (campaign.closed_at is not None and not row.tries):
                await uow.digests.remove(row)
                return None
            if not row.tries:
                quiet = rules_of(campaign).quiet
                if row.wanted_by is None and quiet.covers(now):
                    row.sweep_at = quiet.next_open(now)
                    return None
                row.since, row.until = await uow.digests.told_until(campaign.id), now
                row.channel_id = campaign.channel_id
            row.tries += 1
            row.sweep_at = now + LATE
        return row, campaign

    async def _found(self, row: DigestRow) -> str | None:
        """Look for a message that an earlier try may have posted."""
        await asyncio.sleep(SETTLE_SECONDS)
        since = row.created_at.timestamp() - 60  # clocks differ a little
        return await self._slack.find(key=row.key, channel_id=row.channel_id, thread_ts=None, since=since)

    async def _read(self, ws: WorkspaceId, row: DigestRow, campaign: Campaign) -> DigestFacts:
        assert row.until is not None, "settled when the try began"
        found = Digest(since=row.since or campaign.created_at, until=row.until)
        async with self._means.storage.read(ws) as uow:
            async for piece in uow.reading.courses(Scope(sight=None, campaign_id=campaign.id)):
                for each in piece:
                    found.add(course_of(each))
        return DigestFacts(
            campaign_id=campaign.id,
            campaign=campaign.name,
            digest=found,
            is_first=row.since is None,
            wanted_by=row.wanted_by,
        )

    async def _drop(self, ws: WorkspaceId, key: str) -> None:
        async with self._means.storage.write(ws) as uow:
            if (row := await uow.digests.get(key, lock=True)) is not None:
                await uow.digests.remove(row)

    async def _put_off(self, ws: WorkspaceId, key: str, error: SlackError) -> None:
        """Try again soon where Slack is busy; rest while the channel takes nothing."""
        now = self._means.now()
        async with self._means.storage.write(ws) as uow:
            row = await uow.digests.get(key, lock=True)
            if row is None or row.ts is not None:
                return
            if isinstance(error, SlackBusy):
                pause = max(error.wait_seconds, min(2.0 ** min(row.run, 9), LONGEST_PAUSE))
                await self._again(uow, row, after=pause)
                return
            log.warning("a digest is held: %s", error)
            row.sweep_at = now + HELD_FOR
            if isinstance(error, ChannelClosed | SlackRefused):
                row.tries -= 1  # Slack answered no: it is surely not there

    async def _again(self, uow: UnitOfWork, row: DigestRow, *, after: float = 0.0) -> None:
        row.run += 1
        row.sweep_at = self._means.now() + timedelta(seconds=after) + LATE
        await uow.enqueue(_job(row, delay_seconds=after))


def _job(row: DigestRow, *, delay_seconds: float = 0.0) -> Job:
    """Return the work of posting a digest; each run of it has its own id."""
    return Job(
        workflow=DIGEST,
        queue=POSTS.name,
        id=f"{row.key}:{row.run}",
        args=(row.workspace_id, row.key),
        partition=row.channel_id,
        delay_seconds=delay_seconds,
    )
