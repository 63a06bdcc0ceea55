"""What has changed since the last time, and when that is told again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.campaigns.quiet import Quiet, at_local, local_day
from bot.reports.course import Course
from bot.reports.funnel import Funnel, stages_reached
from bot.reports.report import Report
from bot.reports.spans import Spans

_DAY = timedelta(days=1)


class Digest:
    """What has changed from `since` on and before `until`, beside where everything stands now; filled one request at a time."""

    def __init__(self, *, since: datetime, until: datetime) -> None:
        """Begin with nothing."""
        self.since, self.until = since, until
        self.changed = Funnel()
        self.answers = Spans()
        """Times to answer of the answers within the time."""
        self.standing = Report(now=until)

    def add(self, course: Course) -> None:
        """Add one request."""
        self.standing.add(course)
        self.changed.count(stages_reached(course, since=self.since, until=self.until))
        taken = course.time_to_answer()
        if taken is not None and course.answered_at is not None and self.since <= course.answered_at < self.until:
            self.answers.add(taken)

    @property
    def is_quiet(self) -> bool:
        """Nothing has changed and nothing is open, so there is nothing to tell."""
        return not any(self.changed.counts().values()) and not len(self.standing.ages)


def digest(courses: Iterable[Course], *, since: datetime, until: datetime) -> Digest:
    """Sum up what has changed, in one pass over all requests of a campaign."""
    found = Digest(since=since, until=until)
    for course in courses:
        found.add(course)
    return found


@dataclass(frozen=True, kw_only=True)
class Rhythm:
    """How often a campaign hears a digest."""

    hour: time = time(9)
    """On the clock of the campaign's zone."""
    weekday: int | None = None
    """As `date.weekday` counts, Monday is 0; None for every day."""

    def next_after(self, told_at: datetime, *, quiet: Quiet) -> datetime:
        """Return when the next digest is due after the one of `told_at`, in UTC and outside of quiet hours.

        The digest of a day off comes at its hour on the next day that is not. However many were missed while nothing ran,
        or fall onto one morning, there is one, and it tells all since the last.
        """
        day = local_day(told_at, quiet.zone)
        while self._due(day, quiet=quiet) > told_at:  # the digest of a day before may be due still
            day -= _DAY
        while self.weekday not in (None, day.weekday()) or self._due(day, quiet=quiet) <= told_at:
            day += _DAY
        return self._due(day, quiet=quiet)

    def _due(self, day: date, *, quiet: Quiet) -> datetime:
        while quiet.is_off(day):
            day += _DAY
        return quiet.next_open(at_local(day, self.hour, quiet.zone))
