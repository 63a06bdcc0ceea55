"""Where all requests of a campaign stand, from requests that go by once."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.reports.course import Course
from bot.reports.funnel import Funnel, stages_of
from bot.reports.spans import Spans

OLDEST = 10
"""How many of the longest open requests are named."""


class Report:
    """Sums of requests, filled one at a time, in the memory of their counts and times."""

    def __init__(self, *, now: datetime) -> None:
        """Begin with none."""
        self.now = now
        self.funnel = Funnel()
        self.answers = Spans()
        """Times to answer of those that were answered. Those still open may take longer: say how many they are."""
        self.ages = Spans()
        """How long the open ones have been open."""
        self._oldest: list[tuple[float, str, Course]] = []

    def add(self, course: Course) -> None:
        """Add one request."""
        self.funnel.count(stages_of(course))
        if (taken := course.time_to_answer()) is not None:
            self.answers.add(taken)
        if course.is_open:
            age = course.age(self.now)
            self.ages.add(age)
            keep = heapq.heappush if len(self._oldest) < OLDEST else heapq.heappushpop
            keep(self._oldest, (age.total_seconds(), course.request_id, course))

    def oldest(self) -> Sequence[Course]:
        """Return the longest open requests, oldest first."""
        return [course for _, _, course in sorted(self._oldest, reverse=True)]


def report(courses: Iterable[Course], *, now: datetime) -> Report:
    """Sum up requests in one pass."""
    found = Report(now=now)
    for course in courses:
        found.add(course)
    return found
