"""Comments on ads: what the creator agreed to decides who reads them, and what was missed is read back."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from pydantic import SecretStr

from bot.comments.arriving import Arriving
from bot.comments.hearing import Hearing
from bot.influencers.wishes import Rules
from bot.profiles.profiles import NewProfile
from storage.comments import CommentState, Reading
from storage.tables import Profile
from tests.comments.deliveries import a_body, a_value, signature
from tests.comments.test_page_feed import COMMENT, POST, fed
from tests.influencers.house import CreatorsHouse
from tests.influencers.monitoring import CAROUSEL, MAYA, REEL, Monitoring


class OnAds(Monitoring):
    """Somebody who hears of comments on ads, as Meta delivers them."""

    def __init__(self, house: CreatorsHouse) -> None:
        super().__init__(house)
        secret = house.meta.world["app_secret"]
        Hearing(storage=house.storage, engine=house.engine, now=house.now).register()
        self.sign: Callable[[bytes], str] = lambda body: signature(body, secret=secret)
        self.arriving = Arriving(
            storage=house.storage, app_secret=SecretStr(secret), verify_token=SecretStr(""), now=house.now
        )

    async def brand(self, username: str = "northlight.skin") -> Profile:
        """Connect one of the brand's accounts, with a login that may read ads."""
        known = self.house.meta.profile(username)
        new = NewProfile(ig_id=known["ig_id"], username=username, token=SecretStr(known["access_token"]))
        return (await self.house.profiles.connect(self.house.here, new)).profile

    async def advertise(self, username: str = "northlight.skin", **more: Any) -> dict[str, Any]:
        """Have a brand make an ad of Maya's reel."""
        ig_id = self.house.meta.profile(username)["ig_id"]
        return dict(await self.house.meta.post("ad", post_id=REEL, profile_ig_id=ig_id, **more))

    async def comment(
        self, ad: dict[str, Any], text: str = "Lovely!", *, is_delivered: bool = True, **more: Any
    ) -> str:
        """Have somebody comment on an ad, and Meta deliver it."""
        comment_id = await self.write(text, on=ad["ad_id"])
        if is_delivered:
            await self.hear_of(comment_id, text, on=ad, **more)
        return comment_id

    async def hear_of(self, comment_id: str, text: str, *, on: dict[str, Any], **more: Any) -> None:
        """Have Meta deliver a comment on an ad."""
        media = {"id": on["effective_instagram_media_id"], "media_product_type": "AD", "original_media_id": REEL}
        media |= {"ad_id": on["ad_id"], "ad_title": "Spring glow"} | more
        author = {"id": "903", "username": "passing.reader"}
        value = {"from": author, "id": comment_id, "text": text, "media": media}
        entry = {"id": MAYA, "time": int(self.house.now().timestamp()), "changes": []}
        entry["changes"] = [{"field": "comments", "value": value}]
        await self.deliver(json.dumps({"object": "instagram", "entry": [entry]}).encode())

    async def on_a_post(self, media_id: str) -> str:
        """Have somebody comment on a post, and Meta deliver it."""
        comment_id = await self.write(on=media_id)
        value = a_value(comment_id, media={"id": media_id})
        await self.deliver(a_body(value, time=int(self.house.now().timestamp())))
        return comment_id

    async def deliver(self, body: bytes) -> str:
        """Have Meta deliver; returns the comment that the tests of Pages tell of."""
        assert await self.arriving.keep(body, signature=self.sign(body))
        await self.house.work("hear")
        return COMMENT

    async def read(self, comment_id: str) -> Reading | None:
        """Say whether the team may read a comment; None where it is not stored."""
        found = (await self.stored(comment_id)).get(comment_id)
        return None if found is None else found.reading


@pytest.fixture
def ads(house: CreatorsHouse) -> OnAds:
    """Somebody whose comments on ads are heard."""
    return OnAds(house)


async def test_without_filters_a_comment_is_there_at_once_and_named_by_the_ads_title(ads: OnAds) -> None:
    await ads.begin()
    comment = await ads.comment(await ads.advertise())
    assert await ads.read(comment) is Reading.LET
    await ads.tell()
    assert "Spring glow" in json.dumps(await ads.told()) or "Morning light" in json.dumps(await ads.told())


