"""A message with charts: as Slack's own blocks where it takes them, and as pictures behind it where not."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from bot.reports.blocks import chart_block
from bot.reports.charts import Chart, alt_text
from bot.reports.pictures import png
from bot.slack.calls import SlackCalls, Words
from bot.slack.errors import SlackRefused
from bot.slack.uploads import SlackUploads, Upload
from bot.words import say

DrawWith = Callable[[Sequence[dict[str, Any]]], Words]
"""Draws the message, with the charts' blocks or with none."""


async def post_with_charts(
    draw: DrawWith,
    charts: Sequence[Chart],
    *,
    slack: SlackCalls,
    uploads: SlackUploads,
    channel_id: str,
    key: str,
    thread_ts: str | None = None,
) -> str:
    """Post it, and return its ts. Raises SlackError."""
    drawn = [block for chart in charts if (block := chart_block(chart)) is not None]
    if len(drawn) == len(charts):
        try:
            return await slack.post(draw(drawn), channel_id=channel_id, key=key, thread_ts=thread_ts)
        except SlackRefused as error:
            if error.code != "invalid_blocks":
                raise
    ts = await slack.post(draw(()), channel_id=channel_id, key=key, thread_ts=thread_ts)
    if charts:
        pictures = [await _picture(number, chart) for number, chart in enumerate(charts, start=1)]
        await uploads.share(pictures, comment=say("report.pictures"), channel_id=channel_id, thread_ts=thread_ts)
    return ts


async def _picture(number: int, chart: Chart) -> Upload:
    """Draw a chart apart from the loop that answers Slack."""
    content = await asyncio.to_thread(png, chart)
    return Upload(name=f"chart-{number}.png", title=chart.title, content=content, alt_text=alt_text(chart))
