"""Checking logins: both clocks, reminders to the right person once each, roles that were lost, deaths and stand-ins."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.connections.clocks import REMIND_DAYS
from bot.connections.facts import ReconnectFacts
from bot.connections.lacks import Kind as Lacking
from bot.connections.notices import Ending
from bot.connections.scopes import Scope
from storage.logins import Life
from storage.tables import Health
from tests.connections.house import HOME, SKIN, SKIN_PAGE, House
from tests.storage.builders import a_campaign


def told(house: House) -> list[int | Ending]:
    return [each.when for each in house.drawn if isinstance(each, ReconnectFacts)]


async def tell(house: House) -> None:
    await house.engine.tick("tend")
    await house.work("notify")


async def settled(house: House) -> None:
    """Let what a sign-in brought be read and told, so that only what comes later is told."""
    await house.look()
    await house.work("notify")


async def test_what_meta_says_of_a_token_is_written_down_with_both_clocks(house: House) -> None:
    await house.paste()
    await house.check()
    connection = await house.connection()
    assert connection.meta_user_id == "10223344556677881"
    assert connection.scopes is not None
    assert Scope.ADS_BRAND in connection.scopes
    assert connection.expires_at is None  # a system user's: Meta gives 0
    assert connection.checked_at is not None


async def test_a_login_is_checked_daily_and_to_the_minute_when_a_reminder_is_due(house: House) -> None:
    await house.connect(SKIN)
    await house.check()
    connection = await house.connection()
    assert connection.next_check_at is not None
    assert abs(connection.next_check_at - house.now() - timedelta(days=1)) < timedelta(minutes=1)
    await house.wait(days=45, hours=12)
    await house.check()
    connection = await house.connection()
    assert connection.expires_at is not None
    assert connection.next_check_at == connection.expires_at - timedelta(days=14)


async def test_whoever_connected_it_is_reminded_at_14_7_and_1_days_once_each(house: House) -> None:
    await house.connect(SKIN)
    await settled(house)
    for _day in range(63):
        await house.wait(days=1)
        for _again in range(2):  # a check that is repeated tells nothing twice
            await house.check()
        await tell(house)
    assert told(house)[:3] == list(REMIND_DAYS)
    assert len(told(house)) == 4  # and once more when it was over
    assert (await house.letters(house.ana)).count("ReconnectFacts") == 4
    assert await house.letters(house.ben) == []


async def test_after_a_week_in_which_nothing_ran_one_reminder_comes_and_not_two(house: House) -> None:
    await house.connect(SKIN)
    await settled(house)
    await house.wait(days=54, hours=12)
    await house.check()
    await tell(house)
    assert told(house) == [7]


async def test_a_reminder_does_not_wait_for_meta_to_answer(house: House) -> None:
    await house.connect(SKIN)
    await settled(house)
    await house.wait(days=54)
    await house.meta.post("fault", on="debug_token", kind="status", status=503, times=5)
    await house.check()
    await tell(house)
    assert told(house) == [7]
    assert (await house.connection()).failed_checks == 1


async def test_somebody_who_has_signed_in_again_is_reminded_no_more_until_the_new_end(house: House) -> None:
    await house.connect(SKIN)
    await settled(house)
    await house.wait(days=47)
    await house.check()
    await house.connect(SKIN)
    await house.look()
    await tell(house)  # the reminder was on its way, and has become untrue
    assert told(house) == []
    await house.wait(days=47)
    await house.check()
    await tell(house)
    assert told(house) == [14]


async def test_nobody_is_reminded_of_a_login_that_another_stands_in_for(house: House) -> None:
    await house.connect(SKIN)
    await settled(house)
    await house.wait(days=40)
    await house.connect(SKIN, who="omar", person=house.ben)
    await settled(house)
    await house.wait(days=10)
    await house.check()
    await tell(house)
    assert told(house) == []


async def test_access_to_data_ends_on_a_clock_of_its_own(house: House) -> None:
    await house.connect(SKIN)
    await settled(house)
    connection_id = (await house.connection()).id
    async with house.storage.write(house.here) as uow:
        connection = await uow.connections.get(connection_id, lock=True)
        assert connection is not None
        connection.expires_at, connection.next_check_at = None, None  # as with a token that has no end
    await house.wait(days=84)
    (facts,) = await house.overview.all(house.here)
    assert facts.is_ending(now=house.now())
    assert not facts.needs_somebody


async def test_the_first_refusal_of_a_token_asks_whoever_connected_it_to_reconnect_once(house: House) -> None:
    await house.connect(SKIN, HOME)
    await house.look()
    await house.work("notify")
    await house.meta.post("person", person="nora", event="password")
    await house.wait(hours=2)
    for _look in range(3):
        await house.look()
        await house.wait(hours=1)
    await tell(house)
    assert told(house) == [Ending.DEAD]
    (reconnect,) = [each for each in house.drawn if isinstance(each, ReconnectFacts)]
    assert reconnect.profiles == ["northlight.home", "northlight.skin"]
    assert reconnect.is_yours
    for key in (SKIN, HOME):
        assert (await house.profile(key)).health is Health.LOGIN_DEAD


async def test_a_profile_that_was_connected_again_is_not_unreadable_since_before(house: House) -> None:
    await house.connect(SKIN)
    await house.meta.post("person", person="nora", event="password")
    await house.look()
    dead = await house.profile(SKIN)
    assert (dead.health, dead.unreadable_since is None) == (Health.LOGIN_DEAD, False)

    await house.connect(SKIN)
    again = await house.profile(SKIN)
    assert (again.health, again.unreadable_since) == (Health.NEW, None)


async def test_a_login_that_died_is_noticed_by_the_check_too(house: House) -> None:
    await house.connect(SKIN, SKIN_PAGE)
    await settled(house)
    await house.meta.post("person", person="nora", event="logout")
    await house.wait(days=1, minutes=1)
    await house.check()
    assert (await house.connection()).life is Life.DEAD
    assert (await house.profile(SKIN_PAGE)).health is Health.LOGIN_DEAD
    await house.look()
    assert (await house.profile(SKIN)).health is Health.LOGIN_DEAD
    await tell(house)
    assert told(house) == [Ending.DEAD]


async def test_a_pasted_token_that_died_is_told_to_whoever_made_a_campaign_with_it(house: House) -> None:
    profile = await house.paste()
    async with house.storage.write(house.here) as uow:
        uow.campaigns.add(a_campaign(default_profile_id=profile.id, created_by=house.ben))
    await house.meta.post("token", profile_ig_id=profile.ig_id, state="expired")
    await house.look()
    await tell(house)
    assert await house.letters(house.ben) == ["ReconnectFacts"]


async def test_if_whoever_connected_it_has_left_whoever_made_a_campaign_is_asked(house: House) -> None:
    await house.connect(SKIN)
    await settled(house)
    async with house.storage.write(house.here) as uow:
        profile = await house.profile(SKIN)
        uow.campaigns.add(a_campaign(default_profile_id=profile.id, created_by=house.chloe))
    await house.slack.post("person", user=house.ana, deleted=True)
    await house.wait(days=54)
    await house.check()
    await tell(house)
    assert await house.letters(house.chloe) == ["ReconnectFacts"]
    (reconnect,) = [each for each in house.drawn if isinstance(each, ReconnectFacts)]
    assert not reconnect.is_yours


async def test_if_nobody_else_is_there_an_administrator_is_asked(house: House) -> None:
    await house.connect(SKIN)
    await settled(house)
    world = await house.slack.get("world")
    owner = next(each["id"] for each in world["users"] if each["is_owner"] and each["id"] != house.ana)
    await house.slack.post("person", user=house.ana, deleted=True)
    await house.wait(days=54)
    await house.check()
    await tell(house)
    assert await house.letters(owner) == ["ReconnectFacts"]


async def test_a_role_that_was_taken_away_is_said_of_the_profile(house: House) -> None:
    await house.connect(SKIN)
    await house.check()
    page = SKIN_PAGE.split(":")[1]
    await house.meta.post("person", person="nora", tasks={page: ["ANALYZE"]})
    await house.wait(days=1, minutes=1)
    await house.check()
    (facts,) = await house.overview.all(house.here)
    assert facts.login is not None
    assert [lack.kind for lack in facts.login.lacks] == [Lacking.ROLE]
    assert facts.needs_somebody


async def test_a_permission_that_was_taken_back_at_facebook_is_said_of_the_profile(house: House) -> None:
    await house.connect(SKIN)
    await house.check()
    token = house.secrets.open((await house.connection()).sealed_token)
    await house.means.graph.login.revoke(token, scope=Scope.ADS_BRAND)
    await house.wait(days=1, minutes=1)
    await house.check()
    (facts,) = await house.overview.all(house.here)
    assert facts.login is not None
    assert [lack.scopes for lack in facts.login.lacks] == [(Scope.ADS_BRAND,)]


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "garbage"},
        {"kind": "lost"},
        {"kind": "error", "code": 2},
        {"kind": "rewrite", "key": "user_id", "value": "9"},  # an answer about somebody else
    ],
)
async def test_meta_being_out_of_reach_changes_nothing_and_the_check_comes_back(
    house: House, fault: dict[str, str]
) -> None:
    await house.connect(SKIN)
    before = await house.connection()
    await house.meta.post("fault", on="debug_token", **fault)
    await house.check()
    connection = await house.connection()
    assert (connection.life, connection.expires_at) == (Life.ALIVE, before.expires_at)
    assert (connection.checked_at, connection.failed_checks) == (before.checked_at, 1)
    assert connection.next_check_at is not None
    assert connection.next_check_at > house.now()
    await house.wait(minutes=6)
    await house.check()
    assert (await house.connection()).failed_checks == 0


async def test_a_check_of_a_token_that_was_renewed_meanwhile_says_nothing_about_the_new_one(house: House) -> None:
    await house.connect(SKIN)
    await house.engine.tick("tend")
    job = house.engine.newest("inspect")
    await house.meta.post("person", person="nora", event="password")
    await house.connect(SKIN)
    await house.engine.do(job)
    assert (await house.connection()).life is Life.ALIVE


async def test_lists_that_could_not_all_be_read_take_no_role_away(house: House) -> None:
    await house.connect(SKIN)
    await house.check()
    await house.meta.post("person", person="nora", tasks={SKIN_PAGE.split(":")[1]: []})
    await house.meta.post("fault", on="me", kind="error", code=10, times=9)
    await house.wait(days=1, minutes=1)
    await house.check()
    (way,) = await house.ways((await house.profile(SKIN)).id)
    assert way.lost_at is None
