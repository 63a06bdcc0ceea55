"""When a creator who has not answered is nudged, and when a person takes over: a plan of days, kept in daylight."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.campaigns.quiet import Quiet, days_later
from bot.permissions.status import State

APART = timedelta(days=1)
"""The least time between two nudges, however late the first of them was."""


class Step(StrEnum):
    """What can be done about a creator who does not answer."""

    NUDGE = "nudge"
    HAND_OFF = "hand_off"
    """A person writes or calls; nothing more is done about it here."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """When to nudge. No days: never, and nobody takes over."""

    days: Sequence[int] = (2, 5, 9)
    """Days after waiting began, growing."""
    hand_off_after: int = 3
    """Days after the last nudge."""

    def __post_init__(self) -> None:
        """Refuse days that do not grow, because nudges are numbered in their order."""
        if any(later <= earlier for earlier, later in zip((0, *self.days), self.days, strict=False)):
            raise ValueError("the days of a plan begin with 1 at least, and each is later than the one before")
        if self.hand_off_after < 1:
            raise ValueError("a creator has a day at least to answer the last nudge")


@dataclass(frozen=True, kw_only=True)
class Taken:
    """The newest step that was carried out."""

    step: Step
    number: int
    """Which nudge of the plan it was, from 1."""
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Due:
    """The next step. It is time for it when `at` has come; until then nothing is to be done."""

    step: Step
    number: int
    at: datetime
    """In UTC, never in quiet hours."""


def next_step(
    plan: Plan, *, state: State, waiting_since: datetime, taken: Taken | None, quiet: Quiet, now: datetime
) -> Due | None:
    """Return the next step about a request, or None when there is nothing left to do about it.

    It stops with the first answer, and with any other state that is not waiting. Nudges that were missed, because nothing
    was running at their time, are passed over: of all that are late only the last is made up for, and the next one keeps
    its distance. A person takes over only after the creator has had time to answer the last nudge.
    """
    if state is not State.WAITING or not plan.days or (taken and taken.step is Step.HAND_OFF):
        return None
    last = len(plan.days)
    if taken and taken.number >= last:
        after = max(days_later(taken.at, plan.hand_off_after, quiet.zone), now)
        return Due(step=Step.HAND_OFF, number=last, at=quiet.next_open(after))

    planned = _planned(plan, waiting_since=waiting_since, taken=taken, quiet=quiet)
    at = max(quiet.next_open(now), min(planned.values()))
    return Due(step=Step.NUDGE, number=max(number for number, day in planned.items() if day <= at), at=at)


def _planned(plan: Plan, *, waiting_since: datetime, taken: Taken | None, quiet: Quiet) -> Mapping[int, datetime]:
    """Return when each nudge is left to come: on its day, or a day after the one before where that one came late.

    Nudges that a weekend has pushed onto one morning are spread in the same way, and none of them is lost.
    """
    found: dict[int, datetime] = {}
    before = taken.at if taken else None
    for number, day in enumerate(plan.days, start=1):
        if taken and number <= taken.number:
            continue
        at = days_later(waiting_since, day, quiet.zone)
        before = found[number] = quiet.next_open(max(at, before + APART) if before else at)
    return found