@pytest.mark.parametrize(
    ("filters", "is_let"),
    [
        ({"caption_contains": "PAPER"}, True),
        ({"caption_contains": "something else"}, False),
        ({"link_contains": "spring"}, True),
        ({"link_contains": "autumn"}, False),
        ({"link_contains": "spring", "caption_contains": "something else"}, False),
    ],
)
async def test_what_an_ad_says_and_where_it_leads_decides_who_reads_its_comments(
    ads: OnAds, filters: dict[str, str], is_let: bool
) -> None:
    await ads.brand()
    await ads.begin(**filters)
    ad = await ads.advertise(link="https://northlight.example/spring-sale")
    comment = await ads.comment(ad)
    assert await ads.read(comment) is Reading.OPEN
    await ads.hear()
    assert await ads.read(comment) is (Reading.LET if is_let else None)
    at_once = await ads.comment(ad)  # the ad is known by now
    assert await ads.read(at_once) is (Reading.LET if is_let else None)


@pytest.mark.parametrize(("link", "is_let"), [("spring", True), ("autumn", False)])
async def test_what_was_not_told_waits_for_what_narrower_rules_ask_of_its_ad(
    ads: OnAds, link: str, is_let: bool
) -> None:
    house = ads.house
    await ads.brand()
    await ads.begin(hears_organic=False)
    ad = await ads.advertise(link="https://northlight.example/spring-sale")
    told = await ads.comment(ad, "told")
    await ads.tell()
    untold = await ads.comment(ad, "not told")
    rules = Rules(hears_ads=True, link_contains=link)
    await house.ruling.change(house.here, ads.asset.id, rules, by=house.ana)
    assert await ads.read(untold) is Reading.OPEN
    await ads.hear()
    assert await ads.read(untold) is (Reading.LET if is_let else None)
    assert await ads.read(told) is Reading.LET


async def test_what_waits_for_its_ad_is_decided_although_its_creator_has_agreed_again_meanwhile(ads: OnAds) -> None:
    await ads.begin(caption_contains="PAPER")
    comment = await ads.comment(await ads.advertise())
    assert await ads.read(comment) is Reading.OPEN
    await ads.house.wait(minutes=1)
    await ads.begin(caption_contains="PAPER")
    await ads.hear()
    assert await ads.read(comment) is Reading.LET


async def test_only_comments_on_ads_of_the_brands_that_were_agreed_on_are_read(ads: OnAds) -> None:
    skin, _home = await ads.brand(), await ads.brand("northlight.home")
    await ads.begin(profile_ids=(skin.id,))
    ours, others = await ads.advertise(), await ads.advertise("northlight.home")
    comment, other = await ads.comment(ours), await ads.comment(others)
    await ads.hear()
    assert await ads.read(comment) is Reading.LET
    assert await ads.read(other) is not Reading.LET


async def test_what_waits_while_the_team_wants_more_is_not_let_through_by_what_nobody_had_agreed_to(ads: OnAds) -> None:
    house = ads.house
    await ads.begin(link_contains="spring", caption_contains="paper")
    on_ad = await ads.comment(await ads.advertise(link="https://northlight.example/sale"))
    agreed, on_post = [await ads.on_a_post(post) for post in (REEL, CAROUSEL)]
    assert {await ads.read(each) for each in (on_ad, agreed, on_post)} == {Reading.OPEN}
    await house.wait(seconds=10)  # clocks differ a little
    await house.ruling.change(house.here, ads.asset.id, Rules(hears_ads=True, hears_organic=True), by=house.ana)
    await house.wait(seconds=10)
    later = [await ads.comment(await ads.advertise()), await ads.write()]
    await ads.hear()
    assert [await ads.read(each) for each in (on_ad, on_post, *later)] == [None, None, Reading.LET, Reading.LET]
    assert await ads.read(agreed) is Reading.LET  # its caption has the word that was asked for


async def test_what_no_login_here_may_tell_keeps_comments_closed(ads: OnAds) -> None:
    await ads.house.connect("instagram:" + ads.house.meta.profile("northlight.skin")["ig_id"])  # without ads_read
    await ads.begin(link_contains="spring")
    ad = await ads.advertise(link="https://northlight.example/spring-sale")
    comment = await ads.comment(ad)
    await ads.hear()
    assert await ads.read(comment) is Reading.OPEN
    await ads.tell()
    told = json.dumps(await ads.told())
    assert ("Lovely!" in told, "waits, and nobody can read it" in told) == (False, True)
    await ads.brand()  # somebody connects it with a login that may
    await ads.house.wait(hours=7)
    await ads.hear()
    assert await ads.read(comment) is Reading.LET


