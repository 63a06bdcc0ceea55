"""Lists of creators as people have them: any separator, headings in any order, quoted cells, or no headings at all."""

from __future__ import annotations

import io
import random
import string
import tracemalloc
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.bulk.cells import read_address, read_creator, read_date
from bot.bulk.columns import HEADINGS, Field
from bot.bulk.encoding import LARGEST, Encoding
from bot.bulk.refusals import Reason, Unreadable
from bot.bulk.table import MOST_ROWS, Row, read_file, read_paste
from tests.rules.lists import creators, file_of, rows_of, written

handles = st.from_regex(r"@[a-z][a-z0-9_.]{1,12}[a-z0-9]", fullmatch=True)
# What fits all encodings at once and is not changed by taking blanks off the ends.
words = st.text("abc XYZ,;\t\n\"'=+-@üé!", max_size=30).map(str.strip).filter(lambda text: not text.startswith("'"))
people = st.fixed_dictionaries(
    {
        Field.CREATOR: handles,
        Field.EMAIL: st.sampled_from(["", "maya@example.com", "bo.b+ads@mail.example.org"]),
        Field.MESSAGE: words,
        Field.TERM: st.sampled_from(["", "2027-01-31", "31.12.2026"]),
        Field.NOTE: words,
    }
)
ways = st.fixed_dictionaries(
    {
        "separator": st.sampled_from([",", ";", "\t"]),
        "encoding": st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]),
        "newline": st.sampled_from(["\r\n", "\n", "\r"]),
        "quote_all": st.booleans(),
    }
)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(people, min_size=1, max_size=12),
    st.permutations(list(Field)),
    st.integers(min_value=0, max_value=10_000),
    ways,
)
def test_a_list_with_headings_reads_the_same_in_every_way_it_can_be_written(
    found: list[dict[Field, str]],
    order: list[Field],
    seed: int,
    way: dict[str, object],
) -> None:
    spelling = random.Random(seed)  # noqa: S311 - any choice will do, the same one for the same seed
    headings = [spelling.choice([str.title, str.upper, str.lower])(spelling.choice(HEADINGS[field])) for field in order]
    table = file_of(written([headings, *([person[field] for field in order] for person in found)], **way))  # type: ignore[arg-type]  # as drawn above
    assert [
        {
            Field.CREATOR: row.creator,
            Field.EMAIL: row.email,
            Field.MESSAGE: row.message,
            Field.TERM: row.term,
            Field.NOTE: row.note,
        }
        for row in table.rows
    ] == found
    assert table.columns.is_headed
    assert not table.columns.unread


@given(st.lists(handles, min_size=1, max_size=50), ways)
def test_handles_one_below_the_other_are_a_list_in_every_way_they_can_be_written(
    found: list[str], way: dict[str, object]
) -> None:
    assert creators(file_of(written([[handle] for handle in found], **way))) == found  # type: ignore[arg-type]  # as drawn above


def rows_or_refusal(reading: Callable[[], list[Row]]) -> list[Row] | Unreadable:
    try:
        return reading()
    except Unreadable as refusal:
        return refusal


@given(st.binary(max_size=400) | st.text(",;\t\n\r\"'@abc=/.: ", max_size=120).map(str.encode))
def test_any_file_is_read_or_refused_with_a_place(content: bytes) -> None:
    found = rows_or_refusal(lambda: rows_of(content))
    if isinstance(found, Unreadable):
        assert found.row is None or found.row >= 1
    else:
        assert found


@given(st.text(max_size=200) | st.text(",;\t\n\r\"'@abc=/.: ", max_size=120))
def test_any_pasted_text_is_read_or_refused(text: str) -> None:
    found = rows_or_refusal(lambda: list(read_paste(text).rows))
    if isinstance(found, Unreadable):
        assert found.byte is None
    else:
        assert found


@pytest.mark.parametrize(
    "pasted",
    [
        "@maya.makes\n@bo_bakes\n@cy",
        "@maya.makes, @bo_bakes, @cy",
        "@maya.makes @bo_bakes @cy",
        "maya.makes; bo_bakes; cy",
        "maya.makes\n\nbo_bakes\r\ncy\n",
        "@maya.makes\t@bo_bakes\n@cy",
        "@maya.makes, @bo_bakes,\n@cy",
    ],
)
def test_handles_pasted_in_any_arrangement_are_each_one_row(pasted: str) -> None:
    assert [read_creator(creator) for creator in creators(read_paste(pasted))] == ["maya.makes", "bo_bakes", "cy"]


