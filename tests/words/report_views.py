"""Reports, their charts and digests, once for each way they can look."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from bot.digests.facts import DigestFacts
from bot.errors import NotFound
from bot.permissions.status import State
from bot.reporting.facts import CommentedFacts, ReportFacts
from bot.reports.charts import alt_text
from bot.reports.commented import Commented, Remark
from bot.reports.digest import digest
from bot.reports.report import report
from handlers.blocks import Block, section
from handlers.report import modal as report_modal
from handlers.report.card import draw_charts, draw_report
from handlers.report.comments import draw_commented, draw_commented_charts
from handlers.report.digest import draw_digest
from handlers.report.modal import Memory as ReportMemory
from handlers.request.memory import Choice
from storage.ids import CampaignId
from tests.handlers.builders import ANA
from tests.rules.courses import NOW as REPORTED
from tests.rules.courses import a_course
from tests.words.given import NUMBER, Drawing


def report_windows() -> Iterator[Drawing]:
    """Name each drawing and give the way to draw it."""
    yield from _reports()


def _reports() -> Iterator[Drawing]:
    spans = [timedelta(minutes=5), timedelta(hours=30), timedelta(days=9)]
    some = [a_course(State.DECLINED, answered=span) for span in spans]
    some += [a_course(state, number=number) for number, state in enumerate(State)]
    some += [a_course(State.APPROVED, sent=None, is_adopted=True)]
    for courses, days, campaign in itertools.product(([], some[:1], some), (None, 1, 90), (None, NUMBER)):
        shown = ReportFacts(campaign=campaign, days=days, report=report(courses, now=REPORTED), asked_by=ANA)
        yield "report/card:draw_report", partial(draw_report, shown, ())
        if courses:
            yield "report/card:draw_charts", partial(_charts, shown)
    for days, campaign, remarks in itertools.product((None, 1, 90), (None, NUMBER), (1, 3)):
        said = Commented()
        for number in range(remarks):
            said.add(a_remark(number))
        shown_comments = CommentedFacts(campaign=campaign, days=days, commented=said)
        yield "report/comments:draw_commented", partial(draw_commented, shown_comments, ())
        yield "report/comments:draw_commented_charts", partial(_comment_charts, shown_comments)
    for courses, wanted_by, is_first in itertools.product(([], some[:1], some), (None, ANA), (False, True)):
        told = DigestFacts(
            campaign_id=CampaignId("c1"),
            campaign=NUMBER,
            digest=digest(courses, since=REPORTED - timedelta(days=60), until=REPORTED),
            is_first=is_first,
            wanted_by=wanted_by,
        )
        yield "report/digest:draw_digest", partial(draw_digest, told)
    chosen = Choice(id="c1", text=NUMBER)
    for memory in (ReportMemory(), ReportMemory(campaign=chosen, is_here=True, days=1), ReportMemory(not_found=NUMBER)):
        yield "report/modal:draw_form", partial(report_modal.draw_form, memory)
    for read, of in ((0, 0), (1, 0), (1, 2)):
        yield "report/modal:draw_progress", partial(report_modal.draw_progress, read, of)
    for link in ("", "https://1"):
        yield "report/modal:draw_finished", partial(report_modal.draw_finished, link)
    yield "report/modal:draw_failed", partial(report_modal.draw_failed, NotFound("22.", why="23.", todo="24."))


def _charts(facts: ReportFacts) -> list[Block]:
    """What somebody reads who does not see the charts."""
    return [section(alt_text(chart)) for chart in draw_charts(facts)]


def _comment_charts(facts: CommentedFacts) -> list[Block]:
    return [section(alt_text(chart)) for chart in draw_commented_charts(facts)]


def a_remark(number: int) -> Remark:
    """Make a comment as reports see it: every other one is hidden, and every third is on a post that nothing is known of."""
    link = "https://www.instagram.com/p/1/" if number % 3 else None
    return Remark(
        creator="maya.makes",
        post=f"{number}",
        permalink=link,
        caption=NUMBER if link else "",
        written_at=REPORTED,
        is_hidden=not number % 2,
        hidden_at=None if number % 2 else REPORTED + timedelta(minutes=30),
    )
