"""Quiet hours on the clock on the wall, whatever is done to that clock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.campaigns.quiet import Quiet, at_local, days_later, local_day

BERLIN = ZoneInfo("Europe/Berlin")
# Half-hour changes, changes at midnight, quarter-hour offsets, a skipped day, no changes.
ZONES = [
    ZoneInfo(name)
    for name in (
        "Europe/Berlin",
        "America/New_York",
        "Australia/Lord_Howe",
        "America/Santiago",
        "Africa/Casablanca",
        "Asia/Beirut",
        "Asia/Kathmandu",
        "Pacific/Apia",
        "UTC",
    )
]
MINUTE = timedelta(minutes=1)

hours = st.builds(time, st.integers(0, 23), st.integers(0, 59))
quiets = st.builds(
    Quiet,
    zone=st.sampled_from(ZONES),
    begins=hours,
    ends=hours,
    weekdays_off=st.frozensets(st.integers(0, 6), max_size=6),
    days_off=st.frozensets(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=3),
)
moments = st.timedeltas(timedelta(0), timedelta(days=363)).map(lambda age: datetime(2026, 1, 1, tzinfo=UTC) + age)


def changes_of_clocks(zone: ZoneInfo, *, year: int) -> Iterator[datetime]:
    hour = datetime(year, 1, 1, tzinfo=UTC)
    while hour.year == year:
        later = hour + timedelta(hours=1)
        if hour.astimezone(zone).utcoffset() != later.astimezone(zone).utcoffset():
            yield later
        hour = later


CHANGES = [(zone, change) for zone in ZONES for change in changes_of_clocks(zone, year=2026)]
near_a_change = st.sampled_from(CHANGES).flatmap(
    lambda found: st.builds(
        lambda quiet, minutes: (
            Quiet(zone=found[0], begins=quiet.begins, ends=quiet.ends, weekdays_off=quiet.weekdays_off),
            found[1] + timedelta(minutes=minutes),
        ),
        quiets,
        st.integers(-1800, 300),
    )
)


def test_the_year_has_changes_both_ways() -> None:
    assert len({zone for zone, _ in CHANGES}) >= 6


@given(quiets, moments)
def test_nobody_is_ever_disturbed_in_quiet_hours(quiet: Quiet, moment: datetime) -> None:
    assert not quiet.covers(quiet.next_open(moment))


@given(near_a_change)
def test_nobody_is_disturbed_in_quiet_hours_when_the_clocks_are_changed(given_: tuple[Quiet, datetime]) -> None:
    quiet, moment = given_
    assert not quiet.covers(quiet.next_open(moment))


@given(quiets, moments)
def test_nothing_waits_that_need_not(quiet: Quiet, moment: datetime) -> None:
    if not quiet.covers(moment):
        assert quiet.next_open(moment) == moment


@settings(deadline=None)
@given(near_a_change)
def test_nothing_waits_longer_than_needed_minute_by_minute(given_: tuple[Quiet, datetime]) -> None:
    quiet, moment = given_
    each = moment
    while quiet.covers(each):  # whole minutes are enough: hours and changes of this year fall on them
        each += MINUTE
    assert quiet.next_open(moment) == each


@given(quiets, moments, st.timedeltas(timedelta(0), timedelta(days=3)))
def test_what_comes_later_is_never_told_earlier(quiet: Quiet, moment: datetime, later: timedelta) -> None:
    assert quiet.next_open(moment) <= quiet.next_open(moment + later)


@given(quiets, moments)
def test_waiting_twice_is_waiting_once(quiet: Quiet, moment: datetime) -> None:
    assert quiet.next_open(quiet.next_open(moment)) == quiet.next_open(moment)


NIGHT = Quiet(zone=BERLIN, begins=time(22), ends=time(8))


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("2026-11-20T21:59", "2026-11-20T21:59"),
        ("2026-11-20T22:00", "2026-11-21T08:00"),
        ("2026-11-21T07:59", "2026-11-21T08:00"),
        ("2026-11-21T08:00", "2026-11-21T08:00"),
    ],
)
def test_hours_over_midnight_end_in_the_morning(asked: str, told: str) -> None:
    asked_at = datetime.fromisoformat(asked).replace(tzinfo=BERLIN)
    assert NIGHT.next_open(asked_at) == datetime.fromisoformat(told).replace(tzinfo=BERLIN)


@pytest.mark.parametrize("evening", ["2026-03-28T23:00", "2026-10-24T23:00"])
def test_eight_in_the_morning_stays_eight_when_the_clocks_are_changed(evening: str) -> None:
    told = NIGHT.next_open(datetime.fromisoformat(evening).replace(tzinfo=BERLIN))
    assert told.astimezone(BERLIN).time() == time(8)


def test_an_end_that_the_clocks_leap_over_is_where_they_land() -> None:
    quiet = Quiet(zone=BERLIN, begins=time(22), ends=time(2, 30))
    told = quiet.next_open(datetime(2026, 3, 29, 0, 15, tzinfo=BERLIN))
    assert told.astimezone(BERLIN) == datetime(2026, 3, 29, 3, 0, tzinfo=BERLIN)


def test_an_hour_that_comes_twice_is_quiet_twice() -> None:
    quiet = Quiet(zone=BERLIN, begins=time(2, 20), ends=time(5))
    second = datetime(2026, 10, 25, 2, 25, fold=1, tzinfo=BERLIN)
    assert quiet.covers(second)
    between = quiet.next_open(datetime(2026, 10, 25, 2, 25, fold=0, tzinfo=BERLIN))
    assert between == datetime(2026, 10, 25, 2, 0, fold=1, tzinfo=BERLIN).astimezone(UTC)


def test_a_weekend_off_ends_on_monday_morning() -> None:
    quiet = Quiet(zone=BERLIN, begins=time(22), ends=time(8), weekdays_off={5, 6})
    friday_night = datetime(2026, 11, 20, 23, 0, tzinfo=BERLIN)
    assert quiet.next_open(friday_night) == datetime(2026, 11, 23, 8, 0, tzinfo=BERLIN)


def test_a_holiday_is_quiet_from_midnight_to_midnight() -> None:
    quiet = Quiet(zone=BERLIN, days_off={date(2026, 12, 25), date(2026, 12, 26)})
    assert not quiet.covers(datetime(2026, 12, 24, 23, 59, tzinfo=BERLIN))
    assert quiet.next_open(datetime(2026, 12, 25, 0, 0, tzinfo=BERLIN)) == datetime(2026, 12, 27, tzinfo=BERLIN)


def test_a_week_without_a_day_is_refused() -> None:
    with pytest.raises(ValueError, match="one day"):
        Quiet(zone=BERLIN, weekdays_off=range(7))
    with pytest.raises(ValueError, match="numbered"):
        Quiet(zone=BERLIN, weekdays_off={7})


@given(moments, st.sampled_from(ZONES), st.integers(0, 40))
def test_days_are_counted_on_the_calendar_of_the_zone(moment: datetime, zone: ZoneInfo, days: int) -> None:
    later = days_later(moment, days, zone)
    assert local_day(later, zone) - local_day(moment, zone) in (timedelta(days=days), timedelta(days=days + 1))
    assert abs(later - moment - timedelta(days=days)) <= timedelta(hours=2)


def test_a_day_later_is_the_same_hour_on_the_wall_though_the_day_has_23_hours() -> None:
    before = datetime(2026, 3, 28, 15, 0, tzinfo=BERLIN)
    assert days_later(before, 1, BERLIN).astimezone(BERLIN).time() == time(15)
    assert days_later(before, 1, BERLIN) - before.astimezone(UTC) == timedelta(hours=23)


def test_an_hour_on_a_day_is_the_zones_own() -> None:
    assert at_local(date(2026, 7, 1), time(9), BERLIN) == datetime(2026, 7, 1, 7, 0, tzinfo=UTC)
