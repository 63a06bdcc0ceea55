"""The names by which Slack hands things of this feature back to us."""

from __future__ import annotations

from enum import StrEnum


class View(StrEnum):
    """Modals."""

    FORM = "report_form"
    PROGRESS = "report_progress"


class Action(StrEnum):
    """Fields."""

    SPAN = "report_span"
    PLACE = "report_place"
    FILES = "report_files"


class Place(StrEnum):
    """Where a report goes."""

    CHANNEL = "channel"
    MYSELF = "myself"


ALL_TIME = "all"
"""In place of a number of days."""
