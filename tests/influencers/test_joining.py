"""A creator connects an account by a link: once, the right one, and the channel hears of it."""

from __future__ import annotations

import pytest

from bot.connections.refused import SignInOver
from bot.errors import NotFound, Refused, WrongInput
from bot.graph import StateRefused
from bot.influencers.access import NoAsset, creator_access
from bot.influencers.refused import AccountMissing, InviteOver, InviteUnknown, Missing
from bot.influencers.status import AssetState, InviteState
from bot.influencers.wishes import Rules
from storage.influencers import Ending
from storage.logins import ConnectionKind, Life
from tests.connections.house import SKIN
from tests.influencers.house import CreatorsHouse

MINE, OTHER = "b" * 40, "c" * 40
MAYA = "17841412345678901"


async def test_a_creator_connects_by_a_link_and_the_channel_hears_of_it_once(house: CreatorsHouse) -> None:
    token = await house.invite()
    await house.join(token)

    (asset,) = await house.assets()
    assert (asset.username, asset.state) == ("maya.makes", AssetState.MONITORING)
    assert (asset.ends_at - asset.connected_at).days == 50
    connection = await house.connection()
    assert connection.kind is ConnectionKind.INFLUENCER
    told = await house.told()
    assert [each for each in told if "maya.makes" in each] == ["@maya.makes (Maya) connected an account."]
    assert await house.told() == told
    assert await house.overview.all(house.here) == []


async def test_only_what_the_invite_needs_is_asked_for(house: CreatorsHouse) -> None:
    for hears, wanted in ((True, "instagram_manage_comments"), (False, None)):
        dialog = await house.visiting.begin(await house.invite(hears_ads=hears), browser=MINE)
        assert "instagram_branded_content_creator" in dialog
        assert "ads_brand" not in dialog
        assert ("instagram_manage_comments" in dialog) is (wanted is not None)


async def test_an_invite_without_comments_makes_an_asset_that_monitors_nothing(house: CreatorsHouse) -> None:
    await house.join(await house.invite(hears_ads=False))
    (asset,) = await house.assets()
    assert asset.state is AssetState.NOT_MONITORING


async def test_of_two_creators_with_one_link_the_first_connects_and_the_other_reads_that_it_was_used(
    house: CreatorsHouse,
) -> None:
    token = await house.invite()
    slow = await house.returned(token, who="juno", browser=OTHER)
    found = await house.joining.candidates(slow, browser=OTHER)
    await house.join(token)

    with pytest.raises(InviteOver) as over:
        await house.joining.connect(slow, browser=OTHER, picked=found.accounts[0].key)
    assert over.value.state is InviteState.USED
    with pytest.raises(InviteOver):
        await house.visiting.welcome(token, counts=True)
    assert [each.username for each in await house.assets()] == ["maya.makes"]


async def test_a_return_that_is_replayed_or_comes_to_another_browser_connects_nothing(house: CreatorsHouse) -> None:
    token = await house.invite()
    sign_in_id = await house.returned(token)
    for act in (
        house.joining.candidates(sign_in_id, browser=OTHER),
        house.joining.connect(sign_in_id, browser=OTHER, picked=f"instagram:{MAYA}"),
        house.joining.joined(sign_in_id, browser=OTHER),
    ):
        with pytest.raises(StateRefused):
            await act
    await house.joining.candidates(sign_in_id, browser=MINE)
    await house.joining.connect(sign_in_id, browser=MINE, picked=f"instagram:{MAYA}")
    with pytest.raises(SignInOver):
        await house.joining.connect(sign_in_id, browser=MINE, picked=f"instagram:{MAYA}")
    assert len(await house.assets()) == 1


async def test_a_creators_sign_in_makes_no_profile_and_a_teams_makes_no_asset(house: CreatorsHouse) -> None:
    sign_in_id = await house.returned(await house.invite())
    with pytest.raises(SignInOver):
        await house.picking.choices(sign_in_id, browser=MINE)
    with pytest.raises(SignInOver):
        await house.picking.connect(sign_in_id, browser=MINE, picked=[f"instagram:{MAYA}"])
    choices = await house.choosing()
    with pytest.raises(SignInOver):
        await house.joining.candidates(choices.sign_in_id, browser=MINE)
    assert await house.assets() == []


