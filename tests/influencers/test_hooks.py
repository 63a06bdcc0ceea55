"""The app is on the Page of a creator's account as long as somebody monitors it, whatever happens meanwhile."""

from __future__ import annotations

import hmac
from datetime import timedelta
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from bot.comments.hooking import Hooking
from bot.comments.subscribing import WANTED, Subscribing
from bot.graph import PageAccess, SetupWrong
from bot.influencers.facts import AssetFacts
from bot.influencers.wishes import Rules
from bot.web.site import listen
from storage.hooks import Lack
from storage.influencers import Asset
from tests.influencers.house import CreatorsHouse
from tests.influencers.monitoring import Monitoring
from tests.storage.test_influencers import an_asset

MAYA = "17841412345678901"


async def hook(house: CreatorsHouse) -> int:
    """Do what is due; returns how much that was."""
    await house.engine.tick("hooks-due")
    return await house.work("hook")


async def installs(house: CreatorsHouse) -> dict[str, list[str]]:
    """Return the fields that the app hears of, by Page, as Meta has them."""
    return dict((await house.meta.get("app"))["installs"])


async def asset_of(house: CreatorsHouse) -> Asset:
    async with house.storage.read(house.here) as uow:
        return (await uow.assets.of_account(MAYA))[0]


async def facts(house: CreatorsHouse) -> AssetFacts:
    return (await house.assets())[0]


async def test_the_app_is_put_on_the_page_once_an_account_is_monitored_and_taken_off_at_the_end(
    house: CreatorsHouse,
) -> None:
    await house.join(await house.invite(hears_organic=True))
    assert await hook(house) == 1
    assert list((await installs(house)).values()) == [["feed"]]
    assert (await facts(house)).is_heard_at_once
    assert await hook(house) == 0
    await house.ending.stop(house.here, (await facts(house)).id, by=house.ana)
    await house.work("give-back")
    assert await installs(house) == {}
    assert await house.connections() == []  # it was taken off before the login was given back
    assert await hook(house) == 0


async def test_an_account_that_ends_while_the_app_is_put_on_its_page_has_it_taken_off_again_at_once(
    house: CreatorsHouse,
) -> None:
    await house.join(await house.invite())
    asset_id = (await facts(house)).id

    async def end(request: httpx.Request) -> None:
        if request.method == "POST" and request.url.path.endswith("/subscribed_apps"):
            await house.ending.stop(house.here, asset_id, by=house.ana)

    house._http.event_hooks = {"request": [end]}
    assert await hook(house) == 1
    assert len(await installs(house)) == 1
    assert await hook(house) == 1
    assert await installs(house) == {}
    assert await hook(house) == 0
    await house.work("give-back")
    assert await house.connections() == []


async def test_an_account_of_which_nothing_is_monitored_is_not_heard_of(house: CreatorsHouse) -> None:
    await house.join(await house.invite(hears_ads=False, hears_organic=False))
    await hook(house)
    assert await installs(house) == {}
    assert (await facts(house)).lack is None
    await house.join(await house.invite(hears_organic=True))
    await hook(house)
    assert len(await installs(house)) == 1
    await house.join(await house.invite(hears_ads=False, hears_organic=False))
    await hook(house)
    assert await installs(house) == {}


async def test_as_long_as_another_campaign_monitors_the_account_the_app_stays(house: CreatorsHouse) -> None:
    other = await house.a_campaign(name="Autumn")
    await house.join(await house.invite())
    await house.join(await house.invite(campaign_id=other.id))
    await hook(house)
    first, second = await house.assets()
    await house.ending.stop(house.here, first.id, by=house.ana)
    await hook(house)
    assert len(await installs(house)) == 1
    await house.ending.stop(house.here, second.id, by=house.ana)
    await house.work("give-back", "hook")
    assert await installs(house) == {}


async def test_a_creator_who_left_the_permission_out_is_connected_and_it_is_said_what_that_costs(
    house: CreatorsHouse,
) -> None:
    token = await house.invite()
    await house.join(token, answer="decline:pages_manage_metadata")
    await hook(house)
    assert await installs(house) == {}
    assert (await facts(house)).lack is Lack.SCOPE
    await house.returning.recognise(await house.returned(token), browser="b" * 40)
    await hook(house)
    assert (await facts(house)).lack is None
    assert (await facts(house)).is_heard_at_once


async def test_an_app_that_somebody_took_off_the_page_is_put_on_it_again_the_next_day(house: CreatorsHouse) -> None:
    await house.join(await house.invite())
    await hook(house)
    token = await maya_page(house)
    await house.means.graph.webhooks.uninstall(token)
    await house.wait(hours=25)
    assert await hook(house) == 1
    assert len(await installs(house)) == 1


@pytest.mark.parametrize("fault", [{"kind": "error", "code": 2}, {"kind": "lost", "when": "after"}])
async def test_what_meta_does_not_answer_is_tried_again_until_it_stands(
    house: CreatorsHouse, fault: dict[str, Any]
) -> None:
    await house.join(await house.invite())
    await house.meta.post("fault", on="subscribed_apps", method="POST", **fault)
    await hook(house)
    assert not (await facts(house)).is_heard_at_once
    await house.wait(minutes=2)
    await hook(house)
    assert (await facts(house)).is_heard_at_once
    assert len(await installs(house)) == 1