async def at_facebook(ads: OnAds) -> str:
    """Have Meta deliver a comment on the creator's Page; returns it."""
    await ads.house.engine.tick("hooks-due")
    await ads.house.work("hook")
    async with ads.house.storage.read(ads.house.here) as uow:
        hook = await uow.hooks.get(ads.asset.id)
    assert hook is not None
    assert hook.page_id is not None
    await ads.house.wait(seconds=1)
    return await ads.deliver(fed("add", page_id=hook.page_id, created_time=int(ads.house.now().timestamp())))


async def test_an_ad_that_is_known_at_instagram_decides_who_reads_its_comments_at_facebook(ads: OnAds) -> None:
    await ads.brand()
    await ads.begin(hears_organic=False, domains="northlight.example")
    waiting = await at_facebook(ads)
    assert await ads.read(waiting) is Reading.OPEN
    await ads.comment(await ads.advertise(link="https://shop.northlight.example/", story_id=POST))
    await ads.hear()
    assert await ads.read(waiting) is Reading.LET
    await ads.tell()
    assert "on an ad at Facebook" in json.dumps(await ads.told())


async def test_where_only_ads_are_monitored_each_is_read_and_tells_of_its_comments_at_facebook(ads: OnAds) -> None:
    await ads.brand()
    await ads.begin(hears_organic=False)
    waiting = await at_facebook(ads)
    assert await ads.read(waiting) is Reading.OPEN
    assert await ads.read(await ads.comment(await ads.advertise(story_id=POST))) is Reading.LET
    await ads.hear()
    assert await ads.read(waiting) is Reading.LET


async def test_what_waited_when_more_was_wanted_is_forgotten_for_nobody_agreed_to_that(ads: OnAds) -> None:
    await ads.begin(link_contains="spring")
    ad = await ads.advertise(link="https://northlight.example/autumn")
    before = await ads.comment(ad)
    assert await ads.read(before) is Reading.OPEN
    await ads.house.wait(minutes=1)
    await ads.house.ruling.change(ads.house.here, ads.asset.id, Rules(hears_ads=True), by=ads.house.ana)
    await ads.hear()
    assert await ads.read(before) is None
    assert await ads.read(await ads.comment(ad)) is Reading.LET


async def test_what_waited_on_a_post_is_forgotten_alike_and_is_not_read_back(ads: OnAds) -> None:
    await ads.begin(hears_ads=False, hears_organic=True, caption_contains="nowhere said")
    before = await ads.write("before")
    await ads.arrive("before", id=before, media={"id": REEL, "media_product_type": "FEED"})
    assert await ads.read(before) is Reading.OPEN
    await ads.house.wait(minutes=1)
    await ads.house.ruling.change(ads.house.here, ads.asset.id, Rules(hears_organic=True), by=ads.house.ana)
    after = await ads.write("after")
    for _turn in range(2):
        await ads.hear()
        assert await ads.read(before) is None
        assert await ads.read(after) is Reading.LET


async def test_what_waits_at_facebook_waits_on_while_comments_on_ads_are_wanted(ads: OnAds) -> None:
    on_ads = Rules(hears_ads=True, domains=("northlight.example",))
    await ads.begin(domains="northlight.example")
    waiting = await at_facebook(ads)
    for rules, reading in ((on_ads, Reading.OPEN), (Rules(), None)):
        await ads.house.ruling.change(ads.house.here, ads.asset.id, rules, by=ads.house.ana)
        assert await ads.read(waiting) is reading


async def test_what_is_known_of_an_ad_stays_known_when_no_login_may_tell_it_any_more(ads: OnAds) -> None:
    await ads.brand()
    await ads.begin(domains="northlight.example", link_contains="spring")
    ad = await ads.advertise(link="https://northlight.example/spring-sale")
    await ads.comment(ad)
    await ads.hear()
    await ads.house.wait(hours=7)
    await ads.house.meta.post("fault", on="node", kind="error", code=200)
    await ads.hear()  # comments at Facebook may wait for it: it is looked at again
    assert await ads.read(await ads.comment(ad)) is Reading.LET


@pytest.mark.parametrize("code", [2, 17])
async def test_a_brands_login_that_may_be_asked_later_only_keeps_nothing_else_from_being_read(
    ads: OnAds, code: int
) -> None:
    await ads.brand()
    await ads.begin(caption_contains="PAPER")
    on_ad, on_post = await ads.comment(await ads.advertise()), await ads.write()
    await ads.house.meta.post("fault", on="node", kind="error", code=code)
    await ads.hear()
    assert (await ads.read(on_ad), await ads.read(on_post)) == (Reading.LET, Reading.LET)


