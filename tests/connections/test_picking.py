"""Picking accounts: what each lacks and how to mend it, connecting what is ticked, and keeping workspaces apart."""

from __future__ import annotations

import asyncio

import pytest

from bot.connections.lacks import Kind as Lacking
from bot.connections.picking import PICKED, Choices
from bot.connections.refused import NotSignedIn, SignInOver, StateRefused
from bot.connections.scopes import Scope
from bot.connections.sentences import lacked, mended
from bot.errors import NotAllowed, WrongInput
from bot.graph import GraphError
from bot.permissions.reading.lists import Lists, Narrowing
from storage.logins import Life
from storage.tables import Health, Kind
from tests.connections.house import ELSEWHERE, HOME, SKIN, SKIN_PAGE, House

MINE = "b" * 40


def lacks(choices: Choices, key: str) -> list[Lacking]:
    return [lack.kind for each in choices.offers if each.account.key == key for lack in each.lacks]


def keys(choices: Choices) -> set[str]:
    return {each.account.key for each in choices.offers if each.can_be_picked}


async def test_somebody_who_runs_everything_may_pick_every_linked_account_and_page(house: House) -> None:
    choices = await house.choosing()
    assert {SKIN, HOME, SKIN_PAGE} <= keys(choices)
    assert choices.declined == []
    instagram = [each.account.name for each in choices.offers if each.account.kind is Kind.INSTAGRAM]
    assert {"northlight.skin", "northlight.home", "northlight.archive"} <= set(instagram)


async def test_what_is_missing_is_told_for_each_account_with_its_mend(house: House) -> None:
    choices = await house.choosing(who="iris")  # Pages without a professional Instagram account
    missing = {each.account.name: each.lacks for each in choices.offers if each.lacks}
    assert [lack.kind for lack in missing["Northlight Press"]] == [Lacking.LINK]
    assert Lacking.PROFESSIONAL in [lack.kind for lack in missing["private.pebble"]]
    for found in missing.values():
        for lack in found:
            assert lacked(lack).endswith(".")
            assert len(mended(lack)) > 20


async def test_a_role_without_ads_is_not_enough(house: House) -> None:
    choices = await house.choosing(who="ben")
    assert lacks(choices, SKIN) == [Lacking.ROLE]
    with pytest.raises(WrongInput):
        await house.picking.connect(choices.sign_in_id, browser=MINE, picked=[SKIN])


async def test_an_account_that_a_business_shares_is_found_without_any_page(house: House) -> None:
    choices = await house.choosing(who="omar")
    assert SKIN in keys(choices)
    await house.picking.connect(choices.sign_in_id, browser=MINE, picked=[SKIN])
    assert (await house.profile(SKIN)).username == "northlight.skin"


async def test_somebody_without_any_account_gets_an_empty_list_and_no_error(house: House) -> None:
    choices = await house.choosing(who="pat")
    assert list(choices.offers) == []
    assert choices.declined == []


async def test_a_permission_that_was_declined_is_named_and_keeps_what_needs_it_from_being_picked(house: House) -> None:
    choices = await house.choosing(answer=f"decline:{Scope.ADS_BRAND}")
    assert choices.declined == [Scope.ADS_BRAND]
    (lack,) = next(each.lacks for each in choices.offers if each.account.key == SKIN)
    assert lack.scopes == (Scope.ADS_BRAND,)
    with pytest.raises(WrongInput) as refused:
        await house.picking.connect(choices.sign_in_id, browser=MINE, picked=[SKIN])
    assert refused.value.field == PICKED


async def test_a_permission_that_only_looking_up_needs_keeps_nobody_from_connecting(house: House) -> None:
    choices = await house.choosing(answer=f"decline:{Scope.INSIGHTS}")
    assert choices.declined == [Scope.INSIGHTS]
    assert SKIN in keys(choices)


async def test_without_the_list_of_pages_what_a_business_lists_is_offered_and_the_permission_named(
    house: House,
) -> None:
    choices = await house.choosing(answer=f"decline:{Scope.LIST}")
    assert choices.declined == [Scope.LIST]
    assert SKIN in keys(choices)
    assert not any(each.account.kind is Kind.PAGE for each in choices.offers)