async def test_a_power_cut_at_any_moment_leaves_the_app_where_it_is_to_be(house: CreatorsHouse) -> None:
    await house.join(await house.invite())

    async def put_on() -> None:
        await house.engine.tick("hooks-due")
        for job in [each for each in house.engine.jobs if each.workflow == "hook"]:
            await house.engine.do(job)

    assert await house.through_cuts(put_on) > 3
    assert len(await installs(house)) == 1
    assert (await facts(house)).is_heard_at_once


async def test_where_meta_has_no_address_to_deliver_to_nothing_is_put_anywhere(house: CreatorsHouse) -> None:
    Hooking(house.means, is_heard=False).register()
    await house.join(await house.invite())
    await hook(house)
    assert await installs(house) == {}
    assert (await facts(house)).lack is Lack.SETUP


async def test_an_app_that_was_put_on_a_page_is_taken_off_even_where_nobody_could_put_it_there_any_more(
    house: CreatorsHouse,
) -> None:
    await house.join(await house.invite())
    await hook(house)
    Hooking(house.means, is_heard=False).register()  # whoever runs Greenlight has taken its address away
    await house.wait(hours=25)
    await hook(house)
    assert (await facts(house)).lack is Lack.SETUP
    assert len(await installs(house)) == 1
    await house.ruling.change(house.here, (await facts(house)).id, Rules(), by=house.ana)
    await hook(house)
    assert await installs(house) == {}
    await house.wait(hours=25)
    assert await hook(house) == 0


async def test_what_a_creator_takes_back_just_before_a_look_is_asked_for_once_more_at_the_end_and_nothing_is_heard(
    house: CreatorsHouse,
) -> None:
    monitoring = Monitoring(house)
    await monitoring.begin()
    await hook(house)
    connection = await house.connection()
    token = house.secrets.open(connection.sealed_token).get_secret_value()
    proof = hmac.new(house.meta.world["app_secret"].encode(), token.encode(), "sha256").hexdigest()
    taken = {"access_token": token, "appsecret_proof": proof}
    async with httpx.AsyncClient(base_url=house.meta.url) as facebook:
        gone = await facebook.delete("/v26.0/me/permissions/pages_manage_metadata", params=taken)
    assert gone.status_code == httpx.codes.OK
    await house.wait(hours=25)
    await hook(house)
    assert (await facts(house)).lack is Lack.SCOPE
    await house.ruling.change(house.here, monitoring.asset.id, Rules(), by=house.ana)
    await hook(house)
    assert len(await installs(house)) == 1  # Meta lets nobody but the creator take it off now
    await monitoring.arrive("Still delivered")
    await monitoring.tell()
    assert (await monitoring.listed()).rows == []
    await house.wait(hours=25)
    assert await hook(house) == 0


async def test_a_login_that_died_leaves_nothing_to_be_done(house: CreatorsHouse) -> None:
    await house.join(await house.invite())
    await hook(house)
    await house.meta.post("person", person="maya", event="app_removed")
    await house.wait(hours=25)
    await hook(house)  # it meets the dead login, and has it looked after
    await house.check()
    assert (await facts(house)).ended_at is not None
    await hook(house)
    assert await hook(house) == 0


async def test_an_account_without_a_login_is_looked_at_once_a_day_and_not_all_the_time(house: CreatorsHouse) -> None:
    async with house.storage.write(house.here) as uow:
        uow.assets.add(
            an_asset(house.campaign, ig_id=MAYA, hears_organic=True, ends_at=house.now() + timedelta(days=9))
        )
    assert [await hook(house) for _ in range(3)] == [1, 0, 0]
    await house.wait(hours=25)
    assert await hook(house) == 1


async def test_whoever_runs_greenlight_has_meta_deliver_with_one_command(house: CreatorsHouse) -> None:
    graph = house.means.graph
    with listen(0) as listening:
        address = f"http://127.0.0.1:{listening.getsockname()[1]}/meta/webhooks"
        async with house.served(listening):
            subscribing = Subscribing(graph=graph, address=address, verify_token=SecretStr("a-word"))
            assert await subscribing.missing() == list(WANTED)
            with pytest.raises(SetupWrong):  # the address knows another word
                await Subscribing(graph=graph, address=address, verify_token=SecretStr("guess")).subscribe()
            assert await subscribing.subscribe() == list(WANTED)
    assert await subscribing.missing() == await subscribing.subscribe() == []
    assert await Subscribing(graph=graph, address=f"{address}2", verify_token=SecretStr("a-word")).missing()


async def maya_page(house: CreatorsHouse) -> PageAccess:
    connection_id = (await asset_of(house)).connection_id
    assert connection_id is not None
    async with house.storage.read(house.here) as uow:
        connection = await uow.connections.get(connection_id)
    assert connection is not None
    token = house.secrets.open(connection.sealed_token)
    pages = [each async for each in house.means.graph.accounts.pages(token)]
    (page,) = [each for each in pages if each.linked is not None and each.linked.ig_id == MAYA]
    assert page.token is not None
    return PageAccess(page.id, page.token)
