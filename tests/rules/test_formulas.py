"""No cell that leaves here is live, and what left reads back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reports.formulas import guarded, unguarded

texts = st.text() | st.text(st.sampled_from("='@+-\t\r\n\0 ＝a"), max_size=6)


@given(texts)
def test_what_was_marked_reads_back_exactly(text: str) -> None:
    assert unguarded(guarded(text)) == text


@given(texts)
def test_nothing_that_leaves_begins_as_a_formula(text: str) -> None:
    assert not guarded(text).startswith(("\t", "\r", "\n"))
    assert not guarded(text).lstrip(" \0\ufeff").startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))


@pytest.mark.parametrize(
    "live",
    [
        "=1+1",
        "+1",
        "-1+cmd|' /C calc'!A0",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "  =1",
        "＝1",
        '=HYPERLINK("https://x")',
    ],
)
def test_each_beginning_that_a_spreadsheet_runs_is_marked(live: str) -> None:
    assert guarded(live) == f"'{live}"


@pytest.mark.parametrize("plain", ["maya.makes", "'tis", "2026-12-31", "a=b", "", "1+1", "’"])
def test_other_text_stays_as_it_is(plain: str) -> None:
    assert guarded(plain) == plain
    assert unguarded(plain) == plain


def test_a_handle_that_somebody_exported_by_hand_is_unmarked() -> None:
    assert unguarded("'@maya.makes") == "@maya.makes"
