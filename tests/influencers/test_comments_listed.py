"""The comments of a campaign as a list: for its people alone, narrowed down, with how each stands."""

from __future__ import annotations

from typing import Any

import pytest

from bot.errors import NotFound
from storage.comment_deeds import DeedKind
from storage.ids import ChannelId
from tests.influencers.house import CreatorsHouse
from tests.influencers.monitoring import CAROUSEL, MAYA, Monitoring


async def test_comments_are_listed_newest_first_and_narrowed_down_to_creator_post_and_standing(
    house: CreatorsHouse,
) -> None:
    monitoring = Monitoring(house)
    await monitoring.begin()
    one = await monitoring.write("one")
    two = await monitoring.write("two", on=CAROUSEL)
    three = await monitoring.write("three")
    await monitoring.hear()
    await monitoring.want(one, DeedKind.HIDE)
    await monitoring.do()

    async def ids(**narrowing: Any) -> list[str]:
        return [each.id for each in (await monitoring.listed(**narrowing)).rows]

    assert await ids() == [three, two, one]
    assert await ids(media_id=CAROUSEL) == [two]
    assert (await ids(is_hidden=True), await ids(is_hidden=False)) == ([one], [three, two])
    assert (await ids(ig_id=MAYA), await ids(ig_id="1")) == ([three, two, one], [])
    listed = await monitoring.listed()
    assert (listed.before, listed.after) == (None, None)
    assert list(listed.creators) == [(MAYA, "maya.makes")]
    assert {media_id for media_id, _caption in listed.posts} >= {CAROUSEL}
    assert listed.rows[2].is_hidden


async def test_the_list_of_a_private_campaign_is_not_there_for_others(house: CreatorsHouse) -> None:
    monitoring = Monitoring(house)
    vault = await house.slack.post("channel", name="vault", members=["ana", "greenlight"], is_private=True)
    house.campaign = await house.a_campaign(
        name="Vault", name_key="vault", channel_id=ChannelId(vault["id"]), channel_name="vault", is_private=True
    )
    await monitoring.begin()
    comment = await monitoring.write("one")
    await monitoring.hear()
    assert [each.id for each in (await monitoring.listed()).rows] == [comment]
    with pytest.raises(NotFound):
        await monitoring.listed(by=house.chloe)
