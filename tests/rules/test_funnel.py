"""Reports count every request in each stage it has been in, and no more."""

from __future__ import annotations

import itertools
import statistics
from collections import Counter
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.permissions.status import State
from bot.reports.course import Course
from bot.reports.funnel import WAY, Funnel, Stage, stages_of, stages_reached
from bot.reports.report import OLDEST, report
from bot.reports.spans import AGE_EDGES, ANSWER_EDGES, Spans
from tests.rules.courses import BEGIN, NOW, a_course, many_courses

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
spans = st.lists(st.timedeltas(timedelta(0), timedelta(days=60)), max_size=200)


def filled(found: list[timedelta]) -> Spans:
    held = Spans()
    for span in found:
        held.add(span)
    return held


def test_a_campaign_of_nine_is_counted_as_a_person_would() -> None:
    found = [
        a_course(State.QUEUED, number=1, sent=None),
        a_course(State.FAILED, number=2, sent=None),
        a_course(State.WAITING, number=3, sent=HOUR),
        a_course(State.CANCELLED, number=4),
        a_course(State.APPROVED, number=5, answered=HOUR),
        a_course(State.APPROVED, number=6, answered=3 * HOUR),
        a_course(State.REVOKED, number=7, answered=5 * HOUR, changed=DAY),
        a_course(State.DECLINED, number=8, answered=DAY),
        a_course(State.APPROVED, number=9, sent=None, is_adopted=True),
    ]
    said = report(found, now=NOW)
    assert said.funnel.counts() == {
        Stage.ASKED: 8,
        Stage.SENT: 6,
        Stage.ANSWERED: 4,
        Stage.APPROVED: 3,
        Stage.DECLINED: 1,
        Stage.WAITING: 2,
        Stage.CANCELLED: 1,
        Stage.REVOKED: 1,
        Stage.FAILED: 1,
        Stage.STANDING: 3,
        Stage.ADOPTED: 1,
    }
    assert said.funnel.share(Stage.APPROVED, of=Stage.ANSWERED) == 0.75
    assert said.answers.median() == 4 * HOUR
    assert [course.request_id for course in said.oldest()] == ["r1", "r3"]


@given(many_courses())
def test_no_stage_of_the_way_has_more_than_the_one_before(found: list[Course]) -> None:
    funnel = report(found, now=NOW).funnel
    assert all(funnel[later] <= funnel[earlier] for earlier, later in itertools.pairwise(WAY))
    assert funnel[Stage.ANSWERED] == funnel[Stage.APPROVED] + funnel[Stage.DECLINED]
    assert funnel[Stage.ASKED] + funnel[Stage.ADOPTED] == len(found)


@given(many_courses())
def test_everything_asked_is_answered_waiting_cancelled_or_failed(found: list[Course]) -> None:
    for course in found:
        if not course.is_adopted:
            ends = Counter(stages_of(course))
            kept = sum(ends[stage] for stage in (Stage.ANSWERED, Stage.WAITING, Stage.CANCELLED, Stage.FAILED))
            assert kept == 1, course


@settings(deadline=None)
@given(many_courses())
def test_what_is_added_up_day_by_day_is_the_whole(found: list[Course]) -> None:
    daily = Funnel()
    for day, course in itertools.product(range(60), found):
        daily.count(stages_reached(course, since=BEGIN + day * DAY, until=BEGIN + (day + 1) * DAY))
    whole = Funnel()
    for course in found:
        whole.count(stages_reached(course, since=BEGIN, until=BEGIN + 60 * DAY))
    assert daily.counts() == whole.counts()
    asked = report(found, now=NOW).funnel
    for stage in (Stage.ASKED, Stage.ADOPTED, Stage.REVOKED, Stage.CANCELLED, Stage.FAILED):
        assert whole[stage] >= asked[stage]


def test_a_share_of_nothing_is_not_a_number() -> None:
    assert Funnel().share(Stage.APPROVED) is None


