"""How a bucket is spent, by property: never into a wall, free where nothing is known, and always at last."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from bot.graph.budget import DAY, DOUBLING, HOUR, RESUMED, TIGHT, Gauge, Weight, noted, opens_at

NOW = datetime(2026, 11, 22, 10, 42, tzinfo=UTC)
A_MOMENT = timedelta(milliseconds=10)

weights = st.sampled_from(Weight)
windows = st.sampled_from([timedelta(minutes=1), HOUR, DAY])
moments = st.timedeltas(min_value=-DAY, max_value=DAY).map(lambda ago: NOW + ago)
percents = st.floats(0, 1000) | st.integers(0, 120).map(float)


@st.composite
def readings(draw: st.DrawFn) -> Gauge:
    wall = draw(st.none() | moments)
    return Gauge(used=draw(percents), read_at=draw(moments), window=draw(windows), lifts_at=wall)


@st.composite
def gauges(draw: st.DrawFn) -> Gauge:
    """What was pieced together from some answers, in the order they came or another."""
    heard = draw(st.lists(readings(), min_size=1, max_size=4))
    gauge = noted(heard[0], before=None)
    for news in heard[1:]:
        gauge = noted(news, before=gauge)
    return gauge


@given(gauges(), weights, moments, st.integers(0, 10_000))
def test_nothing_goes_into_a_wall_that_is_known(gauge: Gauge, weight: Weight, now: datetime, resumed: int) -> None:
    opens = opens_at(gauge, weight=weight, now=now, resumed=resumed)
    if gauge.lifts_at is not None and now < gauge.lifts_at:
        assert opens == gauge.lifts_at


@given(gauges(), weights, moments, st.integers(0, 10_000))
def test_everything_may_go_at_last(gauge: Gauge, weight: Weight, now: datetime, resumed: int) -> None:
    opens = opens_at(gauge, weight=weight, now=now, resumed=resumed)
    over = [now, max(gauge.read_at, now) + gauge.window, *([gauge.lifts_at + RESUMED] if gauge.lifts_at else [])]
    assert opens <= max(over)


@given(gauges(), weights, moments, st.integers(0, 50))
def test_a_call_that_waited_as_told_may_go(gauge: Gauge, weight: Weight, now: datetime, resumed: int) -> None:
    """Each wait ends at a moment at which it may go, or where a wall has lifted: then it waits its turn once more."""
    opens = opens_at(gauge, weight=weight, now=now, resumed=resumed)
    if opens == gauge.lifts_at:
        opens = opens_at(gauge, weight=weight, now=opens, resumed=resumed)
    later = opens + A_MOMENT
    assert opens_at(gauge, weight=weight, now=later, resumed=resumed) <= later


@given(gauges(), moments, st.integers(0, 50))
@example(
    gauge=Gauge(used=0.0, read_at=NOW, window=timedelta(minutes=1), lifts_at=NOW),
    now=NOW + timedelta(microseconds=1),
    resumed=0,
)
def test_whoever_waits_for_a_write_or_a_person_waits_no_longer_than_the_background(
    gauge: Gauge, now: datetime, resumed: int
) -> None:
    background, person, write = (
        opens_at(gauge, weight=weight, now=now, resumed=resumed)
        for weight in (Weight.BACKGROUND, Weight.PERSON, Weight.WRITE)
    )
    assert write <= person <= background


@given(st.floats(0, TIGHT, exclude_max=True), weights, moments)
def test_below_half_nothing_is_held_back(used: float, weight: Weight, read_at: datetime) -> None:
    gauge = noted(Gauge(used=used, read_at=read_at), before=None)
    assert opens_at(gauge, weight=weight, now=NOW) <= NOW


@given(gauges(), weights)
def test_what_was_read_a_window_ago_holds_nothing_back(gauge: Gauge, weight: Weight) -> None:
    now = max(gauge.read_at + gauge.window, (gauge.lifts_at or NOW) + RESUMED)
    assert opens_at(gauge, weight=weight, now=now) <= now


@given(gauges(), weights, moments, moments)
def test_time_alone_never_makes_the_end_of_a_wait_later(
    gauge: Gauge, weight: Weight, one: datetime, other: datetime
) -> None:
    sooner, later = sorted((one, other))
    # A wall says when it lifts, and not yet what will be known then.
    assume(gauge.lifts_at is None or sooner >= gauge.lifts_at or later < gauge.lifts_at)
    first = max(sooner, opens_at(gauge, weight=weight, now=sooner))
    second = max(later, opens_at(gauge, weight=weight, now=later))
    assert second <= max(first, later) + A_MOMENT


@pytest.mark.parametrize(
    ("weight", "passed", "most"),
    [
        (Weight.BACKGROUND, timedelta(0), 50),
        (Weight.BACKGROUND, HOUR / 2, 65),
        (Weight.BACKGROUND, HOUR, 80),
        (Weight.PERSON, timedelta(0), 80),
        (Weight.PERSON, HOUR, 92),
        (Weight.WRITE, timedelta(0), 90),
        (Weight.WRITE, HOUR, 98),
    ],
)
def test_what_is_left_is_spread_over_the_window_and_the_last_of_it_kept_for_people_and_writes(
    weight: Weight, passed: timedelta, most: int
) -> None:
    now = NOW + passed
    allowed = Gauge(used=most, read_at=now, tight_since=NOW)
    assert opens_at(allowed, weight=weight, now=now) <= now
    assert opens_at(replace(allowed, used=most + 1), weight=weight, now=now) > now


def test_one_percent_more_than_half_lets_the_background_wait_two_minutes_and_nobody_else() -> None:
    gauge = noted(Gauge(used=51, read_at=NOW), before=None)
    assert opens_at(gauge, weight=Weight.BACKGROUND, now=NOW) == NOW + timedelta(minutes=2)
    assert opens_at(gauge, weight=Weight.PERSON, now=NOW) <= NOW
    assert opens_at(gauge, weight=Weight.WRITE, now=NOW) <= NOW


def test_calls_that_cost_much_each_leave_room_for_the_next() -> None:
    """An account that is little seen is allowed a few calls a day: one more may be an eighth of them."""
    first = noted(Gauge(used=50, read_at=NOW, window=DAY), before=None)
    second = noted(Gauge(used=63, read_at=NOW + HOUR, window=DAY), before=first)
    waits = opens_at(second, weight=Weight.BACKGROUND, now=NOW + HOUR) - NOW
    assert waits == DAY * ((63 + 13 - 50) / 30)
    assert opens_at(second, weight=Weight.PERSON, now=NOW + HOUR) <= NOW + HOUR


def steady_spending(weight: Weight, *, calls_a_window: int, tries_an_hour: int) -> tuple[float, int]:
    """Try at an even pace against a true rolling window for three of them; return the most used, and the calls."""
    made: list[datetime] = []
    gauge: Gauge | None = None
    most, now = 0.0, NOW
    while now < NOW + 3 * HOUR:
        if gauge is None or opens_at(gauge, weight=weight, now=now) <= now:
            made.append(now)
            used = 100 * sum(each > now - HOUR for each in made) // calls_a_window
            gauge = noted(Gauge(used=used, read_at=now), before=gauge)
            most = max(most, used)
        now += HOUR / tries_an_hour
    return most, len(made)


@pytest.mark.parametrize("calls_a_window", [3, 4, 5, 8, 13, 20, 100, 400])
def test_the_background_never_reaches_the_wall_and_uses_most_of_what_there_is(calls_a_window: int) -> None:
    most, calls = steady_spending(Weight.BACKGROUND, calls_a_window=calls_a_window, tries_an_hour=2000)
    assert most <= 100  # what is refused is more than all
    assert calls >= 0.6 * 3 * calls_a_window


def test_after_a_wall_calls_go_one_by_one_and_then_ever_faster() -> None:
    wall = noted(Gauge(used=100, read_at=NOW, lifts_at=NOW + HOUR / 2), before=None)
    lifted = NOW + HOUR / 2

    def turn(resumed: int) -> timedelta:
        return opens_at(wall, weight=Weight.BACKGROUND, now=lifted, resumed=resumed) - lifted

    assert [turn(0), turn(1), turn(3), turn(7)] == [DOUBLING * doublings for doublings in range(4)]
    assert turn(10_000) == RESUMED


def test_what_is_heard_after_a_wall_counts_again() -> None:
    lifted = NOW + HOUR / 2
    wall = noted(Gauge(used=100, read_at=NOW, lifts_at=lifted), before=None)
    soon = lifted + timedelta(seconds=1)
    assert opens_at(wall, weight=Weight.BACKGROUND, now=lifted) == lifted

    still_high = noted(Gauge(used=97, read_at=soon), before=wall)
    assert opens_at(still_high, weight=Weight.BACKGROUND, now=soon) > soon + timedelta(minutes=10)
    assert opens_at(noted(Gauge(used=20, read_at=soon), before=wall), weight=Weight.BACKGROUND, now=soon) <= soon


def test_an_answer_that_was_on_its_way_when_the_wall_was_met_lifts_no_wall() -> None:
    wall = noted(Gauge(used=100, read_at=NOW, lifts_at=NOW + HOUR), before=None)
    late = noted(Gauge(used=99, read_at=NOW + timedelta(seconds=1)), before=wall)
    assert opens_at(late, weight=Weight.WRITE, now=NOW + timedelta(seconds=2)) == NOW + HOUR


@given(gauges(), gauges())
def test_the_newer_reading_and_the_later_wall_win_in_whichever_order_they_come(one: Gauge, other: Gauge) -> None:
    assume((one.read_at, one.used) != (other.read_at, other.used))
    there, back = noted(one, before=other), noted(other, before=one)
    for gauge in (there, back):
        assert (gauge.read_at, gauge.used) == max((one.read_at, one.used), (other.read_at, other.used))
        assert gauge.lifts_at == max((each.lifts_at for each in (one, other) if each.lifts_at), default=None)
