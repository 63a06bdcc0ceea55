"""Handles as people type them."""

from __future__ import annotations

import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.creators.handles import LONGEST, RESERVED, Misread, read_handle, read_handles

CHARACTERS = string.ascii_letters + string.digits + "._"
handles = st.text(CHARACTERS, min_size=1, max_size=LONGEST).filter(
    lambda name: any(each.isalnum() or each == "_" for each in name) and name.lower() not in RESERVED
)


@given(handles)
@example("_u")  # the prefix of the app's links is a handle too
def test_every_form_of_a_handle_reads_as_the_same_one(name: str) -> None:
    forms = [
        name,
        f"@{name}",
        f"https://www.instagram.com/{name}/",
        f"https://instagram.com/{name}?igsh=abc123",
        f"instagram.com/{name}",
        f"http://instagram.com/_u/{name}",
        f"<https://www.instagram.com/{name}/|instagram.com/{name}>",
        f"<@U0ABC|{name}>",
    ]
    assert {tuple(read_handles(form).handles) for form in forms} == {(name.lower(),)}


@given(st.lists(handles, min_size=1, max_size=40), st.sampled_from(["\n", ", ", " ; ", "\n\n \t"]))
def test_many_handles_are_read_once_each_in_the_order_typed(names: list[str], between: str) -> None:
    reading = read_handles(between.join(names) + between)
    expected = list(dict.fromkeys(name.lower() for name in names))
    assert list(reading.handles) == expected
    assert reading.repeated == len(names) - len(expected)
    assert reading.misread == ()


@given(st.text())
def test_any_text_is_read_without_a_crash_and_every_piece_is_accounted_for(text: str) -> None:
    reading = read_handles(text)
    assert all(0 < len(handle) <= LONGEST and set(handle) <= set(CHARACTERS) for handle in reading.handles)
    assert all(misread.why for misread in reading.misread)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("explore", "Instagram keeps that word"),
        ("https://www.instagram.com/reel/Cw7zyQ5BdEE/", "link to a post"),
        ("https://www.instagram.com/p/Cw7zyQ5BdEE", "link to a post"),
        ("https://example.com/maya", "only links to instagram.com"),
        ("https://instagram.com.evil.example/maya", "only links to instagram.com"),
        ("https://www.instagram.com/", "no handle"),
        ("maya makes!", ""),
        ("maya-makes", "not “-”"),
        ("a" * 31, "31 characters"),
        ("@", "no handle"),
        ("...", "no letter or digit"),
        ("https://[broken", "not a link"),
    ],
)
def test_what_is_not_a_handle_is_named_with_its_reason(typed: str, why: str) -> None:
    reading = read_handles(typed)
    assert reading.misread
    assert why in reading.misread[-1].why


def test_all_digits_are_a_handle_and_not_taken_for_an_id() -> None:
    assert read_handle("1234567890") == "1234567890"


def test_dots_at_odd_places_are_let_through_because_old_accounts_have_them() -> None:
    assert read_handle("maya..makes.") == "maya..makes."


def test_two_hundred_handles_with_duplicates_and_blanks_become_the_distinct_ones() -> None:
    typed = "\n".join(f"@Creator_{number % 90}\n\n" for number in range(200))
    reading = read_handles(typed)
    assert len(reading.handles) == 90
    assert reading.repeated == 110
    assert not isinstance(reading.handles[0], Misread)