@pytest.mark.parametrize(
    ("who", "handle", "missing"),
    [
        ("juno", "maya.makes", Missing.WRONG_ACCOUNT),
        ("pat", "", Missing.NO_PROFESSIONAL),
        ("iris", "", Missing.NO_PROFESSIONAL),
    ],
)
async def test_whoever_has_no_account_that_fits_reads_why_and_may_sign_in_again(
    house: CreatorsHouse, who: str, handle: str, missing: Missing
) -> None:
    token = await house.invite(handle=handle)
    sign_in_id = await house.returned(token, who=who)
    with pytest.raises(AccountMissing) as refused:
        await house.joining.candidates(sign_in_id, browser=MINE)
    assert refused.value.missing is missing
    assert await house.signing_in.again(sign_in_id, browser=MINE)
    await house.visiting.welcome(token, counts=True)  # the link is not used up


async def test_a_permission_that_is_left_out_is_told_and_asked_for_again(house: CreatorsHouse) -> None:
    sign_in_id = await house.returned(await house.invite(), answer="decline:instagram_manage_comments")
    with pytest.raises(AccountMissing) as refused:
        await house.joining.candidates(sign_in_id, browser=MINE)
    assert refused.value.missing is Missing.DECLINED


async def test_an_account_that_was_not_offered_cannot_be_picked(house: CreatorsHouse) -> None:
    sign_in_id = await house.returned(await house.invite())
    await house.joining.candidates(sign_in_id, browser=MINE)
    for picked in (SKIN, "", "instagram:1"):
        with pytest.raises(WrongInput):
            await house.joining.connect(sign_in_id, browser=MINE, picked=picked)


async def test_a_private_campaigns_assets_and_invites_are_there_for_its_people_only(house: CreatorsHouse) -> None:
    made = await house.slack.post("channel", name="secret-drop", members=["ana", "greenlight"], is_private=True)
    private = await house.a_campaign(name="Secret", channel_id=made["id"], is_private=True)
    await house.join(await house.invite(campaign_id=private.id))
    assert len(await house.assets()) == 1
    assert await house.assets(person=house.ben) == []
    with pytest.raises(NotFound):
        await house.inviting.all(house.here, private.id, person_id=house.ben)
    with pytest.raises(NotFound):
        await house.invite(campaign_id=private.id, by=house.ben)
    (asset,) = await house.assets()
    with pytest.raises(NotFound):
        await house.ending.stop(house.here, asset.id, by=house.ben)
    assert not any(asset.id in line for line in await house.history(of=house.ben))
    assert any(asset.id in line for line in await house.history(of=house.ana))


async def test_the_plain_link_is_in_no_table_and_no_history(house: CreatorsHouse) -> None:
    token = await house.invite()
    await house.join(token)
    for entry in await house.history():
        assert token not in entry
    async with house.storage.read(house.here) as uow:
        (invite,) = await uow.invites.of_campaign(house.campaign.id)
        assert token not in str({name: getattr(invite, name) for name in invite.__table__.columns.keys()})  # noqa: SIM118


async def test_another_link_ends_the_one_before_and_a_revoked_invite_opens_nothing(house: CreatorsHouse) -> None:
    old = await house.invite()
    (facts,) = await house.inviting.all(house.here, house.campaign.id, person_id=house.ana)
    new = (await house.inviting.resend(house.here, facts.id, by=house.ana)).link.rsplit("/", 1)[1]
    with pytest.raises(InviteUnknown):
        await house.visiting.welcome(old, counts=True)
    await house.visiting.welcome(new, counts=True)
    await house.inviting.revoke(house.here, facts.id, by=house.ana)
    with pytest.raises(InviteOver) as over:
        await house.visiting.begin(new, browser=MINE)
    assert over.value.state is InviteState.REVOKED


async def test_a_link_is_over_after_fourteen_days_and_can_be_left_open_for_longer(house: CreatorsHouse) -> None:
    token = await house.invite()
    await house.wait(days=15)
    with pytest.raises(InviteOver):
        await house.visiting.welcome(token, counts=True)
    (facts,) = await house.inviting.all(house.here, house.campaign.id, person_id=house.ana)
    assert facts.state is InviteState.EXPIRED
    await house.inviting.extend(house.here, facts.id, by=house.ana)
    await house.visiting.welcome(token, counts=True)


