"""The little while in which what was asked can be taken back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.permissions.signing.undoing import LONGEST, Undo

NOW = datetime(2026, 11, 22, 10, 42, tzinfo=UTC)
undos = st.integers(0, LONGEST.seconds).map(lambda seconds: Undo(seconds=seconds))


@given(undos)
def test_it_leaves_exactly_when_the_while_is_over_and_switched_off_at_once(undo: Undo) -> None:
    leaves_at = undo.leaves_at(NOW)
    assert leaves_at == (NOW + timedelta(seconds=undo.seconds) if undo.seconds else None)


@pytest.mark.parametrize("seconds", [-1, LONGEST.seconds + 1])
def test_a_while_that_is_none_or_too_long_is_refused(seconds: int) -> None:
    with pytest.raises(ValueError, match="0 to 600"):
        Undo(seconds=seconds)
