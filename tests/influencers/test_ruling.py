"""What is monitored of a connected account is changed by the team: within the sign-in, written down, never in silence."""

from __future__ import annotations

from typing import Any

import pytest

from bot.errors import NotFound, Refused
from bot.influencers.agreed import Wider
from bot.influencers.refused import MoreNeeded
from bot.influencers.status import AssetState
from bot.influencers.wishes import Rules
from tests.connections.house import SKIN
from tests.influencers.house import CreatorsHouse
from tests.influencers.test_own_posts import AtThePage

ADS, BOTH = Rules(hears_ads=True), Rules(hears_ads=True, hears_organic=True)


async def connected(house: CreatorsHouse, **wishes: Any) -> str:
    """Have Maya connect; returns her asset."""
    await house.join(await house.invite(**wishes))
    (asset,) = await house.assets()
    return asset.id


async def test_other_rules_hold_are_written_down_and_monitoring_follows(house: CreatorsHouse) -> None:
    asset_id = await connected(house)
    ruled = await house.ruling.change(house.here, asset_id, Rules(), by=house.ana)
    assert (ruled.state, ruled.widened) == (AssetState.NOT_MONITORING, ())
    await house.wait(hours=1)
    changed_at = house.now()
    ruled = await house.ruling.change(house.here, asset_id, ADS, by=house.ana)
    assert (ruled.state, ruled.widened) == (AssetState.MONITORING, ())
    again = await house.ruling.change(house.here, asset_id, ADS, by=house.ana)
    assert again.state is AssetState.MONITORING
    async with house.storage.read(house.here) as uow:
        hook = await uow.hooks.get(asset_id)
    assert hook is not None
    assert hook.next_at is not None
    assert hook.next_at >= changed_at  # whether Meta tells of comments by itself is looked at anew
    lines = [line for line in await house.history() if "person:asset:ruled" in line]
    assert len(lines) == 2
    assert "'hears_ads': True" in lines[0]
    assert str(house.ana) in lines[0]
    assert "caption" not in lines[0]  # what did not change is not told


async def test_what_goes_further_than_agreed_is_pointed_out_on_the_creators_page_until_it_does_not(
    house: CreatorsHouse,
) -> None:
    async with house.web() as web:
        maya = AtThePage(house, web)
        page = await maya.connect(caption_contains="spring")
        assert "whose caption contains “spring”" in page.text
        assert "since you agreed" not in page.text
        (asset,) = await house.assets()

        ruled = await house.ruling.change(house.here, asset.id, BOTH, by=house.ana)
        assert ruled.widened == (Wider.ORGANIC, Wider.CAPTIONS)
        sign_in_id = maya.address.split("?")[0].rsplit("/", 1)[1]
        for at in (maya.address, f"/invite/account/done/{sign_in_id}"):
            page = await web.get(at)
            assert "The team has changed something since you agreed." in page.text
            assert page.text.count("on your other posts") == 2  # as new, and among what is monitored
            assert "whose caption contains" not in page.text
            assert "Business Integrations" in page.text

        narrower = Rules(hears_ads=True, caption_contains="spring sale")
        assert (await house.ruling.change(house.here, asset.id, narrower, by=house.ana)).widened == ()
        page = await web.get(maya.address)
        assert "since you agreed" not in page.text
        assert "whose caption contains “spring sale”" in page.text


async def test_a_connection_that_is_to_last_longer_says_so_on_the_creators_page(house: CreatorsHouse) -> None:
    async with house.web() as web:
        maya = AtThePage(house, web)
        page = await maya.connect()
        assert "Your account is connected until" in page.text
        assert "lasts for longer" not in page.text
        (asset,) = await house.assets()
        assert asset.widened == ()
        until = await house.ending.extend(house.here, asset.id, days=50, by=house.ana)
        page = await web.get(maya.address)
        assert "it lasts for longer than you agreed to" in page.text
        assert f"{until.day} {until:%B %Y}" in page.text


async def test_more_than_the_sign_in_allows_is_refused_and_a_new_link_asks_for_it(house: CreatorsHouse) -> None:
    asset_id = await connected(house, hears_ads=False)
    with pytest.raises(MoreNeeded, match="nothing was changed"):
        await house.ruling.change(house.here, asset_id, BOTH, by=house.ana)
    (asset,) = await house.assets()
    assert asset.state is AssetState.NOT_MONITORING

    made = await house.inviting.again(house.here, asset_id, by=house.ana, rules=BOTH)
    assert made.facts.username == "maya.makes"
    await house.join(made.link.rsplit("/", 1)[1])
    (asset,) = await house.assets()
    assert (asset.id, asset.state, asset.widened) == (asset_id, AssetState.MONITORING, ())
    assert asset.monitored.hears_organic


async def test_what_is_wanted_no_more_and_was_not_told_is_forgotten(house: CreatorsHouse) -> None:
    asset_id = await connected(house, hears_organic=True)
    await house.has_comment(asset_id)
    sight = await house.means.people.sight(house.ana)
    for rules, left in ((BOTH, 1), (ADS, 0)):
        await house.ruling.change(house.here, asset_id, rules, by=house.ana)
        async with house.storage.read(house.here) as uow:
            assert len(await uow.comments.of_asset(asset_id, sight=sight, limit=9)) == left


async def test_the_form_begins_with_what_holds_and_takes_the_brands_own_accounts_only(house: CreatorsHouse) -> None:
    await house.connect(SKIN)
    profile = await house.profile(SKIN)
    asset_id = await connected(house, profile_ids=[profile.id], domains="northlight.example")
    facts = await house.ruling.look(house.here, asset_id, by=house.ana)
    assert facts.rules == Rules(hears_ads=True, profile_ids=(profile.id,), domains=("northlight.example",))
    assert [handle for _id, handle in facts.profiles] == [profile.username]

    stranger = Rules(hears_ads=True, profile_ids=("0" * 32, profile.id))
    await house.ruling.change(house.here, asset_id, stranger, by=house.ana)
    facts = await house.ruling.look(house.here, asset_id, by=house.ana)
    assert facts.rules.profile_ids == (profile.id,)


async def test_who_may_not_see_it_and_what_has_ended_change_nothing(house: CreatorsHouse) -> None:
    made = await house.slack.post("channel", name="secret-rules", members=["ana", "greenlight"], is_private=True)
    private = await house.a_campaign(name="Secret", channel_id=made["id"], is_private=True)
    asset_id = await connected(house, campaign_id=private.id)
    with pytest.raises(NotFound):
        await house.ruling.look(house.here, asset_id, by=house.ben)
    with pytest.raises(NotFound):
        await house.ruling.change(house.here, asset_id, Rules(), by=house.ben)
    with pytest.raises(NotFound):
        await house.ruling.change(house.here, "0" * 32, Rules(), by=house.ana)
    await house.ending.stop(house.here, asset_id, by=house.ana)
    with pytest.raises(Refused, match="has ended"):
        await house.ruling.look(house.here, asset_id, by=house.ana)
    with pytest.raises(Refused, match="has ended"):
        await house.ruling.change(house.here, asset_id, BOTH, by=house.ana)
    (asset,) = await house.assets()
    assert asset.monitored.hears_ads
    assert not any("person:asset:ruled" in line for line in await house.history())
