"""Secrets at rest: no plain text in the file, keys can be rotated, a lost key says so."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from storage.secrets import SealBroken, Secrets

OLD = SecretStr("an-old-key-of-at-least-32-characters")
NEW = SecretStr("a-new-key-of-at-least-32-characters!")


@given(st.text())
def test_what_was_sealed_opens_to_itself_and_does_not_show(token: str) -> None:
    sealed = Secrets([NEW]).seal(SecretStr(token))
    assert Secrets([NEW]).open(sealed).get_secret_value() == token
    assert len(token) < 8 or token not in sealed


def test_keys_rotate_without_losing_what_the_old_one_sealed() -> None:
    sealed = Secrets([OLD]).seal(SecretStr("EAAB-token"))
    assert Secrets([NEW, OLD]).open(sealed).get_secret_value() == "EAAB-token"


def test_a_secret_sealed_with_a_key_that_is_gone_says_so_and_shows_nothing() -> None:
    sealed = Secrets([OLD]).seal(SecretStr("EAAB-token"))
    with pytest.raises(SealBroken) as broken:
        Secrets([NEW]).open(sealed)
    assert "EAAB" not in str(broken.value)


def test_an_altered_secret_is_refused() -> None:
    sealed = Secrets([NEW]).seal(SecretStr("EAAB-token"))
    with pytest.raises(SealBroken):
        Secrets([NEW]).open(sealed[:-4] + "AAAA")
