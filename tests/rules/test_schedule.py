"""When to look next."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.permissions.looking.schedule import HEARD_WITHIN, IDLE, LONGEST_BACK_OFF, SOONEST, STANDING, Watch, next_look

NOW = datetime(2026, 11, 22, 10, 42, tzinfo=UTC)
ages = st.timedeltas(min_value=timedelta(minutes=-10), max_value=timedelta(days=400))


def _pause(
    *, open_for: list[timedelta], approved: int = 0, failed: int = 0, wait: timedelta = timedelta(0)
) -> timedelta:
    newest = max((NOW - age for age in open_for), default=None)
    watch = Watch(newest_open=newest, approved=approved, failed_looks=failed)
    return next_look(watch, now=NOW, told_to_wait=wait) - NOW


@given(st.lists(ages, min_size=1))
def test_an_answer_to_an_open_request_is_heard_within_minutes_however_old_it_is(open_for: list[timedelta]) -> None:
    assert SOONEST <= _pause(open_for=open_for) <= HEARD_WITHIN


@given(st.lists(ages, min_size=1), ages)
def test_a_younger_request_never_makes_the_next_look_later(open_for: list[timedelta], younger: timedelta) -> None:
    assert _pause(open_for=[*open_for, younger]) <= _pause(open_for=open_for)


def test_an_ask_made_just_now_is_looked_at_soonest_even_by_a_clock_that_is_ten_minutes_off() -> None:
    assert _pause(open_for=[timedelta(0)]) == SOONEST
    assert _pause(open_for=[timedelta(minutes=-10)]) == SOONEST


def test_approvals_are_watched_and_idle_profiles_hardly() -> None:
    assert _pause(open_for=[], approved=3) == STANDING
    assert _pause(open_for=[]) == IDLE


@given(st.integers(min_value=1, max_value=10_000))
def test_failures_back_off_but_never_for_good(failed: int) -> None:
    pause = _pause(open_for=[timedelta(0)], failed=failed)
    assert SOONEST <= pause <= LONGEST_BACK_OFF
    assert pause <= _pause(open_for=[timedelta(0)], failed=failed + 1)


@given(st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=1)))
def test_metas_own_wait_is_always_kept(wait: timedelta) -> None:
    assert _pause(open_for=[timedelta(0)], failed=1, wait=wait) >= wait
