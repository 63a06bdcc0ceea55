"""Meta's words for where a permission stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.permissions.status import LIVE, OPEN, Standing, State, standing_of, state_of
from storage.tables import LIVE_STATES


@pytest.mark.parametrize(
    ("words", "standing"),
    [
        (("PENDING", "Pending Approval", "PENDING_APPROVAL", "pending-approval", " pending ", "1"), Standing.PENDING),
        (("APPROVED", "Approved", "2", "7"), Standing.APPROVED),
        (("REJECTED", "Rejected", "DECLINED", "3"), Standing.DECLINED),
        (("CANCELED", "Cancelled", "6"), Standing.CANCELLED),
        (("REVOKED", "Revoked", "REMOVED", "SELF_REMOVED", "4", "5"), Standing.REVOKED),
        (("EXPIRED", "", "99", "NOT_APPROVED", "UNAPPROVED"), Standing.UNKNOWN),
    ],
)
def test_every_spelling_seen_is_read_and_others_are_never_guessed(words: tuple[str, ...], standing: Standing) -> None:
    assert {standing_of(word) for word in words} == {standing}


@given(st.text())
def test_any_word_has_a_state_and_only_known_ones_leave_unsure(word: str) -> None:
    assert (state_of(word) is State.UNSURE) == (standing_of(word) is Standing.UNKNOWN)


def test_the_database_and_the_rules_agree_on_what_is_live() -> None:
    assert set(LIVE_STATES) == set(LIVE)
    assert OPEN < LIVE