async def test_what_was_declined_is_granted_in_another_round(house: House) -> None:
    choices = await house.choosing(answer=f"decline:{Scope.ADS_BRAND}")
    dialog = await house.signing_in.again(choices.sign_in_id, browser=MINE)
    await house.signing_in.come_back(await house.answered(dialog), browser=MINE)
    again = await house.picking.choices(choices.sign_in_id, browser=MINE)
    assert again.declined == []
    assert SKIN in keys(again)


async def test_a_permission_given_for_some_accounts_only_counts_for_those(house: House) -> None:
    skin, page = SKIN.split(":")[1], SKIN_PAGE.split(":")[1]
    choices = await house.choosing(assets=[skin, page])
    assert SKIN in keys(choices)
    assert HOME not in keys(choices)


async def test_connecting_makes_profiles_with_sealed_tokens_and_a_line_of_history(house: House) -> None:
    choices = await house.connect(SKIN, HOME)
    connection = await house.connection()
    for key in (SKIN, HOME):
        profile = await house.profile(key)
        assert (profile.connection_id, profile.sealed_token) == (connection.id, connection.sealed_token)
        assert profile.health is Health.NEW
        async with house.storage.read(house.here) as uow:
            (entry,) = await uow.audit.of(profile.id)
            names = await uow.names.all()
        assert (entry.tag, entry.actor) == ("person:profile:connected", house.ana)
        assert names[entry.labels["login"]] == "Nora Lind"
    assert (connection.granted_by, connection.name) == (house.ana, "Nora Lind")
    assert connection.expires_at is not None
    assert 59 <= (connection.expires_at - house.now()).days <= 60
    assert connection.data_access_expires_at is not None
    assert 89 <= (connection.data_access_expires_at - house.now()).days <= 90
    row = await house.sign_in(choices.sign_in_id)
    assert row is not None
    assert (row.sealed_token, row.login, row.accounts) == (None, None, None)


async def test_what_meta_lists_already_is_taken_in_and_counted(house: House) -> None:
    for creator, status in (("maya.makes", "APPROVED"), ("juno.skates", "PENDING")):
        await house.meta.post("permission", profile_ig_id=SKIN.split(":")[1], creator_username=creator, status=status)
    choices = await house.connect(SKIN)
    assert not (await house.picking.picked(choices.sign_in_id, browser=MINE)).is_read
    await house.look()
    picked = await house.picking.picked(choices.sign_in_id, browser=MINE)
    assert picked.is_read
    assert picked.adopted == {(await house.profile(SKIN)).id: {"approved": 1, "waiting": 1}}
    (fresh,) = await house.overview.fresh(house.here, person_id=house.ana)
    assert fresh.name == "northlight.skin"


async def test_requests_of_before_are_taken_in_once_however_they_ended(house: House) -> None:
    sent = {"maya.makes": "REVOKED", "juno.skates": "REJECTED", "fickle.finch": "CANCELED", "olive.outdoors": "PENDING"}
    for creator, status in sent.items():
        await house.meta.post("permission", profile_ig_id=SKIN.split(":")[1], creator_username=creator, status=status)
    await house.connect(SKIN)
    await house.look()
    skin = (await house.profile(SKIN)).id
    counted = {"revoked": 1, "declined": 1, "cancelled": 1, "waiting": 1}
    async with house.storage.read(house.here) as uow:
        assert await uow.requests.adopted(skin) == counted
    lists = Lists(storage=house.storage, people=house.means.people)
    page = await lists.page(house.here, person_id=house.ana, narrowing=Narrowing(profile_id=skin))
    assert {each.creator_username: each.meta_status for each in page.rows} == sent
    assert all(each.is_as_found for each in page.rows)

    await house.meta.post(
        "permission", profile_ig_id=SKIN.split(":")[1], creator_username="slow.sundays", status="REJECTED"
    )
    await house.wait(hours=2)
    await house.look()
    async with house.storage.read(house.here) as uow:
        assert await uow.requests.adopted(skin) == counted