def test_a_stage_is_reached_within_a_time_whose_end_belongs_to_the_next() -> None:
    course = a_course(State.DECLINED, asked=timedelta(0), sent=HOUR, answered=HOUR)

    def reached(since: datetime, until: datetime) -> list[Stage]:
        return list(stages_reached(course, since=since, until=until))

    assert reached(BEGIN, BEGIN + HOUR) == [Stage.ASKED]
    assert reached(BEGIN + HOUR, BEGIN + 2 * HOUR) == [Stage.SENT]
    assert reached(BEGIN + 2 * HOUR, BEGIN + 3 * HOUR) == [Stage.ANSWERED, Stage.DECLINED]


@pytest.mark.parametrize("state", [State.REVOKED, State.CANCELLED])
def test_what_had_ended_when_it_was_found_ended_in_no_stretch_of_time(state: State) -> None:
    span = {"since": BEGIN, "until": BEGIN + DAY}
    assert list(stages_reached(a_course(state, sent=None, is_adopted=True), **span)) == [Stage.ADOPTED]
    later = a_course(state, sent=None, is_adopted=True, changed=HOUR)
    assert Stage(state) in list(stages_reached(later, **span))


def test_an_answer_that_was_there_before_we_asked_has_no_time_to_answer() -> None:
    assert a_course(State.APPROVED, sent=None).time_to_answer() is None
    assert a_course(State.APPROVED, answered=-HOUR).time_to_answer() is None
    assert a_course(State.APPROVED, answered=HOUR, is_adopted=True).time_to_answer() is None
    assert a_course(State.REVOKED, answered=HOUR, changed=DAY).time_to_answer() == HOUR


@pytest.mark.parametrize("state", [State.APPROVED, State.UNSURE])
def test_what_was_answered_is_not_open_any_more(state: State) -> None:
    assert not a_course(state, answered=HOUR).is_open


def test_by_a_clock_that_is_behind_nothing_has_a_negative_age() -> None:
    assert a_course().age(BEGIN - DAY) == timedelta(0)


@given(many_courses())
def test_the_longest_open_are_named_oldest_first(found: list[Course]) -> None:
    oldest = report(found, now=NOW).oldest()
    ages = sorted((course.age(NOW) for course in found if course.is_open), reverse=True)
    assert [course.age(NOW) for course in oldest] == ages[:OLDEST]


def test_no_more_are_named_than_fit_though_many_are_open() -> None:
    many = [a_course(number=number, asked=number * HOUR) for number in range(3 * OLDEST)]
    named = report(reversed(many), now=NOW).oldest()
    assert [course.request_id for course in named] == [f"r{number}" for number in range(OLDEST)]


@given(spans)
def test_the_middle_is_that_of_statistics(found: list[timedelta]) -> None:
    median = filled(found).median()
    if not found:
        assert median is None
    else:
        assert median is not None
        expected = statistics.median(span.total_seconds() for span in found)
        assert median.total_seconds() == pytest.approx(expected, abs=1e-5)


@given(spans.filter(bool), st.integers(0, 100), st.integers(0, 100))
def test_percentiles_grow_and_stay_among_the_spans(found: list[timedelta], one: int, other: int) -> None:
    low, high = (filled(found).percentile(percent) for percent in sorted([one, other]))
    assert low is not None
    assert high is not None
    slack = timedelta(milliseconds=1)
    assert min(found) - slack <= low <= high + slack <= max(found) + 2 * slack


@given(spans, st.sampled_from([AGE_EDGES, ANSWER_EDGES]))
def test_every_span_is_in_exactly_one_bucket(found: list[timedelta], edges: tuple[timedelta, ...]) -> None:
    buckets = filled(found).buckets(edges)
    assert len(buckets) == len(edges) + 1
    for bucket in buckets:
        within = [span for span in found if bucket.begins <= span and (bucket.ends is None or span < bucket.ends)]
        assert bucket.count == len(within)


def test_a_hundred_thousand_requests_are_summed_up_in_one_pass() -> None:
    count = 100_000
    said = report(
        (a_course(State.APPROVED, number=number, answered=timedelta(seconds=number)) for number in range(count)),
        now=NOW,
    )
    assert said.funnel[Stage.STANDING] == count
    assert said.answers.percentile(90) == pytest.approx(timedelta(seconds=count * 0.9), abs=timedelta(seconds=2))
