"""A report is made: read in one pass, posted once, with its charts as Slack takes them, and its files behind it.

A report is durable work: once the window says that it is being made it comes, whatever is restarted meanwhile. Its message
carries a key and is looked for before it is posted; a picture or a file carries none, and may come twice after a crash.
"""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import Any

from bot.campaigns.means import CampaignMeans
from bot.errors import GreenlightError
from bot.policy import Act, WorkspaceAct, check_workspace
from bot.queues import REPORTS
from bot.reporting.charting import DrawWith, post_with_charts
from bot.reporting.exporting import Form, What, written_out
from bot.reporting.facts import CommentedFacts, Draws, ReportFacts, Wish
from bot.reporting.naming import Naming
from bot.reporting.progress import Progress
from bot.reporting.rows import course_of, remark_of
from bot.reports.charts import Chart
from bot.reports.commented import Commented
from bot.reports.report import Report
from bot.slack.calls import SlackCalls, Words
from bot.slack.errors import SlackBusy, SlackError
from bot.slack.uploads import SlackUploads, Upload
from bot.words import say
from storage.ids import CampaignId, PersonId, WorkspaceId
from storage.repositories.reading import Scope
from storage.tables import AuditEntry
from storage.unit_of_work import Job

log = logging.getLogger(__name__)

REPORT = "report"
COMMENTS = "comments"
MOST_RUNS = 20
ACK_SECONDS = 1.0
"""The answer to the submission changes the window first; a report of a few rows would be done before."""
CLOCKS_DIFFER = timedelta(minutes=5)


