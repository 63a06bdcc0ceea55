"""What becomes of each row, and what makes two lists the same list."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.bulk.columns import HEADINGS, Field
from bot.bulk.identity import Entry, fingerprint, list_id
from bot.bulk.messages import Messages
from bot.bulk.table import Row
from bot.bulk.verdicts import LONGEST_TEXT, Already, Faulty, Ready, Repeated, Why, compare, judge
from bot.creators.handles import Misread
from storage.ids import CampaignId, ProfileId
from tests.rules.lists import file_of, written

TODAY = date(2026, 11, 22)
SPRING, GLOW = CampaignId("spring"), ProfileId("glow")

handles = st.from_regex(r"[a-z][a-z0-9_.]{1,12}", fullmatch=True)
texts = st.none() | st.text(min_size=1, max_size=20)
entries = st.builds(
    Entry,
    handle=handles,
    email=st.none() | st.just("maya@example.com"),
    message=texts,
    term=st.none() | st.dates(TODAY, TODAY + timedelta(days=400)),
    note=texts,
)
lists = st.lists(entries, min_size=1, max_size=10, unique_by=lambda entry: entry.handle)


def judged(*rows: Row) -> list[Ready | Faulty | Repeated]:
    return list(judge(rows, today=TODAY))


def name_of(found: Iterable[Entry], *, campaign: CampaignId = SPRING, profile: ProfileId = GLOW) -> str:
    return list_id(found, campaign_id=campaign, profile_id=profile)


def test_the_same_creator_in_five_spellings_is_asked_once() -> None:
    spellings = [
        "@Maya.Makes",
        "maya.makes",
        "https://www.instagram.com/maya.makes/?igsh=1",
        "instagram.com/MAYA.MAKES",
        " ＠maya.makes\u200e",
    ]
    first, *others = judged(*(Row(number=number, creator=typed) for number, typed in enumerate(spellings, start=2)))
    assert isinstance(first, Ready)
    assert first.entry == Entry(handle="maya.makes")
    for other in others:
        assert isinstance(other, Repeated)
        assert (other.first, other.differs) == (2, False)


def test_a_repetition_that_says_something_else_is_told_apart() -> None:
    _, same, other = judged(
        Row(number=2, creator="@maya", message="Hi"),
        Row(number=3, creator="maya", message="Hi"),
        Row(number=4, creator="maya", message="Hello"),
    )
    assert isinstance(same, Repeated)
    assert not same.differs
    assert isinstance(other, Repeated)
    assert other.differs


def test_repetitions_within_one_line_count_too() -> None:
    assert [type(each) for each in judged(Row(number=1, creator="@maya"), Row(number=1, creator="maya"))] == [
        Ready,
        Repeated,
    ]


def test_a_row_with_a_fault_does_not_stand_in_the_way_of_a_better_one() -> None:
    faulty, ready = judged(Row(number=2, creator="@maya", email="maya"), Row(number=3, creator="@maya"))
    assert isinstance(faulty, Faulty)
    assert isinstance(ready, Ready)


def test_all_faults_of_a_row_are_named_at_once() -> None:
    [faulty] = judged(
        Row(
            number=2,
            creator="Maya Lopez",
            email="maya",
            message="x" * (LONGEST_TEXT + 1),
            term="12/11/2026",
            note="y" * (LONGEST_TEXT + 1),
        )
    )
    assert isinstance(faulty, Faulty)
    assert [(fault.field, fault.why) for fault in faulty.faults] == [
        (Field.CREATOR, Why.NOT_A_HANDLE),
        (Field.EMAIL, Why.NOT_AN_ADDRESS),
        (Field.TERM, Why.NOT_A_DATE),
        (Field.MESSAGE, Why.TOO_LONG),
        (Field.NOTE, Why.TOO_LONG),
    ]
    assert isinstance(faulty.faults[0].misread, Misread)


@pytest.mark.parametrize(
    "creator", ["", "=1+1", "https://www.instagram.com/p/Cw7zyQ5BdEE/", "+491701234567", "explore"]
)
def test_what_is_no_handle_is_never_ready(creator: str) -> None:
    assert isinstance(judged(Row(number=2, creator=creator))[0], Faulty)


def test_a_term_may_end_today_and_not_before() -> None:
    today, past = judged(
        Row(number=2, creator="@maya", term="2026-11-22"), Row(number=3, creator="@bo", term="21.11.2026")
    )
    assert isinstance(today, Ready)
    assert today.entry.term == TODAY
    assert isinstance(past, Faulty)
    assert past.faults[0].why is Why.PAST


def test_who_need_not_be_asked_is_named_with_what_is_known() -> None:
    rows = [Row(number=2, creator="@Maya"), Row(number=3, creator="@bo"), Row(number=4, creator="maya")]
    known, ready, repeated = compare(judge(rows, today=TODAY), already={"maya": "approved"})
    assert isinstance(known, Already)
    assert known.standing == "approved"
    assert isinstance(ready, Ready)
    assert isinstance(repeated, Repeated)


@given(st.lists(st.builds(Row, number=st.integers(1, 9), creator=st.text(max_size=8), email=st.text(max_size=8))))
def test_every_row_has_one_verdict_and_no_creator_is_ready_twice(rows: list[Row]) -> None:
    verdicts = judged(*rows)
    assert [verdict.row for verdict in verdicts] == rows
    ready = [verdict.entry.handle for verdict in verdicts if isinstance(verdict, Ready)]
    assert len(ready) == len(set(ready))


@given(lists, st.randoms(use_true_random=False))
def test_a_list_in_another_order_is_the_same_list(found: list[Entry], chance: random.Random) -> None:
    shuffled = list(found)
    chance.shuffle(shuffled)
    assert name_of(shuffled) == name_of(found)
    assert len(name_of(found)) == 32


@given(lists, lists)
def test_lists_that_ask_something_else_have_other_names(one: list[Entry], other: list[Entry]) -> None:
    by_handle = sorted(one, key=lambda entry: entry.handle)
    assert (name_of(one) == name_of(other)) == (by_handle == sorted(other, key=lambda entry: entry.handle))


@given(lists)
def test_another_campaign_or_profile_is_another_list(found: list[Entry]) -> None:
    assert (
        len(
            {
                name_of(found),
                name_of(found, campaign=CampaignId("summer")),
                name_of(found, profile=ProfileId("shine")),
                name_of(found, campaign=CampaignId("glow"), profile=ProfileId("spring")),
                name_of(found, campaign=CampaignId("springg"), profile=ProfileId("low")),
            }
        )
        == 5
    )


@given(entries, entries)
def test_equal_fingerprints_are_equal_entries(one: Entry, other: Entry) -> None:
    assert (fingerprint(one) == fingerprint(other)) == (one == other)


def test_the_same_list_as_a_file_of_another_program_asks_once() -> None:
    comma = [["Handle", "Message"], ["@maya", "Hi, Zoë"], ["@bo", ""]]
    semicolon = [["NOTE", "message", "profile url"], ["", "", "https://instagram.com/BO"], ["", "Hi, Zoë ", "maya"]]
    names = {
        name_of(verdict.entry for verdict in judge(file_of(content).rows, today=TODAY) if isinstance(verdict, Ready))
        for content in (
            written(comma),
            written(comma, encoding="utf-16", quote_all=True),
            written(semicolon, separator=";", encoding="cp1252"),
        )
    }
    assert len(names) == 1


def test_the_faulty_rows_written_out_and_mended_read_as_they_were() -> None:
    row = Row(number=2, creator="@maya makes", email="maya@example.com", message="=Hi", term="2027-01-01", note="-")
    again = written(
        [[HEADINGS[field][0] for field in Field], [row.creator, row.email, row.message, row.term, row.note]]
    )
    assert list(file_of(again).rows) == [row]


messages = Messages(template=None, profile="northlight.skin", campaign="Spring", sender="Ana", by_mail=True)


def checked(*rows: Row, of: Messages) -> list[Ready | Faulty | Repeated]:
    return list(judge(rows, today=TODAY, check_message=of.fault))


@pytest.mark.parametrize(
    ("email", "by_mail", "known", "is_fine"),
    [
        ("", True, frozenset(), False),
        ("maya@example.com", True, frozenset(), True),
        ("", True, frozenset({"maya"}), True),
        ("maya@example.com", False, frozenset({"maya"}), False),
    ],
)
def test_only_a_message_that_has_to_be_a_direct_message_keeps_to_a_thousand_bytes(
    email: str, by_mail: bool, known: frozenset[str], is_fine: bool
) -> None:
    row = Row(number=2, creator="@maya", email=email, message="é" * 501)
    (verdict,) = checked(row, of=replace(messages, by_mail=by_mail, known=known))

    assert isinstance(verdict, Ready) is is_fine
    if isinstance(verdict, Faulty):
        assert [(fault.field, fault.why) for fault in verdict.faults] == [(Field.MESSAGE, Why.LONG_MESSAGE)]


def test_the_message_of_the_list_is_measured_for_each_creator_as_it_is_filled() -> None:
    of = replace(messages, template="x" * 990 + "{creator}")
    short, long = checked(Row(number=2, creator="abcdefghij"), Row(number=3, creator="abcdefghijk"), of=of)

    assert isinstance(short, Ready)
    assert isinstance(long, Faulty)


def test_a_place_that_nothing_can_be_filled_in_for_is_a_fault_of_its_row_alone() -> None:
    fine, faulty = checked(
        Row(number=2, creator="juno", message="Hi {creator}"),
        Row(number=3, creator="maya", message="Hi {name}"),
        of=messages,
    )

    assert isinstance(fine, Ready)
    assert isinstance(faulty, Faulty)
    assert [fault.why for fault in faulty.faults] == [Why.UNKNOWN_PLACE]
