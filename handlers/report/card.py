"""A report as a message: how many came how far, how long answers took, and who has been waiting longest; pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.reporting.facts import ReportFacts
from bot.reports.charts import Chart, funnel_chart, spans_chart
from bot.reports.course import Course
from bot.reports.funnel import WAY, Funnel, Stage
from bot.reports.spans import ANSWER_EDGES, Bucket
from bot.slack.calls import Words
from bot.words import say
from handlers import blocks
from handlers.phrases import STATES, escaped, linked, moment

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
LOST = (Stage.DECLINED, Stage.CANCELLED, Stage.REVOKED, Stage.FAILED)


def draw_report(facts: ReportFacts, charts: Sequence[dict[str, Any]]) -> Words:
    """Draw the message, with its charts as Slack's own blocks; without any, they follow as pictures."""
    report = facts.report
    head = f"*{_title(facts)}*"
    small = [say("report.asked_for_by", person=f"<@{facts.asked_by}>"), say("status.as_of", moment=moment(report.now))]
    if not report.funnel[Stage.ASKED] and not report.funnel[Stage.ADOPTED]:
        nothing = say("report.nothing")
        return Words(text=f"{head} {nothing}", blocks=[blocks.section(f"{head}\n{nothing}"), blocks.context(*small)])
    figures = "\n".join(_figures(facts))
    drawn = [blocks.section(f"{head}\n{figures}"), *charts, blocks.section(_answers(facts))]
    if waiting := report.oldest():
        lines = [waiting_line(course, now=report.now) for course in waiting]
        drawn += blocks.paragraphs([f"*{say('report.waiting_longest')}*", *lines])
    return Words(text=f"{head}\n{figures}", blocks=[*drawn, blocks.context(*small)])


def draw_charts(facts: ReportFacts) -> list[Chart]:
    """Say what the charts show; without requests there is nothing to show."""
    report = facts.report
    if not report.funnel[Stage.ASKED]:
        return []
    title, counted = _short_title(facts), say("report.requests")
    drawn = [
        funnel_chart(
            report.funnel,
            title=say("report.chart.funnel", report=title),
            counted=counted,
            names={stage: say(f"report.stage.{stage}") for stage in Stage},
            share=_share,
        )
    ]
    if len(report.answers):
        drawn.append(
            spans_chart(
                report.answers.buckets(ANSWER_EDGES),
                title=say("report.chart.answers", report=title),
                counted=counted,
                name=_bucket,
                note=_answers(facts),
            )
        )
    return drawn


def _title(facts: ReportFacts) -> str:
    named = escaped(facts.campaign) if facts.campaign else say("report.all_campaigns")
    if facts.days is None:
        return say("report.of_all_time", campaign=named)
    return say("report.of_days", campaign=named, count=facts.days)


def _short_title(facts: ReportFacts) -> str:
    named = facts.campaign or say("report.all_campaigns")
    return named if facts.days is None else say("report.short_of_days", campaign=named, count=facts.days)


def _figures(facts: ReportFacts) -> Iterator[str]:
    funnel = facts.report.funnel
    way = [_part(stage, funnel) for stage in WAY]
    yield " → ".join(way)
    others = [stage for stage in (Stage.WAITING, *LOST, Stage.STANDING, Stage.ADOPTED) if funnel[stage]]
    if others:
        yield figures(funnel, others)


def figures(funnel: Funnel, stages: Iterable[Stage]) -> str:
    """Say how many came to each of some stages."""
    named = {stage: say(f"report.stage.{stage}") for stage in stages}
    return " · ".join(say("report.figure", stage=name, number=funnel[stage]) for stage, name in named.items())


def _part(stage: Stage, funnel: Funnel) -> str:
    """Say how many came to a stage, and which part of all asked that is."""
    part = funnel.share(stage)
    if stage is Stage.ASKED or part is None:
        return figures(funnel, [stage])
    return say("report.part", stage=say(f"report.stage.{stage}"), number=funnel[stage], part=_share(part))


def _answers(facts: ReportFacts) -> str:
    """Say how long answers took, and how many may take longer still."""
    report = facts.report
    said = []
    middle, slow = report.answers.median(), report.answers.percentile(90)
    if middle is None or slow is None:
        said.append(say("report.no_answers"))
    else:
        said.append(say("report.time_to_answer", middle=span_words(middle), slow=span_words(slow)))
    if len(report.ages):
        said.append(say("report.still_open", count=len(report.ages)))
    return " ".join(said)


def waiting_line(course: Course, *, now: datetime) -> str:
    """Say who has been waited for, for how long, and how that stands."""
    state = STATES[course.state]
    age = span_words(course.age(now))
    return f"{linked(course.creator_username)} · {age} · {state.icon} {state.word}"


def _share(part: float) -> str:
    return say("report.percent", percent=round(part * 100))


def _bucket(bucket: Bucket) -> str:
    begins, ends = bucket.begins, bucket.ends
    if ends is None:
        return say("report.bucket.days_on", count=begins // _DAY)
    is_hours = ends <= _DAY
    first, end = (begins // _HOUR, ends // _HOUR) if is_hours else (begins // _DAY, ends // _DAY)
    if not first:
        return say("report.bucket.under_hours" if is_hours else "report.bucket.under_days", count=end)
    return say("report.bucket.hours" if is_hours else "report.bucket.days", begins=first, ends=end)


def span_words(span: timedelta) -> str:
    """Say a length of time as people do: minutes within the first hours, then hours, from two days on days."""
    if span < timedelta(minutes=1):
        return say("report.under_a_minute")
    if span < 2 * _HOUR:
        return say("report.minutes", count=span // timedelta(minutes=1))
    return say("report.hours", count=span // _HOUR) if span < 2 * _DAY else say("report.days", count=span // _DAY)
