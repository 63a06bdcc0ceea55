"""What a channel reads of an e-mail address: nothing of the person, be it whole, half, or quoted by a mail server."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.mail.masking import all_masked, masked, without_address


@pytest.mark.parametrize(
    "typed",
    [
        "maya.long@agency.example",
        "ask maya.long@",
        "maya.long@agency",
        "maya.long@agency.\nexample",
        "maya.long@ agency.example",
        "maya.long @ agency.example",
        "Final-Recipient: rfc822;maya.long@agency",
        "550 5.1.1 <maya.long@agency",
        "[maya.long@agency.example]",
        "mailto:maya.long@agency.example?subject=hi",
        "maya.long\uff20agency.example",
        '"maya long"@agency.example',
        '"maya.long" @ agency.example',
        "@maya.long@agency",
        f"maya.long{'g' * 80}@agency.example",
    ],
)
def test_of_an_address_or_half_of_one_the_name_is_not_shown(typed: str) -> None:
    shown = all_masked(typed)

    assert "maya" not in shown
    assert "long" not in shown
    assert "@" in shown


@pytest.mark.parametrize(
    "typed",
    [
        "@maya.makes",
        "ask @maya.makes, @juno.skates; (@olive)",
        "instagram.com/@maya.makes",
        "https://www.instagram.com/maya.makes/?hl=en",
        "we meet @ 5",
        'said "hello" @maya.makes',
        "nothing of that kind",
    ],
)
def test_a_handle_and_a_link_are_left_as_they_were_typed(typed: str) -> None:
    assert all_masked(typed) == typed


@given(st.text(alphabet="ab@.,;:/\\ <>()[]\n\uff20", max_size=40))
def test_masked_twice_is_masked_once(text: str) -> None:
    once = all_masked(text)

    assert all_masked(once) == once


@given(name=st.text(alphabet="abcdefgh.-_+=", min_size=2, max_size=90), domain=st.text(alphabet="xyz.", max_size=20))
def test_whatever_stands_before_the_sign_is_one_letter_at_most(name: str, domain: str) -> None:
    assert all_masked(f"{name}@{domain}") == masked(f"{name}@{domain}")
    assert masked(f"{name}@{domain}").split("@")[0] == f"{name[0]}…"


@pytest.mark.parametrize(
    "said",
    [
        "550 5.1.1 <Maya.Long@Agency.example> unknown",
        "550 user maya.long unknown in local table",
        "552 forwarded to maya.long.private@home.example: full",
    ],
)
def test_a_mail_servers_words_name_the_creator_in_no_spelling(said: str) -> None:
    shown = without_address(said, "maya.long@agency.example")

    assert "maya" not in shown.lower()
    assert shown[:3] == said[:3]
    assert shown.split()[-1] == said.split()[-1]


def test_words_that_only_hold_a_short_name_are_left_alone() -> None:
    assert without_address("554 no such thing as no", "no@agency.example") == "554 no such thing as no"
    assert without_address("554 no recipient", "") == "554 no recipient"
    assert without_address("554 mayas are busy", "maya@agency.example") == "554 mayas are busy"
