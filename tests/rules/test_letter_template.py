"""The text of a letter: places are filled once and for all, and nothing that is filled in is ever read again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import WrongInput
from bot.letters.template import (
    LONGEST_MESSAGE_BYTES,
    Place,
    Values,
    check_places,
    check_size,
    default_template,
    filled,
    in_braces,
    nearest_place,
    size_of,
    unknown_place,
)

MAYA = Values(creator="maya.makes", profile="northlight.skin", campaign="Spring", sender="Ana")
pieces = st.sampled_from([in_braces(place) for place in Place])
nasty = st.text(max_size=30) | pieces | st.sampled_from(["{", "}", "{{creator}}", r"\1", r"\g<0>", "%s", "{0}"])
values = st.builds(Values, creator=nasty, profile=nasty, campaign=nasty, sender=nasty)
plain = st.text(st.characters(exclude_characters="{}"), max_size=20)


@given(before=plain, after=plain, place=st.sampled_from(Place), of=values)
def test_whatever_is_filled_in_arrives_as_it_is_and_is_not_read_again(
    before: str, after: str, place: Place, of: Values
) -> None:
    whole = f"x{before}{in_braces(place)}{after}x"

    assert filled(whole, of) == f"x{before}{of.of(place)}{after}x"


@given(text=st.text(st.characters(exclude_characters="{}")), of=values)
def test_a_text_without_places_is_left_alone(text: str, of: Values) -> None:
    assert filled(text, of) == text.strip()


@given(word=st.from_regex(r"\w{1,40}", fullmatch=True).filter(lambda word: word not in list(Place)), of=values)
def test_a_word_in_braces_that_is_no_place_is_refused_and_the_nearest_is_named(word: str, of: Values) -> None:
    template = f"Hi {in_braces(word)}"

    assert unknown_place(template) == word
    assert filled(template, of) == template
    with pytest.raises(WrongInput) as refused:
        check_places(template, field="message")
    assert refused.value.field == "message"
    assert f"Did you mean {in_braces(nearest_place(word))}?" in refused.value.todo


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Creator", Place.CREATOR),
        ("creater", Place.CREATOR),
        ("handle", Place.CREATOR),
        ("brand", Place.PROFILE),
        ("profil", Place.PROFILE),
        ("campain", Place.CAMPAIGN),
        ("senders", Place.SENDER),
        ("url", Place.LINK),
    ],
)
def test_the_nearest_is_what_people_mean(typed: str, meant: Place) -> None:
    assert nearest_place(typed) is meant


@pytest.mark.parametrize("template", ["{}", "{ creator }", "a {b c} d", "{{", "f(x) = {x, y}", "{:-}"])
def test_braces_that_hold_no_word_are_a_matter_of_taste(template: str) -> None:
    check_places(template, field="message")

    assert filled(template, MAYA) == template


@given(text=st.text(max_size=LONGEST_MESSAGE_BYTES + 50))
def test_a_direct_message_is_measured_in_bytes_and_not_in_letters(text: str) -> None:
    size = len(text.strip().encode("utf-8"))

    assert size_of(text) == size
    if size <= LONGEST_MESSAGE_BYTES:
        check_size(text, field="message")
    else:
        with pytest.raises(WrongInput) as refused:
            check_size(text, field="message")
        assert f"Shorten it by {size - LONGEST_MESSAGE_BYTES:,} " in refused.value.todo


def test_the_link_leads_to_the_brand() -> None:
    assert filled("{link}", MAYA) == "https://www.instagram.com/northlight.skin/"


def test_greenlights_own_template_fits_its_own_rules() -> None:
    check_places(default_template(), field="template")
    longest = Values(creator="x" * 30, profile="x" * 30, campaign="é" * 80, sender="é" * 80)
    check_size(filled(default_template(), longest), field="template")
    assert "{" not in filled(default_template(), MAYA)
