"""How a post stands, whichever of Meta's edges tells, and how little of an ad code is shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.codes.masking import NotACode, read_code, tail_of
from bot.permissions.status import State
from bot.posts.eligibility import Missing, Standing, missing_of, standing_of
from bot.posts.readiness import Holder, held_by

WORDS = {"AD_READY", "INELIGIBLE", "NEEDS_ATTENTION", "EXCLUDED"}


def stands(**told: object) -> Standing:
    usual: dict[str, object] = {
        "eligibility": "",
        "permission": "",
        "is_permitted": None,
        "problems": (),
        "has_code": False,
    }
    return standing_of(**{**usual, **told})  # type: ignore[arg-type] # one of each at a time


@pytest.mark.parametrize(
    ("told", "standing"),
    [
        ({"eligibility": "AD_READY"}, Standing.READY),
        ({"eligibility": "ad_ready"}, Standing.READY),
        ({"eligibility": "INELIGIBLE", "has_code": True}, Standing.INELIGIBLE),
        ({"eligibility": "EXCLUDED"}, Standing.EXCLUDED),
        ({"eligibility": "NEEDS_ATTENTION"}, Standing.NEEDS_PERMISSION),
        ({"eligibility": "NEEDS_ATTENTION", "permission": "PENDING"}, Standing.NEEDS_PERMISSION),
        ({"eligibility": "NEEDS_ATTENTION", "permission": "APPROVED"}, Standing.NEEDS_ATTENTION),
        ({"eligibility": "NEEDS_ATTENTION", "has_code": True}, Standing.READY),
        ({"eligibility": "SOMETHING_NEW"}, Standing.UNKNOWN),
        ({"is_permitted": True}, Standing.READY),
        ({"is_permitted": False}, Standing.NEEDS_PERMISSION),
        ({"is_permitted": False, "has_code": True}, Standing.READY),
        ({"is_permitted": True, "problems": ("Reels with music cannot be ads.",)}, Standing.INELIGIBLE),
        ({}, Standing.UNKNOWN),
    ],
)
def test_a_post_stands_as_meta_says(told: dict[str, object], standing: Standing) -> None:
    assert stands(**told) is standing


@given(st.text(max_size=30).filter(lambda word: bool(word.strip()) and word.strip().upper() not in WORDS))
def test_a_word_of_metas_that_nobody_knows_is_never_taken_for_ready(word: str) -> None:
    assert stands(eligibility=word, permission="APPROVED", is_permitted=True, has_code=True) is Standing.UNKNOWN


def test_only_a_ready_post_misses_nothing() -> None:
    assert [each for each in Standing if missing_of(each) is None] == [Standing.READY]
    assert missing_of(Standing.NEEDS_PERMISSION) is Missing.PERMISSION


@given(st.text(st.characters(codec="ascii", exclude_categories=("Cc", "Zs")), min_size=4, max_size=255))
def test_a_code_is_taken_as_it_is_and_at_most_half_of_it_is_shown(code: str) -> None:
    if "://" in code or "instagram.com" in code.lower():
        return
    assert read_code(f" {code}\n") == code
    tail = tail_of(code)
    assert code.endswith(tail)
    assert len(tail) * 2 <= len(code)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", NotACode.EMPTY),
        ("https://www.instagram.com/p/Cw7zyQ5BdEE/", NotACode.ADDRESS),
        ("here is the code", NotACode.PIECES),
        ("abc", NotACode.ODD),
        ("x" * 256, NotACode.ODD),
        ("ключ1234", NotACode.ODD),
    ],
)
def test_what_is_no_code_says_why(typed: str, why: NotACode) -> None:
    assert read_code(typed) is why
    assert why.why


@pytest.mark.parametrize("is_login_dead", [True, False])
@pytest.mark.parametrize("state", State)
def test_everybody_but_those_who_said_yes_is_held_up_by_somebody(state: State, is_login_dead: bool) -> None:
    assert (held_by(state, is_login_dead=is_login_dead) is None) == (state is State.APPROVED)


def test_a_dead_login_holds_up_what_waits_and_not_what_was_refused() -> None:
    assert held_by(State.WAITING, is_login_dead=True) is Holder.LOGIN
    assert held_by(State.DECLINED, is_login_dead=True) is Holder.REFUSED
