"""A creator removes the app at Facebook, or asks there to be forgotten: Meta calls us, signed, and what it asks is done."""

from __future__ import annotations

from urllib.parse import urlsplit

import httpx

from bot.codes.own import Deed
from bot.web.meta import DEAUTHORIZE, FORGET
from bot.web.site import listen
from storage.influencers import Ending
from tests.connections.house import SKIN
from tests.influencers.house import CreatorsHouse

MAYA, REEL = "17841412345678901", "17895695668004553"


async def calls_from_meta(house: CreatorsHouse, *, person: str, event: str) -> None:
    """Have somebody do this at Facebook, which calls the addresses that the app's settings name."""
    with listen(0) as listening:
        at = f"http://127.0.0.1:{listening.getsockname()[1]}"
        await house.meta.post("app", deauthorize_url=f"{at}{DEAUTHORIZE}", deletion_url=f"{at}{FORGET}")
        async with house.served(listening):
            await house.meta.post("person", person=person, event=event)
            statuses = {each["status"] for each in await house.meta.get("callbacks")}
    assert statuses == {200}


async def test_an_app_that_was_removed_ends_what_the_creator_connected_at_once(house: CreatorsHouse) -> None:
    await house.join(await house.invite())
    await calls_from_meta(house, person="maya", event="app_removed")
    await house.check()
    (asset,) = await house.assets()
    assert asset.ending is Ending.WITHDRAWN
    assert await house.connections() == []
    assert sum("has ended at Facebook" in each for each in await house.told()) == 1


async def test_a_creator_who_asks_to_be_forgotten_is_a_number_in_every_place(house: CreatorsHouse) -> None:
    sign_in_id = await house.join(await house.invite(name="Maya Ferreira", handle="maya.makes"))
    account = await house.returning.account(sign_in_id, browser="b" * 40)
    code_id = await house.own.do(account, Deed.MAKE, media_id=REEL)
    await house.work("make-code")
    await calls_from_meta(house, person="maya", event="deletion_asked")
    (asset,) = await house.assets()
    assert (asset.username, asset.name) == (f"id {MAYA}", "–")
    async with house.storage.read(house.here) as uow:
        code = await uow.codes.get(code_id)
        (invite,) = await uow.invites.of_campaign(house.campaign.id)
        names = (await uow.names.all()).values()
    assert code is not None
    assert code.creator_username == f"id {MAYA}"
    assert (invite.username, invite.name) == (None, "–")
    assert "maya.makes" not in names
    (answer,) = [each["url"] for each in await house.meta.get("callbacks") if each["kind"] == "deletion"]
    async with house.web() as web:
        page = await web.get(urlsplit(answer).path)
    assert page.status_code == 200


async def test_what_meta_did_not_sign_changes_nothing(house: CreatorsHouse) -> None:
    await house.join(await house.invite())
    async with house.web() as web:
        for address in (DEAUTHORIZE, FORGET):
            for sent in ({}, {"signed_request": "a.b"}, {"signed_request": "x" * 5000}):
                answer: httpx.Response = await web.post(address, data=sent)
                assert answer.status_code == 400
    assert [each.username for each in await house.assets()] == ["maya.makes"]


async def test_the_handle_of_a_moved_account_is_erased_with_whoever_granted_its_login(house: CreatorsHouse) -> None:
    await house.connect(SKIN)
    user_id = (await house.connection()).meta_user_id or ""
    profile = await house.profile(SKIN)
    await house.moving.to_influencers(house.here, profile.id, campaign_id=house.campaign.id, by=house.ana)
    async with house.storage.across_workspaces() as everywhere:
        await everywhere.erase_names(user_id, now=house.now())
    (asset,) = await house.assets()
    assert (asset.username, asset.name) == (f"id {profile.ig_id}", "–")
