"""Comments on ads that wait for a login: the team is told, and connects one that may read ads."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.connections.scopes import ASKED, ASKED_WITH_ADS
from bot.errors import NotFound
from bot.influencers.readers import WantingReaders
from storage.comments import Reading
from storage.ids import PersonId
from tests.influencers.house import CreatorsHouse
from tests.influencers.test_ad_comments import OnAds

LINK = "https://northlight.example/spring-sale"


class Unread(OnAds):
    """Somebody whose brand has connected its account, without reading ads."""

    async def connect(self, *, reads_ads: bool = False) -> None:
        """Have Ana connect the brand's account by signing in."""
        key = "instagram:" + self.house.meta.profile("northlight.skin")["ig_id"]
        await self.house.connect(key, reads_ads=reads_ads)

    async def notices(self) -> list[str]:
        """Return what the channel was told of comments that wait."""
        await self.tell()
        return [json.dumps(each) for each in await self.told() if "nobody can read" in json.dumps(each)]

    async def look_soon(self) -> None:
        """Do what is due within a minute."""
        await self.house.wait(minutes=1)
        await self.house.engine.tick("catch-ups-due")
        await self.house.work("catch-up")


@pytest.fixture
def ads(house: CreatorsHouse) -> Unread:
    """Somebody whose comments on ads wait."""
    return Unread(house)


async def test_the_thread_is_told_once_how_many_wait_and_what_helps(ads: Unread) -> None:
    await ads.connect()
    await ads.begin(link_contains="spring")
    ad = await ads.advertise(link=LINK)
    await ads.comment(ad)
    await ads.house.wait(seconds=1)
    await ads.comment(ad)
    await ads.hear()
    (notice,) = await ads.notices()
    assert "2 comments on ads of" in notice
    assert "Have ads read" in notice
    await ads.hear()
    assert len(await ads.notices()) == 1


async def test_where_no_comment_waits_or_a_login_may_read_ads_nobody_is_told(ads: Unread) -> None:
    await ads.connect()
    await ads.begin(link_contains="spring")
    await ads.hear()
    assert await ads.notices() == []
    await ads.connect(reads_ads=True)
    await ads.comment(await ads.advertise(link="https://northlight.example/autumn"))
    await ads.hear()
    assert await ads.notices() == []


async def test_the_list_says_it_before_anybody_has_commented_and_no_more_once_a_login_may(ads: Unread) -> None:
    await ads.connect()
    await ads.begin(link_contains="spring")
    (asset,) = await ads.house.assets()
    assert (asset.lacks_reader, asset.waiting) == (True, 0)
    await ads.connect(reads_ads=True)
    (asset,) = await ads.house.assets()
    assert not asset.lacks_reader


async def test_what_needs_no_login_of_the_brand_lacks_none(ads: Unread) -> None:
    await ads.begin(caption_contains="paper")
    (asset,) = await ads.house.assets()
    assert not asset.lacks_reader


async def test_the_login_of_another_brand_than_was_agreed_on_does_not_help(ads: Unread) -> None:
    await ads.connect()
    home = await ads.brand("northlight.home")  # its token was pasted, and does not say what it may do: it is tried
    async with ads.house.storage.read(ads.house.here) as uow:
        skin = next(each for each in await uow.profiles.connected() if each.username == "northlight.skin")
    for agreed, is_lacking in (((home.id,), False), ((home.id, skin.id), False), ((skin.id,), True)):
        await ads.begin(profile_ids=agreed)
        (asset,) = await ads.house.assets()
        assert asset.lacks_reader is is_lacking


async def test_once_it_is_connected_with_reading_ads_what_waited_is_read_at_once_and_told(ads: Unread) -> None:
    await ads.connect()
    await ads.begin(link_contains="spring")
    ad = await ads.advertise(link=LINK)
    comment = await ads.comment(ad, "Where is this lamp from?")
    await ads.hear()
    assert await ads.read(comment) is Reading.OPEN
    await ads.connect(reads_ads=True)
    await ads.look_soon()
    assert await ads.read(comment) is Reading.LET
    await ads.tell()
    assert "Where is this lamp from?" in json.dumps(await ads.told())


async def test_reading_ads_is_asked_for_only_by_whoever_chose_it_and_said_on_the_page(ads: Unread) -> None:
    house = ads.house
    for reads_ads, scopes in ((False, ASKED), (True, ASKED_WITH_ADS)):
        link = house.signing_in.link(house.here, house.ana, reads_ads=reads_ads).rsplit("/", 1)[1]
        assert tuple((await house.signing_in.invitation(link, browser="")).scopes) == scopes
        dialog = await house.signing_in.begin(link, browser="b" * 40)
        assert parse_qs(urlsplit(dialog).query)["scope"] == [",".join(scopes)]


async def test_whoever_leaves_it_out_reads_that_it_is_missing(ads: Unread) -> None:
    choices = await ads.house.choosing(answer="decline:ads_read", reads_ads=True)
    assert "ads_read" in choices.declined


async def test_what_is_needed_is_shown_to_those_who_may_invite_with_the_account_that_it_has_to_be(ads: Unread) -> None:
    house = ads.house
    skin = await ads.brand()
    await ads.begin(profile_ids=(skin.id,))
    wanting = WantingReaders(house.creators)
    facts = await wanting.look(house.here, ads.asset.id, by=house.ana)
    assert (facts.is_lacking, facts.profiles) == (False, [(skin.id, "northlight.skin")])
    with pytest.raises(NotFound):
        await wanting.look(house.here, ads.asset.id, by=PersonId("U0STRANGER"))
