"""The state of a sign-in opens for the browser that began it, in time, and for nobody else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from bot.graph import SignIn, StateFault, StateRefused, States

NOW = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)
KEY, OLD_KEY = SecretStr("k" * 40), SecretStr("o" * 40)
SIGN_IN = SignIn(
    workspace_id="T0NORTH", person_id="U0ANA", nonce="n-1", expires_at=NOW + timedelta(minutes=15), about="profile 7"
)


def fault_of(states: States, state: str, *, browser: str = "cookie", now: datetime = NOW) -> StateFault:
    with pytest.raises(StateRefused) as caught:
        states.open(state, browser=browser, now=now)
    assert all((caught.value.happened, caught.value.why, caught.value.todo))
    return caught.value.fault


def test_a_state_comes_back_as_it_left() -> None:
    states = States([KEY])
    assert states.open(states.seal(SIGN_IN, browser="cookie"), browser="cookie", now=NOW) == SIGN_IN


def test_a_state_tells_nobody_whose_it_is_and_goes_through_an_address_unchanged() -> None:
    state = States([KEY]).seal(SIGN_IN, browser="cookie")
    assert "U0ANA" not in state
    assert all(letter.isalnum() or letter in "-_=" for letter in state)
    assert len(state) < 600


def test_another_browser_a_late_one_and_a_stranger_are_told_apart() -> None:
    states = States([KEY])
    state = states.seal(SIGN_IN, browser="cookie")
    assert fault_of(states, state, browser="other") is StateFault.OTHER_BROWSER
    assert fault_of(states, state, browser="") is StateFault.OTHER_BROWSER
    assert fault_of(states, state, now=SIGN_IN.expires_at) is StateFault.EXPIRED
    assert fault_of(States([OLD_KEY]), state) is StateFault.FOREIGN
    assert fault_of(States([KEY], purpose="link"), state) is StateFault.FOREIGN


def test_a_state_made_before_the_keys_were_rotated_still_opens() -> None:
    state = States([OLD_KEY]).seal(SIGN_IN, browser="cookie")
    assert States([KEY, OLD_KEY]).open(state, browser="cookie", now=NOW) == SIGN_IN


@given(position=st.integers(0, 10_000), letter=st.sampled_from("abcXYZ019-_"))
def test_a_state_with_one_letter_changed_is_foreign(position: int, letter: str) -> None:
    states = States([KEY])
    state = states.seal(SIGN_IN, browser="cookie")
    # The last letter before the padding holds bits that nobody reads: another there says the same.
    at = position % (len(state.rstrip("=")) - 1)
    altered = state[:at] + letter + state[at + 1 :]
    if altered != state:
        assert fault_of(states, altered) is StateFault.FOREIGN


@given(st.text(max_size=60))
def test_anything_else_is_foreign(state: str) -> None:
    assert fault_of(States([KEY]), state) is StateFault.FOREIGN