async def test_a_page_becomes_a_profile_that_nothing_is_sent_from_yet(house: House) -> None:
    await house.connect(SKIN_PAGE)
    page = await house.profile(SKIN_PAGE)
    assert (page.kind, page.username, page.health) == (Kind.PAGE, "Northlight Skin", Health.OK)
    assert await house.profiles.suggest(house.here) == []
    assert await house.engine_is_idle_for(page.id)
    (facts,) = await house.overview.all(house.here)
    assert facts.kind is Kind.PAGE


async def test_picking_twice_connects_once(house: House) -> None:
    choices = await house.choosing()
    await house.picking.connect(choices.sign_in_id, browser=MINE, picked=[SKIN])
    with pytest.raises(SignInOver):
        await house.picking.connect(choices.sign_in_id, browser=MINE, picked=[HOME])
    assert [each.username for each in await house.profiles.all(house.here)] == ["northlight.skin"]


async def test_pressing_twice_at_once_connects_once(house: House) -> None:
    choices = await house.choosing()
    pressed = [house.picking.connect(choices.sign_in_id, browser=MINE, picked=[SKIN]) for _press in range(4)]
    ends = await asyncio.gather(*pressed, return_exceptions=True)
    assert [type(end) for end in ends if end is not None] == [SignInOver] * 3
    assert len(await house.ways((await house.profile(SKIN)).id)) == 1


@pytest.mark.parametrize("picked", [[], ["instagram:1"], ["nonsense"], ["page:of-1", "instagram:of-104233445566707"]])
async def test_what_was_not_offered_cannot_be_picked(house: House, picked: list[str]) -> None:
    choices = await house.choosing()
    with pytest.raises(WrongInput, match="No account was ticked"):
        await house.picking.connect(choices.sign_in_id, browser=MINE, picked=picked)
    assert await house.profiles.all(house.here) == []


async def test_another_browser_sees_nothing_of_a_sign_in_and_picks_nothing(house: House) -> None:
    choices = await house.choosing()
    with pytest.raises(StateRefused):
        await house.picking.choices(choices.sign_in_id, browser="o" * 40)
    with pytest.raises(StateRefused):
        await house.picking.connect(choices.sign_in_id, browser="o" * 40, picked=[SKIN])
    await house.picking.connect(choices.sign_in_id, browser=MINE, picked=[SKIN])
    with pytest.raises(StateRefused):
        await house.picking.picked(choices.sign_in_id, browser="o" * 40)


async def test_somebody_who_left_the_workspace_meanwhile_connects_nothing(house: House) -> None:
    choices = await house.choosing()
    await house.slack.post("person", user=house.ana, deleted=True)
    with pytest.raises(NotAllowed):
        await house.picking.connect(choices.sign_in_id, browser=MINE, picked=[SKIN])


@pytest.mark.parametrize("on", ["oauth", "debug_token", "me", "batch"])
@pytest.mark.parametrize("fault", [{"kind": "lost"}, {"kind": "garbage"}, {"kind": "status", "status": 502}])
async def test_meta_failing_in_the_middle_is_tried_again_by_the_same_page(
    house: House, on: str, fault: dict[str, str]
) -> None:
    query = await house.answered(await house.begin())
    sign_in_id = await house.signing_in.come_back(query, browser=MINE)
    await house.meta.post("fault", on=on, **fault)
    with pytest.raises(GraphError):
        await house.picking.choices(sign_in_id, browser=MINE)
    assert SKIN in keys(await house.picking.choices(sign_in_id, browser=MINE))


async def test_the_app_taken_off_at_facebook_in_the_middle_asks_for_another_sign_in(house: House) -> None:
    query = await house.answered(await house.begin())
    sign_in_id = await house.signing_in.come_back(query, browser=MINE)
    await house.meta.post("person", person="nora", event="app_removed")
    with pytest.raises(NotSignedIn):
        await house.picking.choices(sign_in_id, browser=MINE)


async def test_a_token_of_another_app_is_thrown_away(house: House) -> None:
    picking = house.picking_of(house.configured(app_id="999"))
    query = await house.answered(await house.begin())
    sign_in_id = await house.signing_in.come_back(query, browser=MINE)
    with pytest.raises(NotSignedIn, match="another app"):
        await picking.choices(sign_in_id, browser=MINE)


