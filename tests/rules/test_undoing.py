"""The little while in which what was asked can be taken back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.permissions.undoing import LONGEST, Undo

NOW = datetime(2026, 11, 22, 10, 42, tzinfo=UTC)
undos = st.integers(0, LONGEST.seconds).map(lambda seconds: Undo(seconds=seconds))


@given(undos, st.timedeltas(timedelta(0), timedelta(minutes=20)))
def test_it_can_be_undone_exactly_until_it_may_leave(undo: Undo, pause: timedelta) -> None:
    now = NOW + pause
    assert undo.is_open(NOW, now=now) == (now < undo.leaves_at(NOW))
    assert undo.leaves_at(NOW) - NOW == timedelta(seconds=undo.seconds)


def test_switched_off_it_leaves_at_once_and_is_never_open() -> None:
    off = Undo(seconds=0)
    assert off.leaves_at(NOW) == NOW
    assert not off.is_open(NOW, now=NOW)


@pytest.mark.parametrize("seconds", [-1, LONGEST.seconds + 1])
def test_a_while_that_is_none_or_too_long_is_refused(seconds: int) -> None:
    with pytest.raises(ValueError, match="0 to 600"):
        Undo(seconds=seconds)
