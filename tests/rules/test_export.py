"""Files to take away: they read back as they were, and nothing in them is live."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.bulk.table import read_file
from bot.reports.export import Value, csv_lines, json_lines
from bot.reports.formulas import unguarded

cells = st.text() | st.text(st.sampled_from("=+-@'\",;\t\r\n\0é "), max_size=8)
tables = st.integers(1, 5).flatmap(
    lambda width: st.lists(st.lists(cells, min_size=width, max_size=width), min_size=1, max_size=8)
)


def read_back(content: bytes, *, encoding: str = "utf-8") -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode(encoding), newline=""), strict=True))


@settings(deadline=None)
@given(tables)
def test_a_csv_file_reads_back_as_it_was(table: list[list[str]]) -> None:
    content = b"".join(csv_lines(table[0], table[1:]))
    assert [[unguarded(cell) for cell in row] for row in read_back(content)] == table


@given(tables, st.sampled_from([",", ";", "\t"]))
def test_no_cell_is_live_however_a_spreadsheet_separates_them(table: list[list[str]], separator: str) -> None:
    content = b"".join(csv_lines(table[0], table[1:])).decode()
    if separator == ",":
        for row in csv.reader(io.StringIO(content, newline=""), strict=True):
            assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) for cell in row)
    assert content.startswith('"')
    assert content.endswith('"\r\n')


def test_a_formula_behind_a_separator_of_another_country_stays_inside_of_its_cell() -> None:
    content = b"".join(csv_lines(["note"], [["x;=1+1"], ['"=1+1'], ["'=1"]]))
    assert content == b'"note"\r\n"x;=1+1"\r\n"""=1+1"\r\n"\'\'=1"\r\n'


def test_excel_gets_a_byte_order_mark_and_others_do_not() -> None:
    assert b"".join(csv_lines(["é"], [], for_excel=True)) == b"\xef\xbb\xbf" + '"é"\r\n'.encode()
    assert b"".join(csv_lines(["é"], [])) == '"é"\r\n'.encode()


def test_each_kind_of_value_is_written_so_that_it_can_be_told() -> None:
    berlin = timezone(timedelta(hours=1))
    row: list[Value] = [-3, 2.5, True, None, date(2026, 12, 31), datetime(2026, 11, 22, 11, 42, tzinfo=berlin), "-3"]
    [_, line] = csv_lines(list("abcdefg"), [row])
    assert line == b'"-3","2.5","true","","2026-12-31","2026-11-22T10:42:00Z","\'-3"\r\n'
    [json_line] = json_lines([dict(zip("abcdefg", row, strict=True))])
    assert json.loads(json_line) == {
        "a": -3,
        "b": 2.5,
        "c": True,
        "d": None,
        "e": "2026-12-31",
        "f": "2026-11-22T10:42:00Z",
        "g": "-3",
    }


@settings(deadline=None)
@given(st.lists(st.dictionaries(cells, cells | st.integers() | st.booleans() | st.none())))
def test_json_lines_read_back_as_they_were_one_a_line(rows: list[dict[str, Value]]) -> None:
    lines = b"".join(json_lines(rows)).splitlines()
    assert [json.loads(line) for line in lines] == rows
    assert b"".join(json_lines(rows)).isascii()


def test_half_a_character_does_not_stop_an_export() -> None:
    assert b"".join(csv_lines(["a"], [["x\ud83dy"]])) == b'"a"\r\n"x?y"\r\n'
    assert json.loads(b"".join(json_lines([{"a": "x\ud83dy"}]))) == {"a": "x\ud83dy"}


def test_a_row_of_another_width_is_refused_rather_than_shifted() -> None:
    with pytest.raises(ValueError, match="2 cells for 1"):
        list(csv_lines(["a"], [["x", "y"]]))
    with pytest.raises(ValueError, match="JSON"):
        list(json_lines([{"a": float("nan")}]))


def test_rows_are_taken_one_by_one_as_they_are_written() -> None:
    taken = 0

    def endless() -> Iterator[Sequence[Value]]:
        nonlocal taken
        while True:
            taken += 1
            yield [f"row {taken}"]

    lines = csv_lines(["a"], endless())
    assert [next(lines) for _ in range(4)][-1] == b'"row 3"\r\n'
    assert taken == 3


@settings(deadline=None)
@given(st.lists(st.from_regex(r"[a-z][a-z0-9_.]{1,12}", fullmatch=True), min_size=1, max_size=9), st.booleans())
def test_a_list_of_creators_that_leaves_can_be_brought_back(handles: list[str], for_excel: bool) -> None:
    rows: list[list[Value]] = [[f"@{handle}", "=Hi\n" + handle, datetime(2026, 1, 1, tzinfo=UTC)] for handle in handles]
    content = b"".join(csv_lines(["Handle", "Message", "Asked"], rows, for_excel=for_excel))
    table = read_file(io.BytesIO(content))
    assert [(row.creator, row.message) for row in table.rows] == [(row[0], row[1]) for row in rows]
    assert table.columns.unread == ["Asked"]
