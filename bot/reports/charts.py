"""What a chart shows, apart from how it is drawn: as a picture, as Slack's own block, or in words.

All words come from outside, because they belong to a language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.reports.funnel import Funnel, Stage
from bot.reports.spans import Bucket

LONGEST_ALT = 2000
"""Characters of an image's alternative text. https://docs.slack.dev/reference/block-kit/blocks/image-block"""


class Kind(StrEnum):
    """Which way the bars lie."""

    ACROSS = "across"
    """One below the other: a way with named stages."""
    UPRIGHT = "upright"
    """Side by side: along time."""


class Look(StrEnum):
    """How a bar is filled, so that it is known without its colour."""

    SOLID = "solid"
    STRIPED = "striped"
    DOTTED = "dotted"
    CROSSED = "crossed"
    OPEN = "open"


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One bar."""

    label: str
    count: int
    beside: str = ""
    """What is written beside the count: its share, for example."""
    look: Look = Look.SOLID


@dataclass(frozen=True, kw_only=True)
class Chart:
    """A few bars with their words."""

    title: str
    bars: Sequence[Bar]
    kind: Kind
    counted: str
    """What is counted: "requests"."""
    note: str = ""
    """A sentence below: the middle, and what the chart does not show."""


# Where a request was lost is told apart from how far it came by the filling of its bar.
_LOOKS = {
    **dict.fromkeys((Stage.ASKED, Stage.SENT, Stage.ANSWERED, Stage.APPROVED), Look.SOLID),
    Stage.WAITING: Look.OPEN,
    Stage.DECLINED: Look.CROSSED,
    Stage.CANCELLED: Look.STRIPED,
    Stage.REVOKED: Look.DOTTED,
    Stage.FAILED: Look.STRIPED,
}
_ALWAYS = (Stage.ASKED, Stage.SENT, Stage.ANSWERED, Stage.APPROVED, Stage.DECLINED, Stage.WAITING)


def funnel_chart(
    funnel: Funnel,
    *,
    title: str,
    counted: str,
    names: Mapping[Stage, str],
    share: Callable[[float], str],
    note: str = "",
) -> Chart:
    """Show how many came how far. `share` writes a part of all asked; rare ends are shown where there are any."""
    stages = [stage for stage in _LOOKS if stage in _ALWAYS or funnel[stage]]
    bars = [
        Bar(label=names[stage], count=funnel[stage], beside=share(part), look=_LOOKS[stage])
        if (part := funnel.share(stage)) is not None
        else Bar(label=names[stage], count=funnel[stage], look=_LOOKS[stage])
        for stage in stages
    ]
    return Chart(title=title, bars=bars, kind=Kind.ACROSS, counted=counted, note=note)


def spans_chart(
    buckets: Sequence[Bucket], *, title: str, counted: str, name: Callable[[Bucket], str], note: str = ""
) -> Chart:
    """Show how many took how long. `name` writes a bucket's span."""
    bars = [Bar(label=name(bucket), count=bucket.count) for bucket in buckets]
    return Chart(title=title, bars=bars, kind=Kind.UPRIGHT, counted=counted, note=note)


def alt_text(chart: Chart) -> str:
    """Say in words all that the chart shows, for those who do not see it; cut where Slack takes no more."""
    said = " ".join(_sentences(chart))
    return said if len(said) <= LONGEST_ALT else f"{said[: LONGEST_ALT - 1]}…"


def _sentences(chart: Chart) -> Iterator[str]:
    yield f"{chart.title} ({chart.counted})."
    yield "; ".join(f"{bar.label}: {written(bar)}" for bar in chart.bars) + "."
    if chart.note:
        yield chart.note


def written(bar: Bar) -> str:
    """Write a bar's count, and what stands beside it."""
    return f"{bar.count} ({bar.beside})" if bar.beside else str(bar.count)
