"""Single values of Meta's JSON: nothing that cannot be stored, nothing invented, no digit lost."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.graph.scalars import clean, id_of, secret_of, success_of, whole_of, without_nulls

any_text = st.text(st.characters() | st.sampled_from(["\x00", "\x1f", "\x85", "\ud800", " ", "\u2028", "é", "☁"]))


@given(any_text)
def test_what_is_kept_of_a_text_can_be_stored_and_is_all_that_can(text: str) -> None:
    kept = clean(text)
    assert kept == "".join(char for char in text if unicodedata.category(char) not in ("Cc", "Cs")).strip()
    kept.encode()


@given(st.dictionaries(st.text(), st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.none())))
def test_a_row_loses_its_nulls_and_nothing_else(row: dict[str, object]) -> None:
    before = dict(row)
    assert without_nulls(row) == {name: value for name, value in before.items() if value is not None}
    assert row == before


@pytest.mark.parametrize("value", [None, 5, "x", [None], [{"id": None}]])
def test_what_is_no_row_stays_as_it_is(value: object) -> None:
    assert without_nulls(value) is value


@pytest.mark.parametrize("value", [None, "", " ", 5, True, ["x"], {"token": "x"}])
def test_a_secret_is_text_or_absent(value: object) -> None:
    assert secret_of(value) is None


def test_a_secret_is_not_shown() -> None:
    secret = secret_of(" EAAx ")
    assert secret is not None
    assert (secret.get_secret_value(), "EAAx" in repr(secret)) == ("EAAx", False)


@pytest.mark.parametrize(("document", "done"), [({"success": True}, True), ({"success": False}, False), (True, True)])
def test_done_or_not_done_is_read(document: object, done: bool) -> None:
    assert success_of(document) is done


@pytest.mark.parametrize("document", [None, {}, [], "true", {"success": "true"}, {"success": 1}, {"success": None}])
def test_anything_else_is_neither(document: object) -> None:
    with pytest.raises(ValueError, match=r"not said|not a JSON object"):
        success_of(document)


@pytest.mark.parametrize(
    ("value", "number"),
    [(7, 7), ("7", 7), ("-7", -7), (True, None), ("1e5", None), ("9" * 30, None), (1.5, None), ("²", None)],
)
def test_a_whole_number_is_read_from_digits_and_from_nothing_else(value: object, number: int | None) -> None:
    assert whole_of(value) == number


@pytest.mark.parametrize("shape", [lambda number: number, lambda number: {"id": number}, str])
def test_an_id_keeps_all_its_digits_and_what_no_column_takes_is_none(shape: Any) -> None:
    assert id_of(shape(2**63 + 1)) == str(2**63 + 1)
    assert id_of(shape(10**63)) == str(10**63)
    assert id_of(shape(10**64)) is None