class Reporting:
    """The use case."""

    def __init__(
        self, means: CampaignMeans, *, patient: SlackCalls, uploads: SlackUploads, naming: Naming, draws: Draws
    ) -> None:
        """`patient` waits out Slack's limits: nobody waits for an ack while a report is posted."""
        self._means = means
        self._slack = patient
        self._uploads = uploads
        self._naming = naming
        self._draws = draws

    def register(self) -> None:
        """Give the engine this use case's workflow."""
        self._means.engine.workflow(REPORT, self._make)

    async def accept(self, workspace_id: WorkspaceId, wish: Wish) -> None:
        """Have a report made: after this returned, it comes. Raises NotAllowed, NotFound, SlackError, DatabaseDown.

        The history is taken away by those who manage the campaign, or by admins where it is of all campaigns.
        """
        means = self._means
        campaign = await self.check(
            workspace_id,
            person_id=wish.person_id,
            campaign_id=wish.campaign_id,
            with_audit=any(what is What.AUDIT for what, _form in wish.files),
        )
        report_id = means.new_id()
        async with means.storage.write(workspace_id) as uow:
            uow.audit.append(
                AuditEntry(
                    id=report_id,
                    at=means.now(),
                    tag="person:report:asked",
                    actor=wish.person_id,
                    subject_id=wish.campaign_id or workspace_id,
                    before={},
                    after={
                        "days": wish.days,
                        "channel_id": wish.channel_id,
                        "files": [f"{what}.{form.ending}" for what, form in wish.files],
                    },
                    labels={"campaign": campaign},
                )
            )
            await uow.enqueue(_job(workspace_id, report_id, wish, delay_seconds=ACK_SECONDS))

    async def check(
        self, workspace_id: WorkspaceId, *, person_id: PersonId, campaign_id: CampaignId | None, with_audit: bool
    ) -> str | None:
        """Return the campaign's name, once the policy allows it. Raises as `accept` does."""
        means = self._means
        if campaign_id is not None:
            act = Act.TAKE_HISTORY if with_audit else Act.SEE
            campaign, _place, _person = await means.allowed(workspace_id, campaign_id, person_id=person_id, act=act)
            return campaign.name
        if with_audit:
            person, roles = await means.here(workspace_id, person_id)
            check_workspace(WorkspaceAct.TAKE_ALL_HISTORY, person=person, workspace=roles)
        return None

    async def _make(self, workspace_id: str, report_id: str, wished: str, run: str, done: str) -> None:
        wish = Wish.model_validate_json(wished)
        parts = ("message", *("file" for _file in wish.files), "end")
        for number in range(int(done), len(parts)):
            wait = await self._means.engine.step(parts[number], self._part, workspace_id, report_id, wished, number)
            if wait is None:
                return
            if wait and int(run) < MOST_RUNS:
                again = (workspace_id, report_id, wished, str(int(run) + 1), str(number), str(wait))
                await self._means.engine.step("later", self._later, *again)
                return

    async def _later(self, workspace_id: str, report_id: str, wished: str, run: str, done: str, wait: str) -> None:
        wish = Wish.model_validate_json(wished)
        ws = WorkspaceId(workspace_id)
        async with self._means.storage.write(ws) as uow:
            await uow.enqueue(_job(ws, report_id, wish, run=int(run), done=int(done), delay_seconds=float(wait)))

    async def _part(self, workspace_id: str, report_id: str, wished: str, number: int) -> float | None:
        """Do one part; return 0 when it is done, how many seconds to wait for Slack, or None where it cannot be done."""
        ws, wish = WorkspaceId(workspace_id), Wish.model_validate_json(wished)
        try:
            if number == 0:
                await self._post(ws, report_id, wish)
            elif number <= len(wish.files):
                await self._hand_over(ws, report_id, wish, *wish.files[number - 1])
            else:
                await self._end(ws, report_id, wish)
        except SlackBusy as error:
            return max(error.wait_seconds, 1.0)
        except GreenlightError as error:
            log.warning("a report could not be made: %s", error)
            await self._tell_failure(wish, error)
            return None
        return 0.0

    async def _post(self, ws: WorkspaceId, report_id: str, wish: Wish) -> None:
        """Post the report, and what people wrote in its thread; what is there already is not posted again."""
        place, key = await self._place(wish), _key(report_id)
        ts = await self._posted(ws, report_id, wish)
        if ts is None:
            facts = await self._read(ws, wish)
            draw = partial(self._draws.message, facts)
            ts = await self._say(draw, self._draws.charts(facts), place=place, key=key)
        said = await self._read_comments(ws, wish)
        if said is not None and await self._posted(ws, report_id, wish, thread_ts=ts) is None:
            draw, charts = partial(self._draws.comments, said), self._draws.comment_charts(said)
            await self._say(draw, charts, place=place, key=f"{key}:{COMMENTS}", thread_ts=ts)

    async def _say(
        self, draw: DrawWith, charts: Sequence[Chart], *, place: str, key: str, thread_ts: str | None = None
    ) -> str:
        return await post_with_charts(
            draw, charts, slack=self._slack, uploads=self._uploads, channel_id=place, key=key, thread_ts=thread_ts
        )

    async def _read(self, ws: WorkspaceId, wish: Wish) -> ReportFacts:
        scope = await self._scope(wish)
        report = Report(now=self._means.now())
        async with self._means.storage.read(ws) as uow:
            campaign = await uow.campaigns.get(wish.campaign_id) if wish.campaign_id else None
            async with self._progress(wish, of=await uow.reading.count_requests(scope)) as progress:
                async for piece in uow.reading.courses(scope):
                    for row in piece:
                        report.add(course_of(row))
                    progress.add(len(piece))
        return ReportFacts(
            campaign=campaign.name if campaign else None, days=wish.days, report=report, asked_by=wish.person_id
        )

    async def _read_comments(self, ws: WorkspaceId, wish: Wish) -> CommentedFacts | None:
        """Sum up what people wrote; None where that is nothing."""
        scope, commented = await self._scope(wish), Commented()
        async with self._means.storage.read(ws) as uow:
            campaign = await uow.campaigns.get(wish.campaign_id) if wish.campaign_id else None
            async for piece in uow.reading.comments(scope):
                for row in piece:
                    if row.copy == 1:  # what was written once counts once
                        commented.add(remark_of(row))
        if not commented.all.count:
            return None
        return CommentedFacts(campaign=campaign.name if campaign else None, days=wish.days, commented=commented)

    async def _hand_over(self, ws: WorkspaceId, report_id: str, wish: Wish, what: What, form: Form) -> None:
        """Write a file and put it into the report's thread; the history goes to the person alone."""
        await self._naming.catch_up()
        scope = await self._scope(wish)
        name = f"{what}.{form.ending}"
        with tempfile.TemporaryFile() as file:
            async with self._means.storage.read(ws) as uow, self._progress(wish, of=0) as progress:
                async for piece, rows in written_out(uow, what, form, scope=scope, for_excel=True):
                    file.write(piece)
                    progress.add(rows)
            upload = Upload(name=name, title=name, content=file)
            comment = say(f"report.file.{what}", count=progress.done)
            is_private = what is What.AUDIT
            await self._uploads.share(
                [upload],
                comment=comment,
                channel_id=await self._direct(wish) if is_private else await self._place(wish),
                thread_ts=None if is_private else await self._posted(ws, report_id, wish),
            )

    async def _end(self, ws: WorkspaceId, report_id: str, wish: Wish) -> None:
        ts = await self._posted(ws, report_id, wish)
        link = await self._slack.permalink(channel_id=await self._place(wish), ts=ts) if ts else ""
        await self._show(wish, self._draws.finished(link))

    async def _tell_failure(self, wish: Wish, error: GreenlightError) -> None:
        try:
            await self._show(wish, self._draws.failed(error))
            await self._slack.write_to(wish.person_id, Words(text=error.sentence), key="report-failed")
        except SlackError as again:
            log.warning("and that could not be told: %s", again)

    async def _scope(self, wish: Wish) -> Scope:
        since = self._means.now() - timedelta(days=wish.days) if wish.days is not None else None
        sight = await self._means.people.sight(wish.person_id)
        return Scope(sight=sight, campaign_id=wish.campaign_id, since=since)

    async def _place(self, wish: Wish) -> str:
        return wish.channel_id or await self._direct(wish)

    async def _direct(self, wish: Wish) -> str:
        return await self._slack.direct_channel(wish.person_id)

    async def _posted(self, ws: WorkspaceId, report_id: str, wish: Wish, *, thread_ts: str | None = None) -> str | None:
        """Return the ts of the report's message, or of what people wrote in its thread, where it has been posted."""
        async with self._means.storage.read(ws) as uow:
            asked = await uow.audit.get(report_id)
        assert asked is not None, "history is never deleted"
        since = (asked.at - CLOCKS_DIFFER).timestamp()
        key = _key(report_id) if thread_ts is None else f"{_key(report_id)}:{COMMENTS}"
        return await self._slack.find(key=key, channel_id=await self._place(wish), thread_ts=thread_ts, since=since)

    def _progress(self, wish: Wish, *, of: int) -> Progress:
        async def show(done: int) -> None:
            await self._show(wish, self._draws.progress(done, of))

        return Progress(show)

    async def _show(self, wish: Wish, view: dict[str, Any]) -> None:
        """Show something in the person's window, if it is still open."""
        if wish.view_id is None:
            return
        try:
            await self._slack.show(view, view_id=wish.view_id)
        except SlackError as error:
            log.info("the window of a report is shown no more: %s", error)


def _key(report_id: str) -> str:
    return f"report:{report_id}"


def _job(
    workspace_id: WorkspaceId, report_id: str, wish: Wish, *, run: int = 0, done: int = 0, delay_seconds: float = 0.0
) -> Job:
    return Job(
        workflow=REPORT,
        queue=REPORTS.name,
        id=f"report:{report_id}:{run}",
        args=(workspace_id, report_id, wish.model_dump_json(), str(run), str(done)),
        delay_seconds=delay_seconds,
    )