def test_cells_copied_from_a_spreadsheet_are_pasted_as_a_table() -> None:
    [row] = read_paste("Handle\tMessage\n@maya.makes\tHi Maya,\tshall we?\n").rows
    assert row == Row(number=2, creator="@maya.makes", message="Hi Maya,")


def test_rows_are_numbered_as_the_spreadsheet_numbers_them() -> None:
    rows = rows_of('handle,message\n\n@maya,"two\nlines"\n,\n@bo,x\n')
    assert [(row.number, row.creator) for row in rows] == [(3, "@maya"), (5, "@bo")]


def test_commas_in_messages_do_not_make_a_semicolon_list_a_comma_list() -> None:
    rows = rows_of("maya.makes;Hi, we love you, really\nbo;Hey, you\n@cy;Yes, please\n")
    assert [row.creator for row in rows] == ["maya.makes", "bo", "@cy"]


@pytest.mark.parametrize(
    "content",
    [
        "handle,message; if any\n@maya,Hi; you\n@bo,Hey; you\n",
        "maya.makes,Hi; you\nbo,Hey; you\n",
        "@maya,Hi\tyou\n@bo,Hey\tyou\n",
    ],
)
def test_where_two_separators_fit_alike_the_one_that_leaves_creators_is_it(content: str) -> None:
    table = file_of(content)
    assert table.separator == ","
    assert creators(table)[-1].removeprefix("@") == "bo"


def test_the_separator_that_excel_is_told_is_taken_and_is_no_row() -> None:
    rows = rows_of("sep=|\r\nhandle|message\r\n@maya|a;b,c\r\n")
    assert [(row.number, row.creator, row.message) for row in rows] == [(2, "@maya", "a;b,c")]


def test_a_column_of_names_is_not_taken_for_handles_where_there_are_handles() -> None:
    table = file_of("Creator,Handle,Followers\nMaya Lopez,@maya.makes,12000\n")
    assert creators(table) == ["@maya.makes"]
    assert table.columns.unread == ["Creator", "Followers"]


def test_without_headings_creators_and_addresses_are_told_by_their_looks_and_nothing_else_is_taken() -> None:
    table = file_of("Maya Lopez,maya@example.com,@maya.makes,she is difficult\nBo,bo@example.com,@bo,\n")
    assert table.columns.unread == ["A", "D"]
    assert list(table.rows) == [
        Row(number=1, creator="@maya.makes", email="maya@example.com"),
        Row(number=2, creator="@bo", email="bo@example.com"),
    ]


def test_words_beside_a_handle_deep_in_a_long_list_never_pass_for_creators() -> None:
    long = "".join(f"@creator_{number}\n" for number in range(4_000))
    found = creators(file_of(f"{long}@bo, hello there\nMaya Lopez\n"))
    assert found[-2:] == ["@bo, hello there", "Maya Lopez"]


def test_names_one_below_the_other_are_not_split_into_strangers() -> None:
    assert creators(read_paste("Maya Lopez\nmaya.makes\n")) == ["Maya Lopez", "maya.makes"]


def test_a_first_handle_is_no_heading_though_it_is_called_like_one() -> None:
    assert creators(read_paste("@instagram\n@maya\n")) == ["@instagram", "@maya"]
    assert creators(read_paste("https://instagram.com/creators\n@maya\n"))[0] == "https://instagram.com/creators"


def test_formulas_are_read_as_text() -> None:
    [row] = rows_of('handle,message,note\n@maya,"=HYPERLINK(""https://evil.example"")",-1\n')
    assert row.message == '=HYPERLINK("https://evil.example")'
    assert row.note == "-1"


def test_the_mark_that_an_export_puts_before_a_handle_is_taken_off() -> None:
    [row] = rows_of("\"'handle\",message\n'@maya,'=1\n".replace("'handle", "handle"))
    assert (row.creator, row.message) == ("@maya", "=1")