async def test_an_asset_ends_by_itself_its_token_is_given_back_and_nobody_is_asked_to_reconnect(
    house: CreatorsHouse,
) -> None:
    await house.join(await house.invite(days=7))
    connection = await house.connection()
    async with house.storage.read(house.here) as uow:
        access = await creator_access(uow, MAYA, secrets=house.secrets, now=house.now())
        assert access.ig_id == MAYA
    await house.wait(days=8)
    await house.engine.tick("expire")
    await house.engine.tick("expire")

    (asset,) = await house.assets()
    assert (asset.state, asset.ending) == (AssetState.EXPIRED, Ending.EXPIRED)
    assert await house.life_of(connection.id) is Life.LEAVING
    async with house.storage.read(house.here) as uow:
        with pytest.raises(NoAsset):
            await creator_access(uow, MAYA, secrets=house.secrets, now=house.now())
    await house.work("give-back")
    assert await house.life_of(connection.id) is None
    await house.check()
    assert sum("its time is over" in each for each in await house.told()) == 1
    assert await house.letters(house.ana) == []


async def test_a_creator_who_takes_it_back_at_facebook_ends_the_asset_and_the_channel_hears_of_it(
    house: CreatorsHouse,
) -> None:
    await house.join(await house.invite())
    await house.meta.post("person", person="maya", event="app_removed")
    async with house.storage.across_workspaces() as everywhere:
        for each in await everywhere.connections_of((await house.connection()).meta_user_id or ""):
            each.next_check_at = house.now()
    await house.check()
    (asset,) = await house.assets()
    assert (asset.state, asset.ending) == (AssetState.EXPIRED, Ending.WITHDRAWN)
    assert sum("has ended at Facebook" in each for each in await house.told()) == 1
    assert await house.connections() == []
    assert await house.letters(house.ana) == []


async def test_a_longer_time_holds_and_an_end_before_is_an_end(house: CreatorsHouse) -> None:
    await house.join(await house.invite(days=7))
    (asset,) = await house.assets()
    await house.ending.extend(house.here, asset.id, days=50, by=house.ana)
    await house.wait(days=8)
    await house.engine.tick("expire")
    assert (await house.assets())[0].state is AssetState.MONITORING
    await house.ending.stop(house.here, asset.id, by=house.ana)
    await house.ending.stop(house.here, asset.id, by=house.ana)
    assert (await house.assets())[0].ending is Ending.STOPPED
    assert sum("ended by the team" in each for each in await house.told()) == 1


async def test_an_account_that_ended_is_invited_again_with_its_rules_and_it_alone(house: CreatorsHouse) -> None:
    await house.join(await house.invite(days=30, hears_organic=True, caption_contains="paper"))
    (asset,) = await house.assets()
    await house.ending.stop(house.here, asset.id, by=house.ana)

    made = await house.inviting.again(house.here, asset.id, by=house.ana)

    assert (made.facts.name, made.facts.username, made.facts.days) == ("Maya", "maya.makes", 30)
    assert made.facts.monitored == asset.monitored
    token = made.link.rsplit("/", 1)[1]
    with pytest.raises(AccountMissing):
        await house.joining.candidates(await house.returned(token, who="juno"), browser=MINE)
    await house.join(token)
    assert [each.state for each in await house.assets()] == [AssetState.MONITORING, AssetState.EXPIRED]


async def test_a_brand_that_is_disconnected_stays_in_a_new_invite_for_the_same_account(house: CreatorsHouse) -> None:
    await house.connect(SKIN)
    skin = await house.profile(SKIN)
    await house.join(await house.invite(profile_ids=[skin.id]))
    (asset,) = await house.assets()
    await house.leaving.disconnect(house.here, skin.id, person_id=house.ana)

    made = await house.inviting.again(house.here, asset.id, by=house.ana)

    assert made.facts.monitored.profiles == [skin.username]  # none would be the ads of every brand
    wanted = Rules(hears_ads=True, hears_organic=True, profile_ids=(skin.id, "0" * 32))
    made = await house.inviting.again(house.here, asset.id, by=house.ana, rules=wanted)
    assert made.facts.monitored.profiles == [skin.username]


