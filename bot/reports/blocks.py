"""A chart as Slack's own blocks, which people can point at, sort and read aloud.

The blocks are of June 2026. What Slack documents of their limits differs from copy to copy, so the narrower is kept; not
every workspace and client takes them, so a picture must be ready for when Slack refuses.
https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block
https://docs.slack.dev/reference/block-kit/blocks/data-table-block
"""

from __future__ import annotations

from typing import Any

from bot.reports.charts import Chart

LONGEST_TITLE = 50
LONGEST_LABEL = 20
LONGEST_AXIS = 50
MOST_POINTS = 20
MOST_CHARTS = 2
"""In one message."""


def chart_block(chart: Chart) -> dict[str, Any] | None:
    """Draw a chart as a `data_visualization` block of bars; None where it would not fit.

    Labels are cut to what Slack takes, and have to differ still: points are found by them.
    """
    labels = [_cut(bar.label, LONGEST_LABEL) for bar in chart.bars]
    if not labels or len(labels) > MOST_POINTS or len(set(labels)) < len(labels):
        return None
    points = [{"label": label, "value": bar.count} for label, bar in zip(labels, chart.bars, strict=True)]
    return {
        "type": "data_visualization",
        "title": _cut(chart.title, LONGEST_TITLE),
        "chart": {
            "type": "bar",
            "series": [{"name": _cut(chart.counted, LONGEST_LABEL), "data": points}],
            "axis_config": {"categories": labels, "y_label": _cut(chart.counted, LONGEST_AXIS)},
        },
    }


def table_block(chart: Chart, *, heading: str, share_heading: str = "") -> dict[str, Any]:
    """Draw a chart's figures as a `data_table` block, with a column of what stands beside them where that has a heading."""
    rows = [[_text(heading), _text(chart.counted)]]
    rows += [
        [_text(bar.label), {"type": "raw_number", "value": bar.count, "text": str(bar.count)}] for bar in chart.bars
    ]
    if share_heading:
        beside = [share_heading, *(bar.beside or "–" for bar in chart.bars)]
        rows = [[*row, _text(text)] for row, text in zip(rows, beside, strict=True)]
    return {"type": "data_table", "caption": chart.title, "page_size": max(len(chart.bars), 1), "rows": rows}


def _text(text: str) -> dict[str, Any]:
    return {"type": "raw_text", "text": text}


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