async def test_what_could_not_be_told_for_a_moment_is_asked_again_at_the_next_reading(ads: OnAds) -> None:
    await ads.brand()
    await ads.begin(link_contains="spring")
    comment = await ads.comment(await ads.advertise(link="https://northlight.example/spring-sale"))
    await ads.house.meta.post(
        "fault", on="node", kind="error", code=2, times=4
    )  # its creative, twice, and its captions
    await ads.hear()
    assert await ads.read(comment) is Reading.OPEN
    await ads.hear()
    assert await ads.read(comment) is Reading.LET


async def test_what_no_webhook_told_of_an_ad_is_read_back_with_edits_and_hiding(ads: OnAds) -> None:
    await ads.house.meta.post("rules", ad_comments="both")
    await ads.begin(hears_organic=False)
    ad = await ads.advertise()
    first = await ads.comment(ad)
    missed = await ads.comment(ad, "missed", is_delivered=False)
    await ads.house.meta.post("comment", comment_id=first, text="edited")
    await ads.hear()
    found = await ads.stored(first, missed)
    assert [text for _at, text in found[first].texts][-1] == "edited"
    assert (found[missed].is_on_ad, found[missed].ad_id, found[missed].ad_title) == (True, ad["ad_id"], "Spring glow")


async def test_where_the_creators_login_may_not_read_an_ads_comments_posts_are_read_all_the_same(ads: OnAds) -> None:
    await ads.house.meta.post("rules", ad_comments="brand")
    await ads.begin()
    await ads.comment(await ads.advertise())
    on_post = await ads.write("on the post")
    await ads.hear()
    assert await ads.read(on_post) is Reading.LET


async def test_a_comment_that_was_deleted_at_meta_is_gone_here_with_its_text(ads: OnAds) -> None:
    await ads.begin()
    kept, deleted = await ads.write("kept"), await ads.write("deleted")
    reply = await ads.write("a reply", parent_id=kept)
    await ads.hear()
    await ads.tell()
    await ads.house.meta.post("comment", comment_id=deleted, deleted=True)
    await ads.house.meta.post("comment", comment_id=reply, deleted=True)
    await ads.hear()
    await ads.tell()
    found = await ads.stored(kept, deleted, reply)
    states = {key: each.state for key, each in found.items()}
    assert states == {kept: CommentState.LIVE, deleted: CommentState.GONE, reply: CommentState.GONE}
    assert found[deleted].author_name is None
    assert "This comment was deleted at Meta" in json.dumps(await ads.told())


@pytest.mark.parametrize("fault", [{"code": 100, "subcode": 33}, {"code": 2}])
async def test_a_post_whose_comments_cannot_be_read_stops_no_other(ads: OnAds, fault: dict[str, int]) -> None:
    await ads.begin()
    here = await ads.write("here")
    later = await ads.write("there", on="17895695668004561")
    await ads.house.meta.post("fault", on="comments", kind="error", **fault)
    await ads.hear()
    assert len(await ads.stored(here, later)) == 1
    await ads.hear()
    assert len(await ads.stored(here, later)) == 2


async def test_a_comment_on_an_ad_that_was_shown_before_and_is_refused_now_was_deleted(ads: OnAds) -> None:
    await ads.house.meta.post("rules", ad_comments="both")
    await ads.begin(hears_organic=False)
    comment = await ads.comment(await ads.advertise())
    await ads.hear()
    await ads.house.meta.post("comment", comment_id=comment, deleted=True)
    await ads.house.meta.post("fault", on="node", kind="error", when="before", code=100, subcode=33, times=2)
    await ads.hear()
    assert (await ads.stored(comment))[comment].state is CommentState.LIVE  # the ad cannot be read either
    await ads.hear()
    assert (await ads.stored(comment))[comment].state is CommentState.GONE


async def test_a_refusal_deletes_nothing_on_an_ad_whose_comments_a_login_may_not_be_shown(ads: OnAds) -> None:
    await ads.house.meta.post("rules", ad_comments="both")
    await ads.begin(hears_organic=False)
    ad = await ads.advertise()
    await ads.hear_of("17870900000000999", "heard, and never shown to this login", on=ad)
    await ads.hear()
    assert (await ads.stored("17870900000000999"))["17870900000000999"].state is CommentState.LIVE