async def test_an_invite_whose_brand_was_disconnected_meanwhile_is_not_made_for_every_brand(
    house: CreatorsHouse,
) -> None:
    await house.connect(SKIN)
    skin = await house.profile(SKIN)
    await house.leaving.disconnect(house.here, skin.id, person_id=house.ana)  # while the form is open
    with pytest.raises(WrongInput, match="connected any more") as refused:
        await house.invite(profile_ids=[skin.id])
    assert refused.value.field == "profiles"

    await house.join(await house.invite())
    (asset,) = await house.assets()
    with pytest.raises(WrongInput, match="connected any more"):
        await house.ruling.change(house.here, asset.id, Rules(hears_ads=True, profile_ids=(skin.id,)), by=house.ana)


async def test_whoever_asked_to_be_forgotten_is_not_invited_again_by_a_button(house: CreatorsHouse) -> None:
    await house.join(await house.invite())
    (asset,) = await house.assets()
    async with house.storage.across_workspaces() as everywhere:
        await everywhere.erase_person((await house.connection()).meta_user_id or "", now=house.now(), words="gone")
    with pytest.raises(Refused):
        await house.inviting.again(house.here, asset.id, by=house.ana)


async def test_a_profile_moves_to_the_creators_accounts_and_back_with_its_login(house: CreatorsHouse) -> None:
    await house.connect(SKIN)
    profile = await house.profile(SKIN)
    await house.moving.to_influencers(house.here, profile.id, campaign_id=house.campaign.id, by=house.ana)
    profile = await house.profile(SKIN)
    assert not profile.can_send
    assert profile.sealed_token == ""
    (asset,) = await house.assets()
    assert (asset.username, asset.state) == ("northlight.skin", AssetState.NOT_MONITORING)
    await house.work("give-back")  # the same grant serves the creator's connection: it is not taken back
    async with house.storage.read(house.here) as uow:
        access = await creator_access(uow, profile.ig_id, secrets=house.secrets, now=house.now())
    await house.means.graph.login.who(access.token)

    await house.moving.to_owned(house.here, asset.id, by=house.ana)
    profile = await house.profile(SKIN)
    assert profile.can_send
    assert profile.sealed_token
    assert (await house.connection()).kind is ConnectionKind.OWNED
    assert (await house.assets())[0].ending is Ending.MOVED


async def test_a_creators_own_account_never_becomes_the_teams_by_a_button(house: CreatorsHouse) -> None:
    await house.join(await house.invite())
    (asset,) = await house.assets()
    with pytest.raises(Exception, match="cannot be moved back"):
        await house.moving.to_owned(house.here, asset.id, by=house.ana)


async def test_a_creator_who_asks_meta_to_be_forgotten_has_no_name_here_any_more(house: CreatorsHouse) -> None:
    await house.join(await house.invite())
    connection = await house.connection()
    user_id = connection.meta_user_id or ""
    async with house.storage.across_workspaces() as everywhere:
        await everywhere.erase_person(user_id, but=[connection.id], now=house.now(), words="gone")
    assert [each.username for each in await house.assets()] == ["maya.makes"]  # connected since: it stays
    async with house.storage.across_workspaces() as everywhere:
        await everywhere.erase_person(user_id, now=house.now(), words="gone")
    (asset,) = await house.assets()
    assert (asset.username, asset.name) == (f"id {MAYA}", "–")
    (invite,) = await house.inviting.all(house.here, house.campaign.id, person_id=house.ana)
    assert (invite.username, invite.name) == (None, "–")


async def test_a_message_whose_answer_was_lost_is_found_and_not_posted_again(house: CreatorsHouse) -> None:
    await house.join(await house.invite())
    await house.slack.post("fault", on="chat.postMessage", kind="lost", when="after")
    assert sum("connected an account" in each for each in await house.told()) == 1
    posts = await house.slack.calls("chat.postMessage")
    assert len(posts) == 1