def test_marks_that_nobody_can_see_are_taken_off_handles_and_left_in_messages() -> None:
    [row] = rows_of("handle,message\n\u200e＠maya\u200b\u2069,👩\u200d🎨 hi\n")
    assert read_creator(row.creator) == "maya"
    assert row.message == "👩\u200d🎨 hi"


@pytest.mark.parametrize(
    ("content", "reason", "row"),
    [
        ("handle,message\n", Reason.EMPTY, None),
        ("name;e-mail\nMaya;m@example.com\n", Reason.NO_CREATORS, 1),
        ("Maya Lopez;hello you\nBo B;hey there\n", Reason.NO_CREATORS, 1),
        ("\nhandle,message,Message\n@maya,a,b\n", Reason.HEADING_TWICE, 2),
        ('handle,message\n@maya,ok\n@bo,"never closed\n@cy,x\n', Reason.OPEN_QUOTE, 3),
        ('handle,message\n@maya,"' + "x\n" * 100_000, Reason.LONG_CELL, 2),
        ("handle\n@maya" + "a" * 70_000, Reason.LONG_CELL, 2),
        ("@maya\n" * (MOST_ROWS + 1), Reason.TOO_MANY_ROWS, MOST_ROWS + 1),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_row(content: str, reason: Reason, row: int | None) -> None:
    with pytest.raises(Unreadable) as caught:
        rows_of(content)
    assert (caught.value.reason, caught.value.row) == (reason, row)


def test_as_many_rows_as_are_allowed_are_read() -> None:
    assert len(rows_of("handle\n" + "@maya\n" * MOST_ROWS)) == MOST_ROWS


def test_a_guessed_encoding_is_told() -> None:
    table = file_of("handle;message\n@maya;Grüße\n".encode("cp1252"))
    assert table.encoding is Encoding.WINDOWS_1252
    assert next(table.rows).message == "Grüße"


def test_the_largest_list_is_read_a_piece_at_a_time(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    message = "x" * 1_900
    with file.open("w") as out:
        out.write("handle,message\n")
        out.writelines(f"@creator_{number},{message}\n" for number in range(MOST_ROWS))
    assert LARGEST * 0.8 < file.stat().st_size < LARGEST

    tracemalloc.start()
    with file.open("rb") as opened:
        count = sum(1 for _ in read_file(opened).rows)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert count == MOST_ROWS
    assert peak < 3 * 1024 * 1024


@pytest.mark.parametrize(
    "typed",
    [
        "maya@example.com",
        " Maya.L+ads@mail.example.co.uk ",
        "<mailto:maya@example.com|maya@example.com>",
        "ü@exämple.de",
    ],
)
def test_addresses_are_read_by_their_shape(typed: str) -> None:
    assert read_address(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "maya",
        "@maya",
        "maya@",
        "maya@localhost",
        "a b@example.com",
        "a@b@example.com",
        "a@example..com",
        "a@" + "b" * 260 + ".com",
        "=a@example.com;x",
    ],
)
def test_what_is_no_address_is_not_read_as_one(typed: str) -> None:
    assert read_address(typed) is None


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-12-31", date(2026, 12, 31)),
        ("31.12.2026", date(2026, 12, 31)),
        ("1.2.2027", date(2027, 2, 1)),
        ("12/11/2026", None),
        ("31.02.2026", None),
        ("soon", None),
        ("", None),
    ],
)
def test_a_date_is_read_only_where_it_means_one_day(typed: str, day: date | None) -> None:
    assert read_date(typed) == day


@given(st.text(string.printable))
def test_no_cell_stops_the_reading(text: str) -> None:
    read_address(text)
    read_date(text)
    read_creator(text)


def test_a_pasted_wall_of_text_is_refused_by_its_size() -> None:
    with pytest.raises(Unreadable) as caught:
        read_paste("a" * (LARGEST + 1))
    assert caught.value.reason is Reason.TOO_LARGE
    with pytest.raises(Unreadable) as caught:
        read_paste(" \n\u200b")
    assert caught.value.reason is Reason.EMPTY


def test_a_file_on_disk_reads_as_one_in_memory(tmp_path: Path) -> None:
    content = "handle\n@maya\n@bo\n".encode("utf-16")
    (tmp_path / "list.csv").write_bytes(content)
    with (tmp_path / "list.csv").open("rb") as opened:
        assert creators(read_file(opened)) == creators(read_file(io.BytesIO(content)))
