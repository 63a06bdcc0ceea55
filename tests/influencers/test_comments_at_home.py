"""Comments on the Home tab: mine to look after, and those with a keyword that nobody has, for who may have them."""

from __future__ import annotations

import json

import pytest

from bot.connections.overview import Overview
from bot.homes.keeping import Keeping
from bot.homes.morning import Morning
from handlers.home.card import draw_home
from storage.comment_deeds import DeedKind
from storage.ids import ChannelId, PersonId, new_id
from tests.influencers.house import CreatorsHouse
from tests.influencers.monitoring import Monitoring


class AtHome(Monitoring):
    """Somebody whose Home tab is looked at."""

    def __init__(self, house: CreatorsHouse) -> None:
        super().__init__(house)
        people = house.creators.campaigns.people
        self.morning = Morning(storage=house.storage, people=people, overview=Overview(house.means), now=house.now)

    async def sees(self, person_id: PersonId) -> list[tuple[bool, int]]:
        """Return how many comments somebody sees there, each number with whether they are their own."""
        facts = await self.morning.look(self.house.here, person_id=person_id)
        assert all(each.campaign_id == self.house.campaign.id for each in facts.comments)
        return sorted((each.is_mine, each.count) for each in facts.comments)

    async def scammed(self) -> list[str]:
        """Have two comments told that have a keyword, and one that has none."""
        await self.begin()
        await self.rule("scam")
        written = [await self.write(text) for text in ("a scam", "lovely", "SCÁM again")]
        await self.hear()
        await self.tell()
        return [written[0], written[2]]


@pytest.fixture
def home(house: CreatorsHouse) -> AtHome:
    """Somebody whose Home tab is looked at."""
    return AtHome(house)


async def test_what_has_a_keyword_and_is_nobodys_stands_there_until_somebody_has_it(home: AtHome) -> None:
    house, (one, two) = home.house, await home.scammed()
    assert await home.sees(house.ana) == [(False, 2)]
    assert [each.id for each in (await home.listed(is_nobodys=True)).rows] == [two, one]

    await home.assign(one, house.ben)
    assert await home.sees(house.ben) == [(False, 1), (True, 1)]
    assert await home.sees(house.ana) == [(False, 1)]
    assert [each.id for each in (await home.listed(is_nobodys=True)).rows] == [two]
    await home.assigning.finish(house.here, home.asset.id, one, by=house.ben)
    assert await home.sees(house.ben) == [(False, 1)]

    await home.want(two, DeedKind.HIDE)
    await home.do()
    assert await home.sees(house.ana) == []  # hidden is dealt with


async def test_whoever_has_looked_at_one_says_done_without_having_it_given_first(home: AtHome) -> None:
    house, (one, _two) = home.house, await home.scammed()
    news = (await home.told())[1]
    assert json.dumps(news["blocks"]).count('"Done"') == 2  # the one without a keyword has none
    await home.assigning.finish(house.here, home.asset.id, one, by=house.ben)
    await home.tell()
    shown = json.dumps((await home.told())[1]["blocks"])
    assert f"finished, by <@{house.ben}>" in shown
    assert shown.count('"Done"') == 1
    assert await home.sees(house.ana) == [(False, 1)]
    assert await home.sees(house.ben) == [(False, 1)]


async def test_it_is_for_those_who_may_look_after_them(home: AtHome) -> None:
    house = home.house
    await home.scammed()
    async with house.storage.write(house.here) as uow:
        given: dict[str, str] = {house.chloe: "viewer"}
        await uow.roles.give(given, campaign_id=None, by=house.ana, at=house.now(), new_id=new_id)
    assert await home.sees(house.chloe) == []
    async with house.storage.write(house.here) as uow:
        campaign = await uow.campaigns.get(house.campaign.id)
        assert campaign is not None
        campaign.channel_id, campaign.is_private = ChannelId("G0ELSEWHERE"), True
    assert await home.sees(house.ana) == []


async def test_nothing_is_left_of_an_account_that_is_not_connected_any_more(home: AtHome) -> None:
    house, (one, _two) = home.house, await home.scammed()
    await home.assign(one, house.ben)
    await house.wait(days=60)
    await house.engine.tick("expire")
    assert await home.sees(house.ben) == []


async def test_open_tabs_are_drawn_anew_when_an_alarm_is_told_and_when_somebody_has_it(home: AtHome) -> None:
    house = home.house
    keeping = Keeping(
        storage=house.storage,
        engine=house.engine,
        slack=home.slack,
        morning=home.morning,
        draw_home=draw_home,
        now=house.now,
    )
    keeping.register()
    for person in (house.ana, house.ben):
        assert "keyword" not in str(await keeping.opened(house.here, person))
    (one, _two) = await home.scammed()
    await house.work("home")
    for person in (house.ana, house.ben):
        view = await house.slack.get(f"views/{person}")
        assert "2 comments with a keyword, and nobody looks after them" in str(view)
    await house.wait(seconds=30)
    await home.assign(one, house.ben)
    await house.work("home")
    shown = str(await house.slack.get(f"views/{house.ben}"))
    assert "1 comment is mine to look after" in shown
    assert "1 comment with a keyword, and nobody looks after it" in shown
