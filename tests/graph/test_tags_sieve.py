"""The search for the ids that fail names them all, applies nothing twice and keeps to its bound."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.graph.tags.sieve import Sieve


def search(ids: list[str], *, failing: set[str], most: int = 100) -> tuple[Sieve, list[tuple[str, ...]]]:
    """Search to the end against a model of Meta: all of a group, or none. Return the groups in their order."""
    sieve, groups = Sieve.of(ids, most=most), []
    while group := sieve.group:
        groups.append(group)
        sieve = sieve.after(taken=failing.isdisjoint(group))
    return sieve, groups


@st.composite
def lists(draw: st.DrawFn, longest: int = 120) -> tuple[list[str], set[str]]:
    ids = [str(number) for number in range(draw(st.integers(0, longest)))]
    return ids, set(draw(st.lists(st.sampled_from(ids)))) if ids else set()


@given(lists(), st.integers(1, 130))
def test_exactly_the_failing_ids_fail_and_all_others_pass(case: tuple[list[str], set[str]], most: int) -> None:
    ids, failing = case
    sieve, groups = search(ids, failing=failing, most=most)

    assert set(sieve.failed) == failing
    assert set(sieve.passed) == set(ids) - failing
    assert sieve.unknown == ()
    assert all(len(group) <= most for group in groups)


@given(lists())
def test_what_was_applied_is_never_sent_again(case: tuple[list[str], set[str]]) -> None:
    ids, failing = case
    _, groups = search(ids, failing=failing)

    applied = [each for group in groups if failing.isdisjoint(group) for each in group]
    assert len(applied) == len(set(applied))
    for place, group in enumerate(groups):
        if failing.isdisjoint(group):
            assert all(set(group).isdisjoint(later) for later in groups[place + 1 :])


@given(lists())
def test_no_group_is_tried_twice(case: tuple[list[str], set[str]]) -> None:
    _, groups = search(case[0], failing=case[1])
    assert len(groups) == len(set(groups))


@given(lists(longest=100))
def test_the_bound_holds_for_a_list_that_fits_into_a_call(case: tuple[list[str], set[str]]) -> None:
    ids, failing = case
    _, groups = search(ids, failing=failing)

    halvings = math.ceil(math.log2(len(ids))) if ids else 0
    assert len(groups) <= 1 + len(failing) * (halvings + 2)
    assert len(groups) <= 1.5 * len(ids) + (halvings + 1) * (halvings + 2) / 2


@given(lists(longest=400), st.integers(1, 100))
def test_a_longer_list_costs_one_more_for_each_call_it_fills(case: tuple[list[str], set[str]], most: int) -> None:
    ids, failing = case
    _, groups = search(ids, failing=failing, most=most)

    halvings = math.ceil(math.log2(min(len(ids), most))) if ids else 0
    assert len(groups) <= max(1, math.ceil(len(ids) / most)) + len(failing) * (halvings + 2)


@pytest.mark.parametrize("place", range(100))
def test_one_that_fails_among_a_hundred_is_found_in_ten_calls(place: int) -> None:
    ids = [str(number) for number in range(100)]
    sieve, groups = search(ids, failing={str(place)})
    assert sieve.failed == (str(place),)
    assert len(groups) <= 10


def test_a_hundred_that_all_fail_cost_hardly_more_than_asking_one_by_one() -> None:
    ids = [str(number) for number in range(100)]
    assert len(search(ids, failing=set(ids))[1]) == 127


def test_a_list_that_passes_takes_one_call_and_an_empty_one_none() -> None:
    assert len(search(["1", "2", "3"], failing=set())[1]) == 1
    assert search([], failing=set())[1] == []


def test_of_two_the_second_fails_without_being_asked_once_the_first_has_passed() -> None:
    assert search(["1", "2"], failing={"2"})[1] == [("1", "2"), ("1",)]
