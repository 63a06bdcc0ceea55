"""Rules are tried over the last week's comments, as they are typed: a campaign's, and those of one account."""

from __future__ import annotations

import pytest

from bot.comments import ruling as campaign_rules
from bot.comments.ruling import RulingComments
from bot.errors import NotFound, Refused
from bot.influencers.wishes import Rules
from storage.comment_notes import CAPTION
from tests.influencers.house import CreatorsHouse
from tests.influencers.monitoring import Monitoring
from tests.influencers.test_ad_comments import OnAds


async def test_numbers_that_are_too_many_say_when_and_on_whose_account_they_would_have_raised_an_alarm(
    house: CreatorsHouse,
) -> None:
    monitoring, ruling = Monitoring(house), RulingComments(house.creators.campaigns)
    await monitoring.begin()
    first_flood = [await monitoring.write(f"Lovely {number}") for number in range(3)]
    await house.wait(hours=2)
    second_flood = [await monitoring.write(f"Again {number}") for number in range(4)]
    await monitoring.hear()
    wanted = campaign_rules.Rules.read(keywords="", most=3, minutes=5)

    tried = await ruling.try_out(house.here, house.campaign.id, wanted, by=house.ana)

    stored = await monitoring.stored(*first_flood, *second_flood)
    assert (tried.counted, tried.floods) == (7, 2)
    assert [(each.username, each.at) for each in tried.shown_floods] == [
        ("maya.makes", stored[second_flood[2]].written_at),
        ("maya.makes", stored[first_flood[2]].written_at),
    ]
    never = campaign_rules.Rules.read(keywords="", most=5, minutes=5)
    assert (await ruling.try_out(house.here, house.campaign.id, never, by=house.ana)).floods == 0
    await house.wait(days=8)
    assert (await ruling.try_out(house.here, house.campaign.id, wanted, by=house.ana)).counted == 0


async def test_an_alarm_that_was_told_is_one_that_the_try_names(house: CreatorsHouse) -> None:
    monitoring, ruling = Monitoring(house), RulingComments(house.creators.campaigns)
    await monitoring.begin()
    await monitoring.rule(most=3, minutes=5)
    for number in range(3):
        await monitoring.write(f"Lovely {number}")
    await monitoring.hear()
    await monitoring.tell()
    assert "flood" in (await monitoring.told())[1]["text"]
    assert (await ruling.get(house.here, house.campaign.id, by=house.ana)).floods == 1


async def test_rules_of_an_account_say_what_they_would_have_let_through_and_left_out(ads: OnAds) -> None:
    house = ads.house
    await ads.begin(hears_ads=True, hears_organic=True)
    ad = await ads.advertise()
    both = [await ads.comment(ad, "On an ad"), await ads.write("On the reel")]
    await ads.hear()
    await ads.tell()

    only_ads = await house.ruling.try_out(house.here, ads.asset.id, Rules(hears_ads=True), by=house.ana)
    assert only_ads.rules == Rules(hears_ads=True)
    assert only_ads.tried is not None
    assert (only_ads.tried.let, only_ads.tried.out, only_ads.tried.open) == (1, 1, 0)
    assert [each.text for each in only_ads.tried.shown_let] == ["On an ad"]
    assert [each.text for each in only_ads.tried.shown_out] == ["On the reel"]

    linked = Rules(hears_ads=True, link_contains="spring")
    tried = (await house.ruling.try_out(house.here, ads.asset.id, linked, by=house.ana)).tried
    assert tried is not None
    assert (tried.let, tried.out, tried.open) == (0, 1, 1)  # nobody had to know where the ad leads
    assert len(await ads.stored(*both)) == 2  # nothing was kept, and nothing forgotten
    assert (await house.ruling.look(house.here, ads.asset.id, by=house.ana)).rules.hears_organic


async def test_what_nobody_may_read_yet_is_counted_and_not_shown(ads: OnAds) -> None:
    house = ads.house
    await ads.begin(hears_ads=True, hears_organic=False, link_contains="spring")
    await ads.comment(await ads.advertise(), "Nobody knows where that leads")
    tried = (await house.ruling.try_out(house.here, ads.asset.id, Rules(hears_ads=True), by=house.ana)).tried
    assert tried is not None
    assert (tried.let, tried.looked_at) == (1, 1)
    assert (tried.shown_let, tried.shown_out) == ([], [])


async def test_a_caption_is_looked_for_in_what_is_kept_of_it_and_the_rest_is_not_taken_for_granted(
    house: CreatorsHouse,
) -> None:
    monitoring = Monitoring(house)
    await monitoring.begin()
    comment_id = await monitoring.write()
    await monitoring.hear()
    await monitoring.tell()
    media_id = (await monitoring.stored(comment_id))[comment_id].media_id
    assert media_id is not None

    async def tried(words: str, *, caption: str) -> tuple[int, int, int]:
        async with house.storage.write(house.here) as uow:
            await uow.comment_notes.keep_post(monitoring.asset.id, media_id, permalink=None, caption=caption)
        rules = Rules(hears_organic=True, caption_contains=words)
        found = (await house.ruling.try_out(house.here, monitoring.asset.id, rules, by=house.ana)).tried
        assert found is not None
        return found.let, found.out, found.open

    long = "Spring " + "x" * CAPTION + " sale"
    assert await tried("SPRING", caption=long) == (1, 0, 0)
    assert await tried("sale", caption=long) == (0, 0, 1)
    assert await tried("sale", caption="Spring") == (0, 1, 0)


async def test_a_comment_waits_where_the_words_may_follow_in_the_part_of_a_caption_that_is_not_kept(
    house: CreatorsHouse,
) -> None:
    monitoring = Monitoring(house)
    await monitoring.begin()
    comment_id = await monitoring.write()
    await monitoring.hear()
    media_id = (await monitoring.stored(comment_id))[comment_id].media_id
    assert media_id is not None
    async with house.storage.write(house.here) as uow:
        caption = "x" * CAPTION + " spring"
        await uow.comment_notes.keep_post(monitoring.asset.id, media_id, permalink=None, caption=caption)
    rules = Rules(hears_organic=True, caption_contains="spring")
    await house.ruling.change(house.here, monitoring.asset.id, rules, by=house.ana)
    assert comment_id in await monitoring.stored(comment_id)  # it was deleted while only the beginning was looked at


async def test_a_try_is_for_who_may_change_the_rules_of_an_account_that_stands(house: CreatorsHouse) -> None:
    monitoring = Monitoring(house)
    await monitoring.begin()
    with pytest.raises(NotFound):
        await house.ruling.try_out(house.here, "none", Rules(), by=house.ana)
    await house.wait(days=60)
    await house.engine.tick("expire")
    with pytest.raises(Refused, match="has ended"):
        await house.ruling.try_out(house.here, monitoring.asset.id, Rules(), by=house.ana)


@pytest.fixture
def ads(house: CreatorsHouse) -> OnAds:
    """Somebody whose comments on ads are heard."""
    return OnAds(house)
