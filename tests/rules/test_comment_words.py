"""Words are found in what people write, in their script, however they write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.comments.keywords import Keyword, Keywords
from bot.comments.spelling import folded


@given(text=st.text())
def test_what_is_folded_stays_as_it_is(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@given(text=st.text())
def test_case_is_never_told_apart(text: str) -> None:
    assert folded(text.upper().lower()) == folded(text.upper())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("CAFÉ", "cafe"),
        ("e\u0301clair", "ÉCLAIR"),
        ("İstanbul", "istanbul"),
        ("ISTANBUL", "ıstanbul"),
        ("Straße", "STRASSE"),
        ("Łódź", "lodz"),
        ("Ὀδυσσεύς", "οδυσσευσ"),
        ("ёлка", "елка"),
        ("مُحَمَّد", "محمد"),
        ("أهلا", "اهلا"),
        ("שָׁלוֹם", "שלום"),
        ("ｓｃａｍ", "scam"),
        ("𝐒𝐂𝐀𝐌", "scam"),
        ("s\u200bc\u00ada\u202em", "scam"),
        ("❤\ufe0f", "❤"),
        ("buy \n\t now", "buy now"),
    ],
)
def test_ways_to_write_the_same_are_the_same(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@pytest.mark.parametrize(("one", "other"), [("が", "か"), ("हिन्दी", "हन्द"), ("ไม่", "ไม"), ("한국", "하국")])
def test_marks_that_make_another_letter_are_kept(one: str, other: str) -> None:
    assert folded(one) != folded(other)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("scam", "This is a SCAM!"),
        ("scam", "scam"),
        ("scam*", "what scammers"),
        ("*cam", "a webcam"),
        ("*ca*", "scams"),
        ("buy now", "please BUY   now"),
        ("#ad", "lovely #Ad"),
        ("❤️", "so good ❤️❤️"),
        ("c++", "I like C++."),
        ("偽物", "これは偽物です"),
        ("ปลอม", "ของปลอมครับ"),
        ("사기", "이건 사기를 치는"),
        ("نصب", "هذا نصب واضح"),
        ("धोखा", "यह धोखा है"),
        ("мошенник", "Он МОШЕННИК!"),
        ("scam", "偽scamです"),
    ],
)
def test_a_word_is_found(typed: str, text: str) -> None:
    assert Keywords([typed]).found_in(text) == (typed,)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("scam", "scams"),
        ("scam", "a webscam"),
        ("scam*", "webscams"),
        ("*cam", "cams"),
        ("ad", "adorable"),
        ("#ad", "#adventure"),
        ("ไม", "ไม่"),
        ("사기", "의사기"),
        ("buy now", "buynow"),
    ],
)
def test_a_part_of_a_word_is_not_the_word(typed: str, text: str) -> None:
    assert Keywords([typed]).found_in(text) == ()


@given(word=st.text(min_size=1), before=st.text(), behind=st.text())
def test_asked_for_anywhere_it_is_found_wherever_plain_search_finds_it(word: str, before: str, behind: str) -> None:
    try:
        keyword = Keyword.read(f"*{word}*")
    except ValueError:
        return
    text = folded(f"{before} {word} {behind}")
    assert keyword.is_in(text) == (keyword.needle in text)


@given(
    words=st.lists(st.sampled_from(["scam", "fake", "偽物", "love", "refund"]), min_size=1, max_size=8),
    picked=st.data(),
)
def test_each_word_of_a_sentence_is_found_and_no_other(words: list[str], picked: st.DataObject) -> None:
    asked = picked.draw(st.lists(st.sampled_from(["scam", "fake", "偽物", "love", "refund", "ship"]), unique=True))
    assert set(Keywords(asked).found_in(" ".join(words))) == set(asked) & set(words)


@pytest.mark.parametrize("typed", ["", "  ", "*", "**", "\u200b", "*\u200e*"])
def test_a_keyword_that_says_nothing_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="no word"):
        Keyword.read(typed)
