"""What becomes of creators in a round of tag approval, whatever Meta takes and however often the work is cut short."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from bot.tags.rows import Outcome, Row, fold, looked_up, read_rows, remember, settled

IDS = st.lists(st.integers(1, 60).map(str), unique=True, max_size=40)


def rows_of(ids: list[str]) -> list[Row]:
    return [Row(username=f"creator.{each}", ig_id=each) for each in ids]


@given(IDS, st.sets(st.integers(1, 60).map(str)))
def test_a_look_says_of_everybody_whether_they_are_approved(ids: list[str], approved: set[str]) -> None:
    found = looked_up(rows_of(ids), approved=approved)

    assert {row.ig_id for row in found if row.outcome is Outcome.APPROVED} == approved & set(ids)
    assert all(row.outcome in (Outcome.APPROVED, Outcome.NOT_APPROVED) for row in found)


@given(IDS, st.sets(st.integers(1, 60).map(str)), st.sets(st.integers(1, 60).map(str)), st.booleans())
def test_what_an_earlier_run_did_still_counts_as_done_now(
    ids: list[str], before: set[str], done_before_crash: set[str], wished: bool
) -> None:
    """The first run changed some and died; the second reads Meta's list, and finds those as wished already."""
    rows = remember(rows_of(ids), approved=before)
    now = before | done_before_crash if wished else before - done_before_crash
    again = remember(rows, approved=now)

    assert again == rows
    done = settled(again, wished=wished, stands=set(ids), failed=(), untouched=())
    stood = before if wished else set(ids) - before
    assert {row.ig_id for row in done if row.outcome is Outcome.ALREADY} == stood & set(ids)
    assert {row.ig_id for row in done if row.outcome is Outcome.CHANGED} == set(ids) - stood


@given(IDS, st.data())
def test_everybody_has_one_outcome_and_those_who_fail_are_named(ids: list[str], data: st.DataObject) -> None:
    failed = data.draw(st.sets(st.sampled_from(ids))) if ids else set()
    untouched = data.draw(st.sets(st.sampled_from(ids))) - failed if ids else set()
    rows = remember(rows_of(ids), approved=())

    done = settled(rows, wished=True, stands=set(ids) - failed - untouched, failed=failed, untouched=untouched)

    assert {row.ig_id for row in done if row.outcome is Outcome.REFUSED} == failed
    assert {row.ig_id for row in done if row.outcome is Outcome.UNDECIDED} == untouched
    assert [row.ig_id for row in done] == ids


def test_two_handles_of_one_account_are_told_to_meta_once() -> None:
    rows = [Row(username="old.name", ig_id="7"), Row(username="new.name", ig_id="7"), Row(username="nobody")]

    assert [row.username for row in fold(rows)] == ["old.name", "nobody"]


@given(st.builds(Row, username=st.text(max_size=30), ig_id=st.none() | st.text(), was=st.none() | st.booleans(),
                 outcome=st.sampled_from(Outcome), words=st.text()))  # fmt: skip
def test_a_row_is_read_as_it_was_kept(row: Row) -> None:
    assert read_rows(json.loads(json.dumps([row.as_kept()]))) == [row]
