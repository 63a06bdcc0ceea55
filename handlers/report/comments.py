"""What people wrote, in the thread of a report: how much, how much of it is hidden and how soon, by creator and by post; pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.reporting.facts import CommentedFacts
from bot.reports.charts import Bar, Chart, Kind
from bot.reports.commented import OnPost, Tally
from bot.slack.calls import Words
from bot.words import say
from handlers import blocks
from handlers.phrases import escaped, linked, named
from handlers.report.card import span_words
from handlers.verbatim import verbatim

CAPTION = 60


def draw_commented(facts: CommentedFacts, charts: Sequence[dict[str, Any]]) -> Words:
    """Draw the message, with its chart as Slack's own block; without, it follows as a picture."""
    found = facts.commented
    head = f"*{_title(facts)}*\n{_figures(found.all)}"
    creators = [f"{linked(creator)} · {_figures(tally)}" for creator, tally in found.creators()]
    posts = [f"{_post(each)} · {_figures(each.tally)}" for each in found.posts()]
    drawn = [blocks.section(head), *charts, *blocks.paragraphs([f"*{say('report.comments.by_creator')}*", *creators])]
    if posts:
        drawn += blocks.paragraphs([f"*{say('report.comments.by_post')}*", *posts])
    return Words(text=head, blocks=[*drawn, blocks.context(say("report.comments.kept"))])


def draw_commented_charts(facts: CommentedFacts) -> list[Chart]:
    """Say what the chart shows: the creators under whose posts most was written."""
    bars = [
        Bar(label=named(creator), count=tally.count, beside=say("report.comments.hidden", count=tally.hidden))
        for creator, tally in facts.commented.creators()
    ]
    title = say("report.chart.comments", report=facts.campaign or say("report.all_campaigns"))
    return [Chart(title=title, bars=bars, kind=Kind.ACROSS, counted=say("report.comments.counted"))]


def _title(facts: CommentedFacts) -> str:
    campaign = escaped(facts.campaign) if facts.campaign else say("report.all_campaigns")
    if facts.days is None:
        return say("report.comments.of_all_time", campaign=campaign)
    return say("report.comments.of_days", campaign=campaign, count=facts.days)


def _figures(tally: Tally) -> str:
    said = [say("report.comments.count", count=tally.count)]
    if tally.hidden:
        said.append(say("report.comments.hidden", count=tally.hidden))
    if (middle := tally.to_hide.median()) is not None:
        said.append(say("report.comments.time_to_hide", span=span_words(middle)))
    return " · ".join(said)


def _post(post: OnPost) -> str:
    caption = verbatim(post.caption, most=CAPTION) or say("comments.no_caption")
    shown = f"<{post.permalink}|{caption}>" if post.permalink else caption
    return f"{shown} ({linked(post.creator)})"
