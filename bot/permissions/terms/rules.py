"""Until when a team may use a permission: warnings before the end, the end, and renewal.

Meta knows no end of a permission; the term is the team's own agreement with the creator. Nothing is revoked by it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.campaigns.quiet import Quiet, at_local, local_day

WARN_DAYS = (14, 7, 1)
"""Days before the last day on which somebody is told, most first."""
TOLD_AT = time(9)
"""The hour in the campaign's zone: it is read at the beginning of a day's work."""
LONGEST = timedelta(days=5 * 366)
"""A term further off is a slip of the hand in the year."""


@dataclass(frozen=True, kw_only=True)
class Term:
    """A last day of use, on the calendar of the campaign's zone."""

    until: date
    """The last day; it may be used until that day is over."""
    zone: ZoneInfo
    set_at: datetime
    """When it was agreed or changed: warnings of before do not count."""

    def ends_at(self) -> datetime:
        """Return the first moment at which it may not be used any more, in UTC."""
        return at_local(self.until + timedelta(days=1), time(0), self.zone)

    def days_left(self, now: datetime) -> int:
        """Return how many days there are until the last day: 0 on that day, negative after it."""
        return (self.until - local_day(now, self.zone)).days

    def is_over(self, now: datetime) -> bool:
        """Tell whether the last day has passed."""
        return now >= self.ends_at()


class Kind(StrEnum):
    """What is to be told of a term."""

    ENDING = "ending"
    OVER = "over"


@dataclass(frozen=True, kw_only=True)
class Notice:
    """What is told next. It is time for it when `at` has come."""

    kind: Kind
    days: int
    """Which of WARN_DAYS it is; 0 for the end. Keep it to say what was told. What is said is `days_left`, which is less
    when it comes late."""
    at: datetime
    """In UTC, never in quiet hours."""


def next_notice(term: Term, *, told: int | None, quiet: Quiet, now: datetime) -> Notice | None:
    """Return what is to be told next of a term, or None when its end has been told.

    `told` is the `days` of the newest notice of this very term, None when there was none: a renewed one begins anew. A warning that a shorter term never had room for
    is left out; of several that were missed only the newest is told; after the end only the end is.
    """
    if told == 0:
        return None
    notices = [
        Notice(kind=Kind.ENDING, days=days, at=at_local(term.until - timedelta(days=days), TOLD_AT, term.zone))
        for days in WARN_DAYS
        if told is None or days < told
    ]
    notices = [notice for notice in notices if notice.at > term.set_at]
    notices.append(Notice(kind=Kind.OVER, days=0, at=term.ends_at()))
    notices = [replace(notice, at=quiet.next_open(notice.at)) for notice in notices]
    at = max(quiet.next_open(now), notices[0].at)
    return replace([notice for notice in notices if notice.at <= at][-1], at=at)


class Unfit(StrEnum):
    """Why a day cannot be the last one."""

    PAST = "past"
    TOO_FAR = "too_far"
    NOT_LATER = "not_later"
    """A renewal that would end no later than the term does already."""


def agree(until: date, *, zone: ZoneInfo, now: datetime) -> Term | Unfit:
    """Set a term, from today to five years from now."""
    today = local_day(now, zone)
    if until < today:
        return Unfit.PAST
    if until > today + LONGEST:
        return Unfit.TOO_FAR
    return Term(until=until, zone=zone, set_at=now)


def renew(term: Term, *, until: date, now: datetime) -> Term | Unfit:
    """Set a later last day. To shorten a term, `agree` on a new one."""
    return Unfit.NOT_LATER if until <= term.until else agree(until, zone=term.zone, now=now)


def suggested_renewal(term: Term, *, now: datetime) -> date:
    """Return a last day to offer: as long again as it was, from its end or from today where it is over."""
    length = max(term.until - local_day(term.set_at, term.zone), timedelta(days=1))
    today = local_day(now, term.zone)
    return min(max(term.until, today) + length, today + LONGEST)
