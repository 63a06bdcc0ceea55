"""Until when a permission may be used, on the calendar of the campaign, and what is told of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.campaigns.quiet import Quiet, local_day
from bot.permissions.terms.rules import (
    LONGEST,
    WARN_DAYS,
    Kind,
    Notice,
    Term,
    Unfit,
    agree,
    next_notice,
    renew,
    suggested_renewal,
)

BERLIN, AUCKLAND, HONOLULU = ZoneInfo("Europe/Berlin"), ZoneInfo("Pacific/Auckland"), ZoneInfo("Pacific/Honolulu")
NEVER_QUIET = Quiet(zone=BERLIN)
NOW = datetime(2026, 11, 2, 10, 0, tzinfo=UTC)

zones = st.sampled_from([BERLIN, AUCKLAND, HONOLULU])
moments = st.timedeltas(timedelta(0), timedelta(days=600)).map(lambda age: datetime(2026, 1, 1, tzinfo=UTC) + age)
terms = st.builds(
    lambda set_at, length, zone: Term(until=local_day(set_at, zone) + timedelta(days=length), zone=zone, set_at=set_at),
    moments,
    st.integers(0, 100),
    zones,
)
quiets = st.builds(
    Quiet,
    zone=zones,
    begins=st.just(time(20)),
    ends=st.sampled_from([time(8), time(10)]),
    weekdays_off=st.sampled_from([frozenset(), frozenset({5, 6})]),
)


def told_of(term: Term, *, quiet: Quiet = NEVER_QUIET) -> list[Notice]:
    """Be always awake, and give all that is told."""
    found: list[Notice] = []
    now, told = term.set_at, None
    while (notice := next_notice(term, told=told, quiet=quiet, now=now)) is not None:
        found.append(notice)
        now, told = notice.at, notice.days
    return found


def test_a_long_term_is_warned_of_three_times_in_the_morning_and_then_told_over() -> None:
    term = Term(until=date(2026, 12, 31), zone=BERLIN, set_at=NOW)
    assert [(notice.kind, notice.days, notice.at.astimezone(BERLIN).isoformat()) for notice in told_of(term)] == [
        (Kind.ENDING, 14, "2026-12-17T09:00:00+01:00"),
        (Kind.ENDING, 7, "2026-12-24T09:00:00+01:00"),
        (Kind.ENDING, 1, "2026-12-30T09:00:00+01:00"),
        (Kind.OVER, 0, "2027-01-01T00:00:00+01:00"),
    ]


def test_a_short_term_has_no_room_for_the_early_warnings() -> None:
    term = Term(until=local_day(NOW, BERLIN) + timedelta(days=5), zone=BERLIN, set_at=NOW)
    assert [notice.days for notice in told_of(term)] == [1, 0]


@given(terms, quiets)
def test_each_notice_comes_once_in_order_and_outside_of_quiet_hours(term: Term, quiet: Quiet) -> None:
    notices = told_of(term, quiet=quiet)
    assert [notice.days for notice in notices] == sorted({notice.days for notice in notices}, reverse=True)
    assert {notice.days for notice in notices} <= {*WARN_DAYS, 0}
    assert notices[-1].kind is Kind.OVER
    assert notices[-1].at >= term.ends_at()
    assert not any(quiet.covers(notice.at) for notice in notices)


@given(terms, st.timedeltas(timedelta(0), timedelta(days=200)), st.sampled_from([None, *WARN_DAYS]))
def test_what_was_missed_is_told_in_one_notice(term: Term, pause: timedelta, told: int | None) -> None:
    now = term.set_at + pause
    notice = next_notice(term, told=told, quiet=NEVER_QUIET, now=now)
    assert notice is not None
    if notice.at > now:
        return
    assert (notice.kind is Kind.OVER) == term.is_over(now)
    after = next_notice(term, told=notice.days, quiet=NEVER_QUIET, now=now)
    assert after is None or after.at > now


@given(terms, quiets, st.timedeltas(timedelta(0), timedelta(days=200)))
def test_what_is_told_and_when_is_the_same_whoever_asks_before(term: Term, quiet: Quiet, pause: timedelta) -> None:
    notice = next_notice(term, told=None, quiet=quiet, now=term.set_at + pause)
    assert notice is not None
    assert next_notice(term, told=None, quiet=quiet, now=notice.at) == notice


@given(terms, moments)
def test_the_last_day_is_a_whole_day_of_the_campaigns_own_calendar(term: Term, now: datetime) -> None:
    assert term.is_over(now) == (term.days_left(now) < 0)
    last_moment = term.ends_at() - timedelta(microseconds=1)
    assert local_day(last_moment, term.zone) == term.until
    assert not term.is_over(last_moment)
    assert term.is_over(term.ends_at())


def test_the_same_date_ends_a_day_apart_at_both_ends_of_the_world() -> None:
    until = date(2026, 12, 31)
    ends = [Term(until=until, zone=zone, set_at=NOW).ends_at() for zone in (AUCKLAND, HONOLULU)]
    assert ends[1] - ends[0] == timedelta(hours=23)


def test_a_last_day_with_a_change_of_clocks_ends_at_its_own_midnight() -> None:
    term = Term(until=date(2026, 10, 25), zone=BERLIN, set_at=NOW)
    assert term.ends_at() == datetime(2026, 10, 25, 23, 0, tzinfo=UTC)


def test_today_is_the_earliest_and_five_years_the_longest_term() -> None:
    today = local_day(NOW, BERLIN)
    assert agree(today - timedelta(days=1), zone=BERLIN, now=NOW) is Unfit.PAST
    assert agree(today, zone=BERLIN, now=NOW) == Term(until=today, zone=BERLIN, set_at=NOW)
    assert isinstance(agree(today + LONGEST, zone=BERLIN, now=NOW), Term)
    assert agree(date(2062, 12, 31), zone=BERLIN, now=NOW) is Unfit.TOO_FAR


def test_today_is_the_campaigns_today() -> None:
    late = datetime(2026, 11, 2, 23, 30, tzinfo=UTC)
    assert agree(date(2026, 11, 2), zone=BERLIN, now=late) is Unfit.PAST
    assert isinstance(agree(date(2026, 11, 2), zone=HONOLULU, now=late), Term)


def test_a_renewal_is_later_and_is_warned_of_anew() -> None:
    term = Term(until=date(2026, 11, 9), zone=BERLIN, set_at=NOW)
    assert renew(term, until=date(2026, 11, 9), now=NOW) is Unfit.NOT_LATER
    renewed = renew(term, until=date(2027, 11, 9), now=NOW + timedelta(days=3))
    assert isinstance(renewed, Term)
    assert [notice.days for notice in told_of(renewed)] == [14, 7, 1, 0]


@given(terms, st.timedeltas(timedelta(0), timedelta(days=300)))
def test_the_renewal_that_is_suggested_can_be_taken_and_is_as_long_again(term: Term, pause: timedelta) -> None:
    now = term.set_at + pause
    until = suggested_renewal(term, now=now)
    renewed = renew(term, until=until, now=now)
    assert isinstance(renewed, Term)
    assert not renewed.is_over(now)
    length = max(term.until - local_day(term.set_at, term.zone), timedelta(days=1))
    assert until - max(term.until, local_day(now, term.zone)) == length


def test_a_suggestion_is_never_further_off_than_a_term_may_be() -> None:
    today = local_day(NOW, BERLIN)
    term = Term(until=today + timedelta(days=14), zone=BERLIN, set_at=NOW - LONGEST + timedelta(days=20))
    assert suggested_renewal(term, now=NOW) == today + LONGEST


@given(terms)
def test_once_the_end_is_told_there_is_nothing_more_to_tell(term: Term) -> None:
    assume(term.until < date(2030, 1, 1))
    assert next_notice(term, told=0, quiet=NEVER_QUIET, now=term.ends_at() + timedelta(days=9)) is None


@pytest.mark.parametrize("told", [None, *WARN_DAYS])
def test_after_the_end_only_the_end_is_told(told: int | None) -> None:
    term = Term(until=date(2026, 12, 31), zone=BERLIN, set_at=NOW)
    now = term.ends_at() + timedelta(days=3)
    assert next_notice(term, told=told, quiet=NEVER_QUIET, now=now) == Notice(kind=Kind.OVER, days=0, at=now)
