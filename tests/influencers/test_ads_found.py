"""Ads that run with a creator's posts are found, so that comments are read on them that no webhook tells of."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from bot.influencers.wishes import Rules
from storage.comments import Reading
from tests.comments.test_page_feed import POST
from tests.influencers.house import CreatorsHouse
from tests.influencers.monitoring import REEL
from tests.influencers.test_ad_comments import OnAds, at_facebook
from tests.sandbox.graph.making_posts import MAYA_PAGE


class Finder(OnAds):
    """Somebody whose ads are looked for; Meta lets creator and brand read the comments on them."""

    def __init__(self, house: CreatorsHouse) -> None:
        super().__init__(house)
        self._before: Counter[str] = Counter()

    async def begin_on_ads(self, **wishes: Any) -> None:
        """Have Maya connect her account for comments on ads, and the brand its own."""
        await self.house.meta.post("rules", ad_comments="both")
        await self.begin(**({"hears_organic": False} | wishes))

    async def missed(self, ad: dict[str, Any], text: str = "Lovely!") -> str:
        """Have somebody comment on an ad, which no webhook tells of."""
        return await self.comment(ad, text, is_delivered=False)

    async def asked(self) -> Counter[str]:
        """Return how often Meta was asked for what since this was asked last, her Page and its posts left out."""
        made = [each for each in await self.house.meta.get("calls") if each["op"] not in ("me", "published_posts")]
        calls = Counter(str(each["op"]) for each in made if f"/{MAYA_PAGE}_" not in each["path"])
        new, self._before = calls - self._before, calls
        return new


@pytest.fixture
def ads(house: CreatorsHouse) -> Finder:
    """Somebody whose ads are looked for."""
    return Finder(house)


async def test_comments_on_an_ad_that_nobody_told_of_are_read_with_replies_and_told(ads: Finder) -> None:
    await ads.brand()
    await ads.begin_on_ads()
    ad = await ads.advertise()
    missed, on_post = await ads.missed(ad, "Where is this lamp from?"), await ads.write("not on the ad")
    reply = await ads.write("A reply", on=ad["ad_id"], parent_id=missed)
    await ads.hear()
    found = await ads.stored(missed, reply, on_post)
    assert set(found) == {missed, reply}
    assert {(each.is_on_ad, each.ad_id, each.original_media_id) for each in found.values()} == {
        (True, ad["ad_id"], REEL)
    }
    assert found[reply].parent_id == missed
    await ads.tell()
    assert "Where is this lamp from?" in str(await ads.told())


@pytest.mark.parametrize("is_told_first", [True, False])
async def test_a_comment_is_stored_and_told_once_whether_a_webhook_or_a_reading_brings_it_first(
    ads: Finder, is_told_first: bool
) -> None:
    await ads.brand()
    await ads.begin_on_ads()
    ad = await ads.advertise()
    comment = await ads.comment(ad, is_delivered=is_told_first)
    await ads.hear()
    if not is_told_first:
        await ads.hear_of(comment, "Lovely!", on=ad)
    await ads.tell()
    await ads.hear()
    await ads.tell()
    assert await ads.read(comment) is Reading.LET
    assert len(await ads.told()) == 2  # the head of the thread, and one message of news in it


async def test_ads_are_looked_for_seldom_and_each_costs_one_call_a_reading(ads: Finder) -> None:
    await ads.brand()
    await ads.begin_on_ads()
    for _ad in range(2):
        await ads.advertise()
    await ads.asked()
    await ads.hear()
    # One listing of posts for all; of each ad its creative, what it says, and the comments on it.
    assert await ads.asked() == {"media": 1, "node": 4, "comments": 2}
    await ads.hear()
    assert await ads.asked() == {"comments": 2}
    await ads.house.wait(hours=1)
    await ads.hear()
    assert await ads.asked() == {"media": 1, "comments": 2}


async def test_where_no_login_here_may_read_ads_none_of_them_is_asked_about(ads: Finder) -> None:
    await ads.begin_on_ads()
    await ads.advertise()
    await ads.asked()
    await ads.hear()
    assert await ads.asked() == {"media": 1}


async def test_only_active_ads_are_found_and_one_that_is_stopped_is_read_on_for_a_day(ads: Finder) -> None:
    await ads.brand()
    await ads.begin_on_ads()
    running, stopped = await ads.advertise(), await ads.advertise(status="PAUSED")
    missed = [await ads.missed(each) for each in (running, stopped)]
    await ads.hear()
    assert set(await ads.stored(*missed)) == {missed[0]}
    await ads.house.meta.post("ad", ad_id=running["ad_id"], status="PAUSED")
    late = await ads.missed(running)
    await ads.house.wait(hours=2)
    await ads.hear()
    assert await ads.read(late) is Reading.LET


async def test_a_day_after_it_was_stopped_an_ad_without_comments_is_asked_about_no_more(ads: Finder) -> None:
    await ads.brand()
    await ads.begin_on_ads()
    ad = await ads.advertise()
    await ads.hear()
    await ads.house.meta.post("ad", ad_id=ad["ad_id"], status="PAUSED")
    await ads.hear()
    await ads.house.wait(hours=26)
    await ads.asked()
    await ads.hear()
    assert await ads.asked() == {"media": 1}


@pytest.mark.parametrize(("link", "is_read"), [("spring", True), ("autumn", False)])
async def test_what_the_creator_agreed_to_decides_here_too(ads: Finder, link: str, is_read: bool) -> None:
    skin = await ads.brand()
    await ads.begin_on_ads(profile_ids=(skin.id,), link_contains=link)
    missed = await ads.missed(await ads.advertise(link="https://northlight.example/spring-sale"))
    others = await ads.missed(await ads.advertise("northlight.home", link="https://northlight.example/spring-sale"))
    await ads.hear()
    assert set(await ads.stored(missed, others)) == ({missed} if is_read else set())


async def test_nothing_older_than_what_was_agreed_is_read_on_a_found_ad(ads: Finder) -> None:
    house = ads.house
    await ads.brand()
    await ads.begin_on_ads(hears_ads=False, hears_organic=True)
    ad = await ads.advertise()
    before = await ads.missed(ad, "nobody agreed to this")
    await house.wait(seconds=10)  # clocks differ a little
    await house.ruling.change(house.here, ads.asset.id, Rules(hears_ads=True), by=house.ana)
    await house.wait(seconds=10)
    after = await ads.missed(ad)
    await ads.hear()
    assert set(await ads.stored(before, after)) == {after}


async def test_where_the_field_is_refused_posts_are_asked_one_by_one(ads: Finder) -> None:
    await ads.brand()
    await ads.begin_on_ads()
    missed = await ads.missed(await ads.advertise())
    await ads.house.meta.post("fault", on="media", kind="error", code=100)
    await ads.asked()
    await ads.hear()
    assert await ads.read(missed) is Reading.LET
    assert (await ads.asked())["boost_ads_list"] > 0


@pytest.mark.parametrize("code", [10, 200, 100])
async def test_a_login_that_may_not_see_which_ads_run_keeps_nothing_else_from_being_read(
    ads: Finder, code: int
) -> None:
    await ads.brand()
    await ads.begin_on_ads(hears_organic=True)
    await ads.advertise()
    on_post = await ads.write("on the post")
    await ads.house.meta.post("fault", on="media", kind="error", code=code)
    await ads.house.meta.post("fault", on="boost_ads_list", kind="error", code=code)
    await ads.hear()
    assert await ads.read(on_post) is Reading.LET


@pytest.mark.parametrize("fault", [{"kind": "lost"}, {"kind": "error", "code": 2}])
async def test_where_no_answer_came_ads_are_looked_for_in_the_next_reading(ads: Finder, fault: dict[str, Any]) -> None:
    await ads.brand()
    await ads.begin_on_ads(hears_organic=True)
    missed, on_post = await ads.missed(await ads.advertise()), await ads.write("on the post")
    await ads.house.meta.post("fault", on="media", **fault)
    await ads.hear()
    assert set(await ads.stored(missed, on_post)) == {on_post}
    await ads.hear()
    assert set(await ads.stored(missed, on_post)) == {missed, on_post}


async def test_a_limit_ends_the_reading_and_nothing_more_is_asked_before_it_is_over(ads: Finder) -> None:
    await ads.brand()
    await ads.begin_on_ads(hears_organic=True)
    await ads.advertise()
    await ads.house.meta.post("fault", on="media", kind="error", code=80002)
    await ads.asked()
    await ads.hear()
    assert await ads.asked() == {"media": 1}


async def test_an_ad_decides_at_facebook_before_anybody_comments_on_it_at_instagram(ads: Finder) -> None:
    await ads.brand()
    await ads.begin_on_ads(domains="northlight.example")
    await ads.advertise(link="https://shop.northlight.example/", story_id=POST)
    waiting = await at_facebook(ads)
    assert await ads.read(waiting) is Reading.OPEN
    await ads.hear()
    assert await ads.read(waiting) is Reading.LET
