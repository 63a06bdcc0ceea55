"""What a report says: the facts that its message, its charts and its window are drawn from, and how they are drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict

from bot.errors import GreenlightError
from bot.reporting.exporting import Form, What
from bot.reports.charts import Chart
from bot.reports.commented import Commented
from bot.reports.report import Report
from bot.slack.calls import Words
from storage.ids import CampaignId, ChannelId, PersonId


class Wish(BaseModel):
    """What somebody wants reported; kept by the engine until it is done."""

    model_config = ConfigDict(frozen=True)

    person_id: PersonId
    campaign_id: CampaignId | None
    """None: of all campaigns that are there for the person."""
    channel_id: ChannelId | None
    """Where it is posted; None: to the person alone."""
    days: int | None
    """How far back; None: from the beginning."""
    files: tuple[tuple[What, Form], ...] = ()
    view_id: str | None = None
    """The window that shows how far it is."""


@dataclass(frozen=True, kw_only=True)
class ReportFacts:
    """One report."""

    campaign: str | None
    days: int | None
    report: Report
    asked_by: PersonId


@dataclass(frozen=True, kw_only=True)
class CommentedFacts:
    """What people wrote, for the thread of a report."""

    campaign: str | None
    days: int | None
    commented: Commented


@dataclass(frozen=True, kw_only=True)
class Draws:
    """How the pieces of a report look; the composition root brings the functions."""

    charts: Callable[[ReportFacts], Sequence[Chart]]
    message: Callable[[ReportFacts, Sequence[dict[str, Any]]], Words]
    """With the charts as Slack's own blocks, or with none: they follow as pictures."""
    comment_charts: Callable[[CommentedFacts], Sequence[Chart]]
    comments: Callable[[CommentedFacts, Sequence[dict[str, Any]]], Words]
    progress: Callable[[int, int], dict[str, Any]]
    """A window: so many read of so many."""
    finished: Callable[[str], dict[str, Any]]
    """A window with the link to the message."""
    failed: Callable[[GreenlightError], dict[str, Any]]
