"""A creator removes the app at Facebook, or asks there to be forgotten: Meta calls us, signed, and what it asks is done."""

from __future__ import annotations

import asyncio
from urllib.parse import urlsplit

import httpx
import pytest

from bot.codes.own import Deed
from bot.errors import Refused
from bot.influencers.refused import InviteOver
from bot.influencers.status import InviteState
from bot.web.meta import DEAUTHORIZE, FORGET
from bot.web.site import listen
from storage.codes import CodeStage
from storage.influencers import Ending
from tests.connections.house import SKIN
from tests.influencers.house import CreatorsHouse
from tests.running import until

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
    token = await house.invite(name="Maya Ferreira", handle="maya.makes")
    await house.visiting.ask(token, text="Call me on 555 0100", key="one")
    sign_in_id = await house.join(token)
    account = await house.returning.account(sign_in_id, browser="b" * 40)
    code_id = await house.own.do(account, Deed.MAKE, media_id=REEL)
    await house.work("make-code")
    await calls_from_meta(house, person="maya", event="deletion_asked")
    (asset,) = await house.assets()
    assert (asset.username, asset.name) == (f"id {MAYA}", "–")
    code = await house.code(code_id)
    assert (code.creator_username, code.stage) == (f"id {MAYA}", CodeStage.GONE)
    assert (code.sealed_code, code.tail, code.permalink, code.media_id) == (None, "", None, None)
    assert "asked Meta to be forgotten" in (code.words or "")
    async with house.storage.read(house.here) as uow:
        (invite,) = await uow.invites.of_campaign(house.campaign.id)
        names = (await uow.names.all()).values()
        asked = await uow.notices.get(f"creator_asked:{invite.id}:one")
    assert (invite.username, invite.name) == (None, "–")
    assert "maya.makes" not in names
    assert asked is not None
    assert asked.about["text"] == ""
    history = await house.history()
    assert not any("Maya Ferreira" in line or "instagram.com" in line for line in history)
    assert sum("meta:code:forgotten" in line for line in history) == 1
    (answer,) = [each["url"] for each in await house.meta.get("callbacks") if each["kind"] == "deletion"]
    async with house.web() as web:
        page = await web.get(urlsplit(answer).path)
    assert page.status_code == 200
    assert "ad codes of your posts" in page.text
    assert "until you take them back there" in page.text


async def test_every_invite_of_a_creator_who_asks_to_be_forgotten_names_nobody(house: CreatorsHouse) -> None:
    first = await house.invite(name="Maya, the first")
    await house.visiting.ask(first, text="Call me on 555 0100", key="one")
    await house.join(first)
    await house.join(await house.invite(name="Maya, the second", handle="maya.makes"))  # the same asset, renewed
    unused = await house.invite(name="Maya, the third", handle="maya.makes")
    await house.visiting.ask(unused, text="Mail me at maya@example.com", key="two")
    await house.invite(name="Juno", handle="juno.skates")
    connection = await house.connection()

    async def stored() -> tuple[set[tuple[str, str | None]], set[str]]:
        async with house.storage.read(house.here) as uow:
            invites = await uow.invites.of_campaign(house.campaign.id)
            keys = [f"creator_asked:{each.id}:{key}" for each in invites for key in ("one", "two")]
            asked = [await uow.notices.get(key) for key in keys]
        return {(each.name, each.username) for each in invites}, {each.about["text"] for each in asked if each}

    before = await stored()
    assert len(before[0]) == 4
    async with house.storage.across_workspaces() as everywhere:
        await everywhere.erase_person(connection.meta_user_id or "", but=[connection.id], now=house.now(), words="gone")
    assert await stored() == before  # connected since: it stays
    await calls_from_meta(house, person="maya", event="deletion_asked")
    assert await stored() == ({("–", None), ("Juno", "juno.skates")}, {""})
    with pytest.raises(InviteOver) as over:  # without its handle it would be good for anybody's account
        await house.visiting.welcome(unused, counts=True)
    assert over.value.state is InviteState.REVOKED
    assert sum("meta:invite:revoked" in line for line in await house.history()) == 1
    async with house.storage.read(house.here) as uow:
        forgotten = [each for each in await uow.invites.of_campaign(house.campaign.id) if each.is_forgotten]
    assert len(forgotten) == 1
    for act in (house.inviting.resend, house.inviting.extend, house.inviting.revoke):
        with pytest.raises(Refused, match="asked to be forgotten"):
            await act(house.here, forgotten[0].id, by=house.ana)


async def test_an_invite_that_was_revoked_before_its_creator_asked_to_be_forgotten_opens_nothing_again(
    house: CreatorsHouse,
) -> None:
    await house.join(await house.invite(handle="maya.makes"))
    await house.invite(name="Maya again", handle="maya.makes")
    async with house.storage.read(house.here) as uow:
        (unused,) = [each for each in await uow.invites.of_campaign(house.campaign.id) if each.used_at is None]
    await house.inviting.revoke(house.here, unused.id, by=house.ana)
    assert (await house.inviting.resend(house.here, unused.id, by=house.ana)).link
    await house.inviting.revoke(house.here, unused.id, by=house.ana)
    await calls_from_meta(house, person="maya", event="deletion_asked")
    with pytest.raises(Refused, match="asked to be forgotten"):
        await house.inviting.resend(house.here, unused.id, by=house.ana)


async def test_a_code_that_is_being_made_meanwhile_is_forgotten_all_the_same(house: CreatorsHouse) -> None:
    account = await house.returning.account(await house.join(await house.invite()), browser="b" * 40)
    code_id = await house.own.do(account, Deed.MAKE, media_id=REEL)
    await house.meta.post("fault", on="partnership_ad_code", kind="hold", when="after", times=1)
    making = asyncio.create_task(house.work("make-code"))
    await until(lambda: house.is_code(code_id, CodeStage.SENT))
    user_id = (await house.connection()).meta_user_id or ""
    async with house.storage.across_workspaces() as everywhere:
        await everywhere.erase_person(user_id, now=house.now(), words="gone")
    await house.meta.post("release")
    await making
    code = await house.code(code_id)
    assert (code.stage, code.sealed_code, code.words) == (CodeStage.GONE, None, "gone")


async def test_what_was_read_with_their_login_goes_and_what_others_connected_stays(house: CreatorsHouse) -> None:
    for who in ("maya", "juno"):
        await house.join(await house.invite(hears_organic=True), who=who)
    assets = {each.username: each for each in await house.assets()}
    for each in assets.values():
        await house.has_comment(each.id)
    (maya,) = [each for each in await house.connections() if each.name.startswith("Maya")]
    async with house.storage.across_workspaces() as everywhere:
        await everywhere.erase_person(maya.meta_user_id or "", now=house.now(), words="gone")
    sight = await house.means.people.sight(house.ana)
    async with house.storage.read(house.here) as uow:
        left = {
            username: len(await uow.comments.of_asset(each.id, sight=sight, limit=9))
            for username, each in assets.items()
        }
    assert left == {"maya.makes": 0, "juno.skates": 1}


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
        await everywhere.erase_person(user_id, now=house.now(), words="gone")
    (asset,) = await house.assets()
    assert (asset.username, asset.name) == (f"id {profile.ig_id}", "–")
