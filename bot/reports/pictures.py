"""A chart as a PNG, for where Slack's own charts are not taken: readable in grey, small, and on paper.

matplotlib takes a second to load, so that is done when the first picture is drawn; each takes some tenths of one. Call it
in a thread. No state of its own is used (`pyplot`), as its manual asks of servers:
https://matplotlib.org/stable/gallery/user_interfaces/web_application_server_sgskip.html
"""

from __future__ import annotations

import io
import threading
from typing import TYPE_CHECKING, Any

from bot.reports.charts import Chart, Kind, Look, written
from bot.reports.lettering import DOTS_PER_INCH, FONT, fitted, shown

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH = 1280
"""Pixels; twice what Slack shows on a large screen."""
_MARGIN = 0.15  # inches
_ROOM = WIDTH - 2 * _MARGIN * DOTS_PER_INCH
_INK = "#1d2b3a"
_PAPER = "white"
_FILLINGS: dict[Look, dict[str, Any]] = {
    Look.SOLID: {"facecolor": "#2f5d8a"},
    Look.STRIPED: {"facecolor": "#dfe6ee", "hatch": "///"},
    Look.DOTTED: {"facecolor": "#dfe6ee", "hatch": ".."},
    Look.CROSSED: {"facecolor": "#dfe6ee", "hatch": "xx"},
    Look.OPEN: {"facecolor": _PAPER},
}
_TITLE, _NOTE, _LABEL, _SMALL = 15, 10.5, 12, 11  # points
_TEXT: dict[str, Any] = {"color": _INK, "fontfamily": FONT, "parse_math": False}  # a $ in a name is a $
_drawing = threading.Lock()  # matplotlib's fonts are shared, and not made for threads


def png(chart: Chart) -> bytes:
    """Draw a chart; the same chart is always the same bytes. Show `alt_text` with it."""
    with _drawing:
        file = io.BytesIO()
        _draw(chart).savefig(file, format="png", facecolor=_PAPER, metadata={"Software": None})
        return file.getvalue()


def _draw(chart: Chart) -> Figure:
    from matplotlib.figure import Figure

    title = fitted(chart.title, points=_TITLE, width=_ROOM, lines=2, is_bold=True)
    note = fitted(chart.note, points=_NOTE, width=_ROOM, lines=3)
    is_across = chart.kind is Kind.ACROSS
    inches = 0.7 + 0.36 * len(title) + 0.26 * len(note) + (0.46 * len(chart.bars) if is_across else 3.2)
    figure = Figure(figsize=(WIDTH / DOTS_PER_INCH, inches), dpi=DOTS_PER_INCH)
    figure.set_layout_engine("constrained", w_pad=_MARGIN, h_pad=_MARGIN)
    axes = figure.subplots()

    (_bars_across if is_across else _bars_upright)(axes, chart)
    left = _MARGIN * DOTS_PER_INCH / WIDTH
    figure.suptitle("\n".join(title), x=left, ha="left", fontsize=_TITLE, fontweight="bold", **_TEXT)
    if note:
        figure.supxlabel("\n".join(note), x=left, ha="left", fontsize=_NOTE, **_TEXT)
    axes.spines[["top", "right"]].set_visible(False)
    axes.spines[["left", "bottom"]].set_color(_INK)
    return figure


def _bars_across(axes: Axes, chart: Chart) -> None:
    places = range(len(chart.bars))
    for place, bar in zip(places, chart.bars, strict=True):
        axes.barh(place, bar.count, height=0.68, edgecolor=_INK, linewidth=1.2, **_FILLINGS[bar.look])
        _write(axes, shown(written(bar)), (bar.count, place), away=(6, 0), va="center")
    labels = ["".join(fitted(bar.label, points=_LABEL, width=_ROOM / 4)) for bar in chart.bars]
    axes.set_yticks(places, labels, fontsize=_LABEL, **_TEXT)
    axes.set_ylim(len(chart.bars) - 0.4, -0.6)
    axes.set_xlim(0, _longest(chart) * 1.22)  # for what is written beside the longest bar
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    axes.tick_params(axis="y", length=0)


def _bars_upright(axes: Axes, chart: Chart) -> None:
    places = range(len(chart.bars))
    for place, bar in zip(places, chart.bars, strict=True):
        axes.bar(place, bar.count, width=0.78, edgecolor=_INK, linewidth=1.2, **_FILLINGS[bar.look])
        _write(axes, shown(written(bar)), (place, bar.count), away=(0, 4), ha="center")
    room = 0.85 * _ROOM / (len(chart.bars) or 1)
    labels = ["\n".join(fitted(bar.label, points=_SMALL, width=room, lines=2)) for bar in chart.bars]
    axes.set_xticks(places, labels, fontsize=_SMALL, **_TEXT)
    axes.set_ylim(0, _longest(chart) * 1.12)
    axes.set_yticks([])
    axes.set_ylabel("".join(fitted(chart.counted, points=_SMALL, width=400)), fontsize=_SMALL, **_TEXT)
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="x", length=0)


def _write(axes: Axes, text: str, at: tuple[float, float], *, away: tuple[float, float], **place: Any) -> None:
    axes.annotate(text, at, away, textcoords="offset points", fontsize=_LABEL, **place, **_TEXT)


def _longest(chart: Chart) -> int:
    return max((bar.count for bar in chart.bars), default=0) or 1
