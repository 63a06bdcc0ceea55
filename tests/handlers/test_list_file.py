"""The files of a list's results: nothing in them is run by a spreadsheet, and no address is in the one that a channel reads."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.batches.results import RowResult
from bot.bulk.verdicts import Why
from bot.permissions.status import State
from bot.reports.formulas import guarded, unguarded
from handlers.bulk.file import COLUMNS, draw_file, draw_shared_file, is_private
from storage.batches import Outcome

hostile = st.builds(
    str.__add__, st.sampled_from(["=", "+", "-", "@", "\t=", "'=", " =", "\ufeff="]), st.text(max_size=20)
)
words = st.one_of(hostile, st.text(max_size=20))


@given(cells=st.fixed_dictionaries(dict.fromkeys(COLUMNS.values(), words)), why=words, is_refused=st.booleans())
def test_no_cell_of_the_results_is_live_and_every_one_reads_back_as_it_was_typed(
    cells: dict[str, str], why: str, is_refused: bool
) -> None:
    result = RowResult(
        number=2,
        cells=cells,
        verdict="ready",
        about={},
        outcome=Outcome.REFUSED if is_refused else Outcome.ASKED,
        outcome_words=why,
        state=None if is_refused else State.FAILED,
        state_words=why,
    )

    (row,) = csv.DictReader(io.StringIO(draw_file([result]).decode("utf-8-sig", "surrogatepass"), newline=""))

    assert all(guarded(text) == text or guarded(text).startswith("''") for text in row.values())
    for heading, cell in COLUMNS.items():
        assert unguarded(row[heading]) == cells[cell]
    assert unguarded(row["why"]) == why


ADDRESS = "maya.long-name@agency.example"
around = st.text(alphabet="ab =,;'<>()\n", max_size=5)


def faulty(cells: dict[str, Any], *, field: str, why: Why) -> RowResult:
    return RowResult(
        number=2,
        cells=cells,
        verdict="faulty",
        about={"faults": [{"field": field, "why": why.value}]},
        outcome=None,
        outcome_words=None,
        state=None,
        state_words=None,
    )


@given(
    before=around,
    behind=around,
    column=st.sampled_from([*COLUMNS.values()]),
    why=st.sampled_from(Why),
    pad=st.integers(min_value=0, max_value=60),
)
def test_a_channel_reads_no_address_in_whatever_column_it_was_typed_and_who_asked_gets_it_whole(
    before: str, behind: str, column: str, why: Why, pad: int
) -> None:
    typed = f"{before}{'x ' * (pad // 2)}{ADDRESS}{behind}"
    row = faulty({column: typed}, field=column, why=why)

    assert is_private([row])
    shared = draw_shared_file([row]).decode("utf-8-sig")
    assert "maya" not in shared
    assert "email" not in shared.splitlines()[0]
    assert ADDRESS in draw_file([row]).decode("utf-8-sig")


def test_an_address_that_is_none_quite_is_not_read_by_the_channel_either() -> None:
    row = faulty({"creator": "maya.makes", "email": "m.makes@agency"}, field="email", why=Why.NOT_AN_ADDRESS)

    assert is_private([row])
    shared = draw_shared_file([row]).decode("utf-8-sig")
    assert "agency" not in shared
    assert "what its row has for an e-mail address is none" in shared


@pytest.mark.parametrize("typed", ["write to maya.long@", "came back: <maya.long@agency", "maya.long @ agency.example"])
@pytest.mark.parametrize("column", ["creator", "message", "note"])
def test_half_an_address_in_any_column_is_not_read_by_the_channel_and_is_in_the_file_for_who_asked(
    column: str, typed: str
) -> None:
    row = faulty({"creator": "juno.skates", column: typed}, field="creator", why=Why.NOT_A_HANDLE)

    assert is_private([row])
    assert "maya" not in draw_shared_file([row]).decode("utf-8-sig")
    assert typed in draw_file([row]).decode("utf-8-sig")


def test_a_list_without_addresses_has_one_file_which_the_channel_reads_whole() -> None:
    row = faulty({"creator": "instagram.com/@maya.makes", "term": "31/12"}, field="term", why=Why.NOT_A_DATE)

    assert not is_private([row])
    assert "instagram.com/@maya.makes" in draw_shared_file([row]).decode("utf-8-sig")
