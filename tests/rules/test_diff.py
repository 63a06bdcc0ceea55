"""What Meta's list says against what we know."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.permissions.looking.diff import GRACE, Change, Difference, Known, Listed, Missing, difference
from bot.permissions.status import LIVE, Standing, State, standing_of, state_of
from tests.rules.known import NOW, a_request


def a_row(**given_values: Any) -> Listed:
    values: dict[str, Any] = {
        "permission_id": "P1",
        "status": "PENDING",
        "creator_ig_id": "900",
        "creator_username": "maya.makes",
    }
    return Listed(**(values | given_values))


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("APPROVED", State.APPROVED),
        ("Rejected", State.DECLINED),
        ("REVOKED", State.REVOKED),
        ("Canceled", State.CANCELLED),
        ("ON_HOLD", State.UNSURE),
    ],
)
def test_an_answer_changes_the_request(status: str, state: State) -> None:
    found = difference([a_row(status=status)], [a_request()], now=NOW)
    assert found.changes == [Change(request_id="R1", state=state, listed=a_row(status=status))]
    assert not found.missing
    assert not found.found


def test_no_news_is_no_change() -> None:
    found = difference([a_row()], [a_request()], now=NOW)
    assert (found.changes, found.missing, found.found) == ([], [], [])


def test_a_lost_answer_is_found_by_its_creator_and_adopted() -> None:
    request = a_request(state=State.UNSURE, permission_id=None, meta_status=None, creator_ig_id=None)
    (change,) = difference([a_row()], [request], now=NOW).changes
    assert (change.state, change.listed.permission_id) == (State.WAITING, "P1")


def test_a_no_that_came_before_the_answer_was_read_is_still_this_requests_own() -> None:
    request = a_request(state=State.UNSURE, permission_id=None, seen_before=("P0",))
    rows = [a_row(permission_id="P0", status="REJECTED"), a_row(permission_id="P1", status="REJECTED")]
    (change,) = difference(rows, [request], now=NOW).changes
    assert change.listed.permission_id == "P1"


def test_an_old_refusal_is_not_taken_for_the_answer_to_a_new_ask() -> None:
    request = a_request(state=State.UNSURE, permission_id=None, seen_before=("P0",))
    assert not difference([a_row(permission_id="P0", status="REJECTED")], [request], now=NOW).changes


def test_a_request_that_was_never_sent_does_not_adopt_an_old_row() -> None:
    request = a_request(state=State.QUEUED, permission_id=None, sent_at=None)
    assert not difference([a_row(status="REJECTED")], [request], now=NOW).changes


def test_an_approval_wins_over_other_rows_of_the_same_creator() -> None:
    rows = [a_row(), a_row(permission_id="P2", status="APPROVED")]
    (change,) = difference(rows, [a_request()], now=NOW).changes
    assert (change.state, change.listed.permission_id) == (State.APPROVED, "P2")


def test_a_permission_that_is_listed_no_more_is_missing_but_only_after_some_grace() -> None:
    assert difference([], [a_request()], now=NOW).missing == [Missing(request_id="R1")]
    assert not difference([], [a_request(sent_at=NOW - GRACE / 2)], now=NOW).missing


def test_a_permission_nobody_asked_for_here_is_found_once_and_only_while_it_stands() -> None:
    rows = [
        a_row(),
        a_row(permission_id="P2", status="APPROVED"),
        a_row(permission_id="P3", creator_ig_id="901", status="REVOKED"),
    ]
    found = difference(rows, [], now=NOW).found
    assert [row.permission_id for row in found] == ["P2"]


def test_what_ended_before_anybody_here_knew_of_it_comes_with_the_first_list_and_with_no_other() -> None:
    ended = [
        a_row(permission_id=f"P{n}", status=status) for n, status in enumerate(["REJECTED", "Revoked", "Canceled"], 2)
    ]
    rows = [a_row(), *ended, ended[0], a_row(permission_id="P9", status="SOMETHING_NEW")]
    whole = difference(rows, [], now=NOW, is_first=True)
    assert (whole.found, whole.past) == ([a_row()], ended)
    assert not difference(rows, [], now=NOW).past


def test_what_ended_here_and_what_could_not_be_known_again_is_not_taken_in_a_second_time() -> None:
    over = a_request(permission_id="P2", state=State.DECLINED, ended_at=NOW - timedelta(days=9))
    rows = [a_row(permission_id="P2", status="REJECTED"), a_row(permission_id="", status="REVOKED")]
    assert not difference(rows, [over], now=NOW, is_first=True).past
    answer = a_row(permission_id="P3", status="REJECTED")  # it is what came of a request of ours
    found = difference([answer], [a_request(permission_id=None, state=State.UNSURE)], now=NOW, is_first=True)
    assert ([change.listed for change in found.changes], found.past) == ([answer], [])


def test_a_renamed_creator_is_still_the_same_one() -> None:
    row = a_row(creator_username="maya.creates", status="APPROVED")
    (change,) = difference([row], [a_request(permission_id=None)], now=NOW).changes
    assert change.state is State.APPROVED
    assert not difference([row], [a_request(permission_id=None)], now=NOW).found


def test_a_handle_taken_over_by_another_account_is_not_the_creator_we_asked() -> None:
    row = a_row(permission_id="P9", creator_ig_id="555", status="APPROVED")
    found = difference([row], [a_request()], now=NOW)
    assert not found.changes
    assert found.found == [row]


statuses = st.sampled_from(["PENDING", "Approved", "REJECTED", "Revoked", "Canceled", "SOMETHING_NEW"])
rows_of_lists = st.lists(
    st.builds(
        lambda number, creator, status: a_row(
            permission_id=f"P{number}",
            creator_ig_id=f"{900 + creator}",
            creator_username=f"creator{creator}",
            status=status,
        ),
        st.integers(0, 12),
        st.integers(0, 4),
        statuses,
    ),
    unique_by=lambda row: row.permission_id,
    max_size=12,
)


@given(rows_of_lists)
def test_applying_the_difference_once_leaves_nothing_to_apply_again(rows: list[Listed]) -> None:
    known = [
        a_request(
            request_id=f"R{number}",
            creator_ig_id=f"{900 + number}",
            creator_username=f"creator{number}",
            permission_id=None,
            state=State.UNSURE,
        )
        for number in range(3)
    ]
    once = difference(rows, known, now=NOW)
    after = [_applied(request, once.changes) for request in known]
    after += [
        a_request(
            request_id=f"A{row.permission_id}",
            state=state_of(row.status),
            meta_status=row.status,
            permission_id=row.permission_id,
            creator_ig_id=row.creator_ig_id,
            creator_username=row.creator_username,
        )
        for row in once.found
    ]
    twice = difference(rows, after, now=NOW)
    assert twice.changes == []
    assert twice.missing == []
    adopted_or_changed_away = [row for row in twice.found if standing_of(row.status) is Standing.PENDING]
    assert twice.found == adopted_or_changed_away  # at most a second pending row of a creator whose request has ended


@given(rows_of_lists)
def test_no_creator_is_adopted_twice_and_none_that_is_live_here(rows: list[Listed]) -> None:
    found = difference(rows, [a_request(creator_ig_id="900", creator_username="creator0")], now=NOW).found
    creators = [row.creator_ig_id for row in found]
    assert len(creators) == len(set(creators))
    assert "900" not in creators


@given(rows_of_lists, st.integers(1, 5))
def test_its_pieces_are_small_and_together_the_whole_with_what_people_wait_for_first(
    rows: list[Listed], most: int
) -> None:
    known = [a_request(request_id=f"R{number}", creator_ig_id=f"{900 + number}") for number in range(3)]
    known = [replace(each, permission_id=f"P{each.creator_ig_id}") for each in known]
    whole = difference(rows, known, now=NOW, is_first=True)
    pieces = list(whole.pieces(most))
    parts = [_in_order(piece) for piece in pieces]
    assert all(0 < len(part) <= most for part in parts)
    assert [each for part in parts for each in part] == _in_order(whole)
    assert set().union(*(piece.request_ids for piece in pieces)) == whole.request_ids
    for piece in pieces:
        assert piece.of(piece.request_ids) == piece
        assert piece.of(()).request_ids == set()


def _in_order(found: Difference) -> list[Any]:
    return [*found.changes, *found.missing, *found.renamed, *found.found, *found.past]


def _applied(request: Known, changes: Any) -> Known:
    for change in changes:
        if change.request_id == request.request_id:
            return replace(
                request,
                state=change.state,
                meta_status=change.listed.status,
                permission_id=change.listed.permission_id,
            )
    return request


def test_every_live_state_is_watched() -> None:
    for state in LIVE:
        (change,) = difference([a_row(status="REVOKED")], [a_request(state=state)], now=NOW).changes
        assert change.state is State.REVOKED
