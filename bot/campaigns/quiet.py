"""Quiet hours: when a campaign may disturb people, on the clock of its own zone."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WEEKDAYS = range(7)
"""As `date.weekday` counts them: Monday is 0, Sunday is 6."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Quiet:
    """When nobody may be disturbed. What decides is the clock on the wall in `zone`, also when it is changed."""

    zone: ZoneInfo
    begins: time = time(0)
    """The first moment that is quiet."""
    ends: time = time(0)
    """The first moment that is not. Before `begins`: the hours go over midnight. Equal to it: no hour is quiet."""
    weekdays_off: Collection[int] = frozenset()
    days_off: Collection[date] = field(default=frozenset())
    """Holidays, for example; quiet from midnight to midnight like `weekdays_off`."""

    def __post_init__(self) -> None:
        """Refuse a week without a day, because what waits for one would never be told."""
        if not set(self.weekdays_off) <= set(WEEKDAYS):
            raise ValueError("days of the week are numbered 0 to 6")
        if set(self.weekdays_off) == set(WEEKDAYS):
            raise ValueError("one day of the week has to be left")

    def covers(self, moment: datetime) -> bool:
        """Tell whether nobody may be disturbed at `moment`."""
        wall = _wall(moment, self.zone)
        return self.is_off(wall.date()) or self._is_quiet_hour(wall.time())

    def is_off(self, day: date) -> bool:
        """Tell whether the whole of a day is quiet."""
        return day.weekday() in self.weekdays_off or day in self.days_off

    def next_open(self, moment: datetime) -> datetime:
        """Return the first moment from `moment` on when people may be disturbed, in UTC.

        It goes from one change to the next: the end of the quiet hours, midnight, or a change of the clocks, which may
        leap over the end or repeat a part of it.
        """
        open_at = moment.astimezone(UTC)
        while self.covers(open_at):
            open_at = _first_change_of_clocks(self.zone, after=open_at, until=open_at + self._left(open_at))
        return open_at

    def _left(self, moment: datetime) -> timedelta:
        """Return how long the clock on the wall has to run until quietness may end; a day at most."""
        wall = _wall(moment, self.zone)
        ends = datetime.combine(wall.date(), self.ends)
        if self.is_off(wall.date()) or ends <= wall:
            ends = datetime.combine(wall.date(), time(0)) + _DAY
        return ends - wall

    def _is_quiet_hour(self, hour: time) -> bool:
        if self.begins <= self.ends:
            return self.begins <= hour < self.ends
        return hour >= self.begins or hour < self.ends


def local_day(moment: datetime, zone: ZoneInfo) -> date:
    """Return the date that the calendar in `zone` shows at `moment`."""
    return moment.astimezone(zone).date()


def at_local(day: date, hour: time, zone: ZoneInfo) -> datetime:
    """Return the moment when the clock in `zone` shows `hour` on `day`, in UTC.

    An hour that comes twice means its first time; one that is leapt over means the same while later, as PEP 495 has it.
    """
    return datetime.combine(day, hour, tzinfo=zone).astimezone(UTC)


def days_later(moment: datetime, days: int, zone: ZoneInfo) -> datetime:
    """Return the same hour on the wall in `zone`, so many days on the calendar later, in UTC."""
    local = moment.astimezone(zone)
    return (local + days * _DAY).replace(fold=local.fold).astimezone(UTC)


def _wall(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None, fold=0)


def _first_change_of_clocks(zone: ZoneInfo, *, after: datetime, until: datetime) -> datetime:
    """Return when the clocks in `zone` are first changed in a span of a day at most, to the second; else `until`."""

    def offset(moment: datetime) -> timedelta | None:
        return moment.astimezone(zone).utcoffset()

    before = offset(after)
    if offset(until) == before:
        return until
    while until - after > timedelta(seconds=1):
        middle = after + (until - after) / 2
        after, until = (middle, until) if offset(middle) == before else (after, middle)
    return until.replace(microsecond=0)
