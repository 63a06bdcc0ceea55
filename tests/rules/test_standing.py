"""How a channel stands: nothing private is ever taken for public, and nothing is news that has not changed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.campaigns.channels import LOOKED_AT_ONE_BY_ONE, in_turn
from bot.campaigns.standing import News, Standing, news_of, seen_as
from bot.slack.calls import Channel
from storage.ids import ChannelId, WorkspaceId
from storage.tables import ChannelState

STANDINGS = st.builds(
    Standing,
    name=st.just("launch"),
    is_private=st.booleans(),
    is_shared=st.booleans(),
    state=st.sampled_from(ChannelState),
)
CHANNELS = st.builds(
    Channel,
    id=st.just("C0LAUNCH"),
    name=st.sampled_from(["launch", "x" * 100]),
    is_private=st.booleans(),
    is_member=st.booleans(),
    is_archived=st.booleans(),
    is_shared=st.booleans(),
)


@given(before=STANDINGS, channel=CHANNELS)
def test_what_slack_shows_is_kept_as_it_is_and_seen_twice_is_no_news(before: Standing, channel: Channel) -> None:
    after = seen_as(channel, before=before)

    assert (after.is_private, after.is_shared) == (channel.is_private, channel.is_shared)
    assert seen_as(channel, before=after) == after
    assert news_of(after, after) == []


@given(before=STANDINGS, is_surely_deleted=st.booleans())
def test_what_slack_does_not_show_any_more_is_never_less_hidden_than_before(
    before: Standing, *, is_surely_deleted: bool
) -> None:
    after = seen_as(None, before=before, is_surely_deleted=is_surely_deleted)

    assert after.state is ChannelState.GONE
    assert after.is_private >= before.is_private
    if not is_surely_deleted and before.state is not ChannelState.GONE:
        assert after.is_private, "nobody knows whether it is public still"
    assert seen_as(None, before=after) == after


@given(before=STANDINGS, after=STANDINGS)
def test_news_are_told_of_what_somebody_may_have_to_act_on(before: Standing, after: Standing) -> None:
    news = news_of(before, after)

    assert len(news) == len(set(news))
    if after.is_private and not before.is_private and after.state is not ChannelState.GONE:
        assert News.MADE_PRIVATE in news
    if after.state is ChannelState.OPEN:
        assert not {News.ARCHIVED, News.LEFT, News.GONE, News.DELETED} & set(news)


@given(count=st.integers(0, 100))
def test_every_channel_has_its_turn_and_no_minute_looks_at_more_than_slack_answers(count: int) -> None:
    places = [(WorkspaceId("T0NORTH"), ChannelId(f"C{number}")) for number in range(count)]
    turns = -(-count // LOOKED_AT_ONE_BY_ONE)

    looks = [in_turn(places, turn=turn) for turn in range(turns)]

    assert all(len(look) <= LOOKED_AT_ONE_BY_ONE for look in looks)
    assert {place for look in looks for place in look} == set(places)
