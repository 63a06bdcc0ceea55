"""However news of a comment comes, in whichever order and how often, it ends the same."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import reduce

from hypothesis import given
from hypothesis import strategies as st

from bot.comments.merging import GONE, MOST_VERSIONS, Standing, merged

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
MOMENTS = st.integers(0, 9).map(lambda minutes: NOON + timedelta(minutes=minutes))
NEWS = st.one_of(
    st.builds(lambda at, text: Standing(texts=((at, text),)), MOMENTS, st.sampled_from(["a", "b", "c", ""])),
    st.builds(lambda at, *, is_hidden: Standing(hidden=(at, is_hidden)), MOMENTS, is_hidden=st.booleans()),
    st.just(GONE),
)


def together(news: list[Standing]) -> Standing:
    """Put all of it together."""
    return reduce(merged, news, Standing())


@given(news=st.lists(NEWS, max_size=12), data=st.data())
def test_order_and_repetition_change_nothing(news: list[Standing], data: st.DataObject) -> None:
    again = data.draw(st.lists(st.sampled_from(news), max_size=6)) if news else []
    assert together(data.draw(st.permutations([*news, *again]))) == together(news)


@given(one=st.lists(NEWS, max_size=6), other=st.lists(NEWS, max_size=6))
def test_news_that_was_put_together_apart_is_the_same_as_news_put_together_at_once(
    one: list[Standing], other: list[Standing]
) -> None:
    assert merged(together(one), together(other)) == together([*one, *other])


def test_a_delete_before_its_comment_ends_it_and_keeps_nothing_of_it() -> None:
    written = Standing(texts=((NOON, "hello"),))
    assert merged(GONE, written) == merged(written, GONE) == GONE
    assert GONE.text == ""


def test_an_older_edit_after_a_newer_one_is_a_former_text() -> None:
    first, older, newer = (
        Standing(texts=((NOON + timedelta(minutes=each), text),)) for each, text in enumerate(["a", "b", "c"])
    )
    found = together([first, newer, older])
    assert (found.text, found.former_texts) == ("c", ["a", "b"])


def test_the_same_text_heard_again_later_is_no_new_version() -> None:
    heard = [Standing(texts=((NOON + timedelta(minutes=each), "a"),)) for each in range(3)]
    assert together(heard).former_texts == []


def test_of_very_many_versions_the_newest_are_kept() -> None:
    news = [Standing(texts=((NOON + timedelta(minutes=each), str(each)),)) for each in range(MOST_VERSIONS + 5)]
    found = together(news[::-1])
    assert len(found.texts) == MOST_VERSIONS
    assert found.text == str(MOST_VERSIONS + 4)


def test_the_last_of_hiding_and_showing_counts() -> None:
    hid, shown = Standing(hidden=(NOON, True)), Standing(hidden=(NOON + timedelta(minutes=1), False))
    assert not together([shown, hid]).is_hidden
    assert hid.is_hidden
