"""How many requests came how far: asked, sent, answered, approved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from enum import StrEnum

from bot.permissions.status import State
from bot.reports.course import Course


class Stage(StrEnum):
    """How far a request came. It is counted in each stage it has been in."""

    ASKED = "asked"
    SENT = "sent"
    ANSWERED = "answered"
    APPROVED = "approved"
    """The creator said yes; it may have been revoked since."""
    DECLINED = "declined"
    WAITING = "waiting"
    """Not answered yet, and still open."""
    CANCELLED = "cancelled"
    REVOKED = "revoked"
    FAILED = "failed"
    STANDING = "standing"
    """Approved today. Adopted ones are counted here and as adopted only."""
    ADOPTED = "adopted"


WAY = (Stage.ASKED, Stage.SENT, Stage.ANSWERED, Stage.APPROVED)
"""The way to a yes: none of these is more than the one before."""


_ENDS = {
    State.CANCELLED: Stage.CANCELLED,
    State.REVOKED: Stage.REVOKED,
    State.FAILED: Stage.FAILED,
    State.UNSIGNED: Stage.CANCELLED,
}


class Funnel:
    """Counts of stages, filled one request at a time: nothing is kept of it but the counts."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._counts: Counter[Stage] = Counter()

    def count(self, stages: Iterable[Stage]) -> None:
        """Count one request in the stages it has been in, or has come to."""
        self._counts.update(stages)

    def __getitem__(self, stage: Stage) -> int:
        """Return how many came so far."""
        return self._counts[stage]

    def share(self, stage: Stage, *, of: Stage = Stage.ASKED) -> float | None:
        """Return which part of another stage that is, from 0 to 1; None where there is nothing to be a part of."""
        return self[stage] / self[of] if self[of] else None

    def counts(self) -> Mapping[Stage, int]:
        """Return all counts, in the order of the stages."""
        return {stage: self[stage] for stage in Stage}


def stages_of(course: Course) -> Iterator[Stage]:
    """Yield every stage a request has been in."""
    if course.state is State.APPROVED:
        yield Stage.STANDING
    if course.is_adopted:
        yield Stage.ADOPTED
        return
    yield Stage.ASKED
    if course.is_at_meta:
        yield Stage.SENT
    if course.is_answered:
        yield Stage.ANSWERED
        yield Stage.DECLINED if course.state is State.DECLINED else Stage.APPROVED
    elif course.is_open:
        yield Stage.WAITING
    if course.state in _ENDS:
        yield _ENDS[course.state]


def stages_reached(course: Course, *, since: datetime, until: datetime) -> Iterator[Stage]:
    """Yield the stages that a request came to from `since` on and before `until`."""

    def is_within(moment: datetime | None) -> bool:
        return moment is not None and since <= moment < until

    if course.is_adopted:
        if is_within(course.asked_at):
            yield Stage.ADOPTED
    else:
        if is_within(course.asked_at):
            yield Stage.ASKED
        if is_within(course.sent_at):
            yield Stage.SENT
        if is_within(course.answered_at):
            yield Stage.ANSWERED
            yield Stage.DECLINED if course.state is State.DECLINED else Stage.APPROVED
    if course.state in _ENDS and is_within(course.changed_at) and not course.is_as_found:
        yield _ENDS[course.state]
