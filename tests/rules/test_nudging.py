"""Creators who do not answer are nudged by a plan, never in a burst, never at night, never after they answered."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.campaigns.quiet import Quiet, days_later
from bot.permissions.nudging.rules import APART, Due, Plan, Step, Taken, next_step
from bot.permissions.status import State

BERLIN = ZoneInfo("Europe/Berlin")
NIGHT = Quiet(zone=BERLIN, begins=time(20), ends=time(9), weekdays_off={5, 6})
NEVER_QUIET = Quiet(zone=BERLIN)
SINCE = datetime(2026, 11, 2, 13, 0, tzinfo=UTC)  # a Monday

plans = st.builds(
    Plan,
    days=st.lists(st.integers(1, 30), max_size=5, unique=True).map(sorted),
    hand_off_after=st.integers(1, 7),
)
quiets = st.sampled_from([NIGHT, NEVER_QUIET])
# A change of the clocks falls into some of these spans.
beginnings = st.timedeltas(timedelta(0), timedelta(days=200)).map(lambda age: datetime(2026, 1, 20, tzinfo=UTC) + age)
awakenings = st.lists(st.timedeltas(timedelta(minutes=1), timedelta(days=8)), max_size=40)


def step(
    plan: Plan,
    *,
    now: datetime,
    taken: Taken | None = None,
    state: State = State.WAITING,
    quiet: Quiet = NEVER_QUIET,
) -> Due | None:
    return next_step(plan, state=state, waiting_since=SINCE, taken=taken, quiet=quiet, now=now)


def lived(plan: Plan, *, since: datetime, quiet: Quiet, pauses: Sequence[timedelta]) -> list[Taken]:
    """Live through a time in which the process is awake only now and then, and give all steps it took."""
    taken: list[Taken] = []
    now = since
    for pause in pauses:
        now += pause
        newest = taken[-1] if taken else None
        due = next_step(plan, state=State.WAITING, waiting_since=since, taken=newest, quiet=quiet, now=now)
        if due is not None and due.at <= now:
            taken.append(Taken(step=due.step, number=due.number, at=now))
    return taken


def test_a_plan_is_kept_on_its_days_at_the_hour_waiting_began_and_then_a_person_takes_over() -> None:
    plan = Plan(days=(2, 5, 9), hand_off_after=3)
    minutes = [timedelta(minutes=30)] * (48 * 14)
    assert [
        (each.step, each.number, each.at - SINCE)
        for each in lived(plan, since=SINCE, quiet=NEVER_QUIET, pauses=minutes)
    ] == [
        (Step.NUDGE, 1, timedelta(days=2)),
        (Step.NUDGE, 2, timedelta(days=5)),
        (Step.NUDGE, 3, timedelta(days=9)),
        (Step.HAND_OFF, 3, timedelta(days=12)),
    ]


@settings(deadline=None)
@given(plans, beginnings, quiets, awakenings)
def test_whenever_the_process_is_awake_nobody_is_nudged_in_a_burst_at_night_or_beyond_the_plan(
    plan: Plan, since: datetime, quiet: Quiet, pauses: list[timedelta]
) -> None:
    taken = lived(plan, since=since, quiet=quiet, pauses=pauses)
    nudges = [each for each in taken if each.step is Step.NUDGE]
    assert not any(quiet.covers(each.at) for each in taken)
    assert all(later.at - earlier.at >= APART for earlier, later in itertools.pairwise(nudges))
    assert all(later.number > earlier.number for earlier, later in itertools.pairwise(nudges))
    assert all(each.at >= days_later(since, plan.days[each.number - 1], quiet.zone) for each in nudges)
    assert [each.step for each in taken[len(nudges) :]] in ([], [Step.HAND_OFF])
    if len(taken) > len(nudges):
        assert nudges[-1].number == len(plan.days)
        assert taken[-1].at >= days_later(nudges[-1].at, plan.hand_off_after, quiet.zone)


@given(plans, beginnings, quiets)
def test_a_process_that_is_always_awake_takes_every_step_as_soon_as_it_may(
    plan: Plan, since: datetime, quiet: Quiet
) -> None:
    now, taken = since, list[Taken]()
    while True:
        newest = taken[-1] if taken else None
        due = next_step(plan, state=State.WAITING, waiting_since=since, taken=newest, quiet=quiet, now=now)
        if due is None:
            break
        assert due.at >= now
        now = due.at
        taken.append(Taken(step=due.step, number=due.number, at=now))
    assert [each.number for each in taken if each.step is Step.NUDGE] == list(range(1, len(plan.days) + 1))
    assert len(taken) == (len(plan.days) + 1 if plan.days else 0)


@given(plans, beginnings, quiets, st.timedeltas(timedelta(0), timedelta(days=60)))
def test_when_it_is_time_is_the_same_whoever_asks_before(
    plan: Plan, since: datetime, quiet: Quiet, pause: timedelta
) -> None:
    due = next_step(plan, state=State.WAITING, waiting_since=since, taken=None, quiet=quiet, now=since + pause)
    if due is not None and due.at > since + pause:
        again = next_step(plan, state=State.WAITING, waiting_since=since, taken=None, quiet=quiet, now=due.at)
        assert again == due


def test_of_nudges_missed_while_nothing_ran_only_the_last_is_made_up_for() -> None:
    plan = Plan(days=(2, 5, 9))
    back = SINCE + timedelta(days=6)
    assert step(plan, now=back) == Due(step=Step.NUDGE, number=2, at=back)
    after = step(plan, now=back, taken=Taken(step=Step.NUDGE, number=2, at=back))
    assert after == Due(step=Step.NUDGE, number=3, at=SINCE + timedelta(days=9))


def test_a_creator_is_nudged_and_given_time_before_a_person_takes_over_however_long_nothing_ran() -> None:
    plan = Plan(days=(2, 5), hand_off_after=3)
    back = SINCE + timedelta(days=100)
    assert step(plan, now=back) == Due(step=Step.NUDGE, number=2, at=back)
    after = step(plan, now=back, taken=Taken(step=Step.NUDGE, number=2, at=back))
    assert after == Due(step=Step.HAND_OFF, number=2, at=back + timedelta(days=3))


def test_a_nudge_that_came_late_keeps_the_next_one_a_day_away() -> None:
    late = SINCE + timedelta(days=4, hours=22)
    after = step(Plan(days=(2, 5)), now=late, taken=Taken(step=Step.NUDGE, number=1, at=late))
    assert after is not None
    assert after.at == late + APART


@pytest.mark.parametrize("state", sorted(set(State) - {State.WAITING}))
def test_nothing_follows_an_answer_or_any_other_state_than_waiting(state: State) -> None:
    assert step(Plan(), now=SINCE + timedelta(days=30), state=state) is None


def test_nothing_follows_a_hand_off_and_a_plan_without_days_does_nothing() -> None:
    handed = Taken(step=Step.HAND_OFF, number=3, at=SINCE + timedelta(days=12))
    assert step(Plan(), now=SINCE + timedelta(days=99), taken=handed) is None
    assert step(Plan(days=()), now=SINCE + timedelta(days=99)) is None


def test_a_nudge_waits_for_monday_morning() -> None:
    thursday = datetime(2026, 11, 19, 20, 0, tzinfo=BERLIN)
    due = next_step(Plan(days=(2,)), state=State.WAITING, waiting_since=thursday, taken=None, quiet=NIGHT, now=thursday)
    assert due is not None
    assert due.at.astimezone(BERLIN) == datetime(2026, 11, 23, 9, 0, tzinfo=BERLIN)


def test_two_nudges_that_a_weekend_pushes_onto_one_morning_are_spread_and_none_is_lost() -> None:
    friday = datetime(2026, 11, 20, 12, 0, tzinfo=BERLIN)
    plan = Plan(days=(1, 2))
    pauses = [timedelta(minutes=30)] * (48 * 5)
    assert [
        each.at.astimezone(BERLIN).strftime("%a %H") for each in lived(plan, since=friday, quiet=NIGHT, pauses=pauses)
    ] == ["Mon 09", "Tue 09"]


@pytest.mark.parametrize("days", [(0,), (2, 2), (5, 2), (-1, 3)])
def test_a_plan_whose_days_do_not_grow_is_refused(days: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="later than the one before"):
        Plan(days=days)
    with pytest.raises(ValueError, match="a day at least"):
        Plan(hand_off_after=0)
