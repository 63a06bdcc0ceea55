"""Sums of comments: each counts once, wherever it is named, and hiding is timed from when a comment was written."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.reports.commented import MOST_NAMED, Commented, Remark

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
remarks = st.builds(
    Remark,
    creator=st.sampled_from([f"creator{number}" for number in range(15)]),
    post=st.sampled_from([None, "1", "2"]),
    permalink=st.none(),
    caption=st.just(""),
    written_at=st.just(NOON),
    is_hidden=st.booleans(),
    hidden_at=st.none() | st.integers(-60, 6_000).map(lambda minutes: NOON + timedelta(minutes=minutes)),
)


def _summed(found: list[Remark]) -> Commented:
    commented = Commented()
    for each in found:
        commented.add(each)
    return commented


@given(st.lists(remarks, max_size=80))
def test_every_comment_counts_once_for_all_its_creator_and_its_post(found: list[Remark]) -> None:
    commented = _summed(found)
    hidden = [each for each in found if each.is_hidden]
    timed = [each for each in hidden if each.hidden_at is not None]
    assert (commented.all.count, commented.all.hidden, len(commented.all.to_hide)) == (
        len(found),
        len(hidden),
        len(timed),
    )
    for creator, tally in commented.creators():
        assert tally.count == sum(each.creator == creator for each in found)
        assert tally.hidden == sum(each.creator == creator for each in hidden)
    if len({each.creator for each in found}) <= MOST_NAMED:
        assert sum(tally.count for _creator, tally in commented.creators()) == len(found)
    for of_post in commented.posts():
        assert of_post.tally.count <= sum(each.creator == of_post.creator for each in found)


@given(st.lists(remarks, max_size=80))
def test_those_with_the_most_comments_come_first_and_no_more_than_ten(found: list[Remark]) -> None:
    commented = _summed(found)
    for counts in (
        [tally.count for _creator, tally in commented.creators()],
        [each.tally.count for each in commented.posts()],
    ):
        assert counts == sorted(counts, reverse=True)
        assert len(counts) <= MOST_NAMED


def test_half_were_hidden_within_the_middle_and_a_clock_that_is_behind_counts_as_at_once() -> None:
    at = [NOON + timedelta(minutes=minutes) for minutes in (-5, 10, 30)]
    commented = _summed([_hidden(each) for each in at])
    assert commented.all.to_hide.median() == timedelta(minutes=10)
    assert commented.all.to_hide.percentile(0) == timedelta(0)


def _hidden(at: datetime) -> Remark:
    return Remark(
        creator="maya.makes", post="1", permalink=None, caption="", written_at=NOON, is_hidden=True, hidden_at=at
    )