async def test_a_clock_that_is_wrong_here_does_not_make_a_fresh_login_look_dead(house: House) -> None:
    await house.connect(SKIN)
    house.be_off(days=61)
    await house.check()
    connection = await house.connection()
    assert connection.life is Life.ALIVE
    await house.look()
    assert (await house.profile(SKIN)).health is Health.OK


async def test_three_hundred_pages_are_listed_whole(house: House) -> None:
    for number in range(300):
        await house.meta.post("page", name=f"Page {number:03}", people={"nora": ["ADVERTISE", "ANALYZE"]})
    choices = await house.choosing()
    assert sum(each.account.kind is Kind.PAGE for each in choices.offers) >= 300
    await house.picking.connect(choices.sign_in_id, browser=MINE, picked=keys(choices))
    assert len(await house.overview.all(house.here)) > 300


async def test_two_workspaces_connect_one_account_and_see_nothing_of_each_other(house: House) -> None:
    await house.connect(SKIN)
    await house.connect(SKIN, ws=ELSEWHERE, person=house.ben)
    ours, theirs = await house.profile(SKIN), await house.profile(SKIN, ws=ELSEWHERE)
    assert ours.id != theirs.id
    assert (await house.connection()).granted_by == house.ana
    assert (await house.connection(ws=ELSEWHERE)).granted_by == house.ben
    for ws, other in ((house.here, theirs), (ELSEWHERE, ours)):
        assert [each.id for each in await house.overview.all(ws)] != [other.id]
        async with house.storage.read(ws) as uow:
            assert await uow.profiles.get(other.id) is None
            assert await uow.connections.ways_to(other.id) == []


async def test_a_new_sign_in_elsewhere_has_the_persons_other_connections_checked(house: House) -> None:
    await house.connect(SKIN)
    await house.check()
    assert (await house.connection()).next_check_at > house.now()  # type: ignore[operator]  # set by the check
    await house.connect(SKIN, ws=ELSEWHERE, answer=f"decline:{Scope.INSIGHTS}")
    due = (await house.connection()).next_check_at
    assert due is not None
    assert due <= house.now()


async def test_signing_in_again_renews_every_profile_of_that_person(house: House) -> None:
    await house.connect(SKIN, HOME)
    before = (await house.profile(HOME)).sealed_token
    await house.wait(days=40)
    await house.connect(SKIN)
    connection = await house.connection()
    assert (await house.profile(HOME)).sealed_token == connection.sealed_token != before
    assert connection.expires_at is not None
    assert (connection.expires_at - house.now()).days >= 59


async def test_an_account_connected_by_two_people_keeps_both_and_uses_the_healthiest(house: House) -> None:
    await house.connect(SKIN)
    await house.wait(days=10)
    await house.connect(SKIN, who="omar", person=house.ben)
    profile = await house.profile(SKIN)
    nora, omar = await house.connections()
    assert len(await house.ways(profile.id)) == 2
    assert profile.connection_id == omar.id  # it lasts longer
    await house.meta.post("person", person="omar", event="password")
    await house.look()
    await house.look()
    profile = await house.profile(SKIN)
    assert (profile.connection_id, profile.health) == (nora.id, Health.OK)
    assert await house.life_of(omar.id) is Life.DEAD
    assert not any(each.kind == "reconnect" for each in await house.notices())  # nobody has to do anything


async def test_a_pasted_token_and_a_sign_in_stand_in_for_each_other(house: House) -> None:
    profile = await house.paste()
    await house.connect(SKIN)
    assert len(await house.ways(profile.id)) == 2
    await house.meta.post("token", profile_ig_id=profile.ig_id, state="expired")
    await house.look()
    await house.look()
    assert (await house.profile(SKIN)).health is Health.OK


async def test_connecting_one_again_says_so_when_the_person_may_not_use_it(house: House) -> None:
    await house.connect(SKIN)
    profile = await house.profile(SKIN)
    choices = await house.choosing(who="maya", person=house.ben, profile_id=profile.id)
    assert (choices.wanted, choices.wanted_name) == (SKIN, "@northlight.skin")
    assert SKIN not in {each.account.key for each in choices.offers}
