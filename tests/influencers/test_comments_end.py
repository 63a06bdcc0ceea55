"""Once a creator's comments are not followed any more the thread says so, and nothing of them is told after that."""

from __future__ import annotations

import json

import pytest

from bot.errors import NotAllowed
from storage.comment_deeds import DeedKind
from tests.influencers.house import CreatorsHouse
from tests.influencers.monitoring import Monitoring


@pytest.fixture
async def monitoring(house: CreatorsHouse) -> Monitoring:
    """Somebody of whose comments one was told, and the next waits for its turn."""
    monitoring = Monitoring(house)
    await monitoring.begin()
    await monitoring.arrive("one")
    await monitoring.tell()
    await monitoring.arrive("two")
    return monitoring


async def close(monitoring: Monitoring, *, is_archived: bool) -> None:
    """Have the campaign's channel take nothing, or open it again."""
    house = monitoring.house
    await house.slack.post("channel", id=house.campaign.channel_id, is_archived=is_archived)


async def tell_all(monitoring: Monitoring) -> list[str]:
    """Tell what is held, and what comes after it; return all that was told."""
    for _turn in range(2):
        await monitoring.house.wait(minutes=11)
        await monitoring.tell()
    return [json.dumps(each["blocks"]) for each in await monitoring.told()]


async def test_what_waits_when_a_new_invite_asks_for_no_comments_is_forgotten(monitoring: Monitoring) -> None:
    await monitoring.begin(hears_ads=False, hears_organic=False)
    told = await tell_all(monitoring)
    assert ["stopped the monitoring" in each for each in told] == [False, False, True]
    assert "two" not in "".join(told)


async def test_what_a_new_invite_leaves_out_is_not_told_any_more(monitoring: Monitoring) -> None:
    await monitoring.begin(hears_organic=False)
    told = await tell_all(monitoring)
    assert len(told) == 2
    assert "two" not in "".join(told)


async def test_what_a_closed_channel_held_is_counted_where_the_end_is_told_and_not_told_after_it(
    monitoring: Monitoring,
) -> None:
    house = monitoring.house
    await house.wait(minutes=3)
    await close(monitoring, is_archived=True)
    await monitoring.tell()
    await monitoring.arrive("three")
    await house.wait(days=51)
    await house.engine.tick("expire")
    await close(monitoring, is_archived=False)
    told = await tell_all(monitoring)
    assert ["no more comments are followed here" in each for each in told] == [False, False, True]
    assert "2 comments that came before are not told here any more" in told[2]
    assert "three" in {each.text for each in (await monitoring.listed()).rows}


async def test_the_end_counts_nothing_where_all_was_told(monitoring: Monitoring) -> None:
    await tell_all(monitoring)
    await monitoring.house.ending.stop(monitoring.house.here, monitoring.asset.id, by=monitoring.house.ana)
    told = await tell_all(monitoring)
    assert "ended the connection" in told[-1]
    assert "came before" not in told[-1]


async def test_in_a_campaign_that_was_closed_comments_are_told_and_answered_until_the_connection_is_ended(
    monitoring: Monitoring,
) -> None:
    house = monitoring.house
    await monitoring.rule("scam")
    async with house.storage.write(house.here) as uow:
        campaign = await uow.campaigns.get(house.campaign.id, lock=True)
        assert campaign is not None
        campaign.closed_at, campaign.closed_by = house.now(), house.ana
    scam = await monitoring.write("A scam!")
    await monitoring.hear()
    assert "A scam!" in (await tell_all(monitoring))[-1]
    assert (await monitoring.told())[-1]["subtype"] == "thread_broadcast"
    await monitoring.want(scam, DeedKind.HIDE)
    await monitoring.do()
    assert (await monitoring.at_meta())[scam]["hidden"] is True
    with pytest.raises(NotAllowed):
        await house.ending.extend(house.here, monitoring.asset.id, days=7, by=house.ana)
    await house.ending.stop(house.here, monitoring.asset.id, by=house.ana)
    assert "ended the connection" in (await tell_all(monitoring))[-1]
