"""What has changed since the last digest, and when the next one is due."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.campaigns.quiet import Quiet
from bot.permissions.status import State
from bot.reports.course import Course
from bot.reports.digest import Rhythm, digest
from bot.reports.funnel import Stage
from tests.rules.courses import BEGIN, NOW, a_course, many_courses

BERLIN = ZoneInfo("Europe/Berlin")
WORKDAYS = Quiet(zone=BERLIN, begins=time(20), ends=time(8), weekdays_off={5, 6})
DAY = timedelta(days=1)

moments = st.timedeltas(timedelta(0), timedelta(days=360)).map(lambda age: datetime(2026, 1, 1, tzinfo=UTC) + age)
rhythms = st.builds(
    Rhythm, hour=st.sampled_from([time(2, 30), time(9), time(23)]), weekday=st.none() | st.integers(0, 6)
)


def test_a_digest_tells_what_happened_in_its_time_beside_where_all_stands() -> None:
    found = [
        a_course(State.APPROVED, number=1, answered=2 * DAY),
        a_course(State.APPROVED, number=2, answered=9 * DAY),
        a_course(State.WAITING, number=3, asked=8 * DAY),
        a_course(State.REVOKED, number=4, answered=DAY, changed=8 * DAY),
    ]
    week = digest(found, since=BEGIN + 7 * DAY, until=BEGIN + 14 * DAY)
    assert {stage: count for stage, count in week.changed.counts().items() if count} == {
        Stage.ASKED: 1,
        Stage.SENT: 1,
        Stage.ANSWERED: 1,
        Stage.APPROVED: 1,
        Stage.REVOKED: 1,
    }
    assert week.answers.median() == 9 * DAY
    assert len(week.answers) == 1
    assert week.standing.funnel[Stage.ASKED] == 4
    assert [course.request_id for course in week.standing.oldest()] == ["r3"]


@settings(deadline=None)
@given(many_courses(), st.lists(st.integers(0, 60), min_size=2, max_size=6, unique=True).map(sorted))
def test_nothing_is_told_twice_and_nothing_is_left_out_between_digests(found: list[Course], days: list[int]) -> None:
    times = [BEGIN + day * DAY for day in days]
    whole = digest(found, since=times[0], until=times[-1])
    parts = [digest(found, since=since, until=until) for since, until in itertools.pairwise(times)]
    for stage in Stage:
        assert sum(part.changed[stage] for part in parts) == whole.changed[stage]
    assert sum(len(part.answers) for part in parts) == len(whole.answers)


def test_a_time_in_which_nothing_happened_has_nothing_to_tell_only_where_nothing_is_open() -> None:
    over = a_course(State.DECLINED, answered=DAY)
    assert digest([over], since=NOW, until=NOW + DAY).is_quiet
    assert not digest([over, a_course(number=2)], since=NOW, until=NOW + DAY).is_quiet
    assert not digest([over], since=BEGIN, until=NOW).is_quiet
    assert digest([], since=BEGIN, until=NOW).is_quiet


@given(rhythms, moments)
def test_the_next_digest_is_later_on_its_day_and_never_in_quiet_hours(rhythm: Rhythm, told_at: datetime) -> None:
    due = rhythm.next_after(told_at, quiet=WORKDAYS)
    assert due > told_at
    assert not WORKDAYS.covers(due)
    assert due - told_at < timedelta(days=7 if rhythm.weekday is not None else 1) + timedelta(days=4)


@given(rhythms, moments)
def test_the_next_digest_is_the_same_whenever_that_is_asked_before_it(rhythm: Rhythm, told_at: datetime) -> None:
    due = rhythm.next_after(told_at, quiet=WORKDAYS)
    between = told_at + (due - told_at) / 2
    assert rhythm.next_after(between, quiet=WORKDAYS) == due


def test_a_daily_digest_comes_once_after_the_weekend_and_at_nine_whatever_the_clocks() -> None:
    daily = Rhythm(hour=time(9))
    friday = datetime(2026, 10, 23, 9, 0, tzinfo=BERLIN)  # the clocks are changed on Sunday
    monday = daily.next_after(friday, quiet=WORKDAYS)
    assert monday.astimezone(BERLIN) == datetime(2026, 10, 26, 9, 0, tzinfo=BERLIN)
    assert daily.next_after(monday, quiet=WORKDAYS).astimezone(BERLIN).date() == date(2026, 10, 27)


def test_a_weekly_digest_of_a_holiday_comes_the_day_after_and_the_next_one_on_its_own_day() -> None:
    weekly = Rhythm(weekday=0)
    quiet = Quiet(zone=BERLIN, begins=time(20), ends=time(8), days_off={date(2026, 4, 6)})
    before = datetime(2026, 3, 30, 9, 0, tzinfo=BERLIN)
    tuesday = weekly.next_after(before, quiet=quiet)
    assert tuesday.astimezone(BERLIN) == datetime(2026, 4, 7, 9, 0, tzinfo=BERLIN)
    assert weekly.next_after(tuesday, quiet=quiet).astimezone(BERLIN) == datetime(2026, 4, 13, 9, 0, tzinfo=BERLIN)


@given(
    st.sampled_from([date(2026, 3, 29), date(2026, 10, 25)]),  # Berlin's clocks go forward, and back, at night
    st.timedeltas(timedelta(days=-4), timedelta(days=2)),
    st.times().map(lambda hour: hour.replace(second=0, microsecond=0, fold=0)),
)
def test_around_a_change_of_the_clocks_each_day_has_one_digest_at_its_hour_on_the_wall(
    change: date, away: timedelta, hour: time
) -> None:
    daily, quiet = Rhythm(hour=hour), Quiet(zone=BERLIN)
    due = datetime(change.year, change.month, change.day, tzinfo=UTC) + away
    told = [due := daily.next_after(due, quiet=quiet) for _day in range(6)]
    walls = [each.astimezone(BERLIN) for each in told]
    assert [later.date() - before.date() for before, later in itertools.pairwise(walls)] == [DAY] * 5
    is_leapt_over = time(2) <= hour < time(3)
    for wall in walls:
        at_once_or_an_hour_later = {hour} | ({hour.replace(hour=3)} if is_leapt_over and wall.month == 3 else set())
        assert wall.time() in at_once_or_an_hour_later
        assert wall.fold == 0


@given(
    st.sampled_from([date(2026, 3, 29), date(2026, 10, 25)]),
    st.timedeltas(timedelta(days=-9), timedelta(days=1)),
    st.integers(0, 6),
    st.sampled_from([time(2, 30), time(9), time(21)]),
)
def test_around_a_change_of_the_clocks_a_week_has_one_weekly_digest_however_quiet_its_day_is(
    change: date, away: timedelta, weekday: int, hour: time
) -> None:
    weekly = Rhythm(hour=hour, weekday=weekday)
    due = datetime(change.year, change.month, change.day, tzinfo=UTC) + away
    told = [due := weekly.next_after(due, quiet=WORKDAYS) for _week in range(4)]
    days = [each.astimezone(BERLIN).date() for each in told]
    assert [later - before for before, later in itertools.pairwise(days)] == [7 * DAY] * 3
    assert not any(WORKDAYS.covers(each) for each in told)
