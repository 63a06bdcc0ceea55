"""The file of a list's results: nothing in it is run by a spreadsheet, whatever was typed and whatever Meta said."""

from __future__ import annotations

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from bot.batches.results import RowResult
from bot.permissions.status import State
from bot.reports.formulas import guarded, unguarded
from handlers.bulk.file import COLUMNS, draw_file
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
