"""Roles are kept by holder and place; what a list shows is what the policy allows; old campaigns keep who may ask."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from bot.campaigns.place import place_of, workspace_roles
from bot.policy import Person, Role, sees
from storage.database import DatabaseDown, engine_url
from storage.ids import CampaignId, PersonId, new_id
from storage.migrate import migrate
from storage.tables import Campaign, ChannelState
from storage.unit_of_work import Storage
from storage.wanted import Wanted
from tests.storage.builders import ANA, ELSEWHERE, NORTHLIGHT, NOW, a_campaign, a_profile, a_request, sight

BEN = PersonId("U0BEN")


async def _made(storage: Storage, **about: object) -> CampaignId:
    campaign = a_campaign(**about)
    async with storage.write(NORTHLIGHT) as uow:
        assert await uow.campaigns.add_unless_taken(campaign)
    return campaign.id


async def _give(
    storage: Storage, roles: dict[str, str], campaign_id: CampaignId | None = None, *, days: int = 0
) -> None:
    async with storage.write(NORTHLIGHT) as uow:
        at = NOW + timedelta(days=days)
        await uow.roles.give(roles, campaign_id=campaign_id, by=ANA, at=at, new_id=new_id)


async def test_a_holder_has_one_role_in_each_place_and_what_is_left_out_is_taken_away(storage: Storage) -> None:
    campaign_id = await _made(storage)
    await _give(storage, {ANA: "manager", BEN: "requester"}, campaign_id)
    await _give(storage, {BEN: "admin"})

    await _give(storage, {BEN: "viewer", "S0TEAM": "requester"}, campaign_id, days=1)

    async with storage.read(NORTHLIGHT) as uow:
        assert await uow.roles.given(campaign_id) == {BEN: "viewer", "S0TEAM": "requester"}
        assert await uow.roles.given() == {BEN: "admin"}
        assert await uow.roles.that_count_in(campaign_id) == (
            {BEN: "viewer", "S0TEAM": "requester"},
            {BEN: "admin"},
        )
        place = await place_of(uow, await uow.campaigns.get(campaign_id))
        assert place.roles.given == {BEN: Role.VIEWER, "S0TEAM": Role.REQUESTER}
        assert place.workspace.given == {BEN: Role.ADMIN}


async def test_members_ask_unless_the_workspace_says_otherwise(storage: Storage) -> None:
    async with storage.write(NORTHLIGHT) as uow:
        assert (await workspace_roles(uow)).everybody is Role.REQUESTER
        await uow.roles.let_everybody("viewer")
    async with storage.read(NORTHLIGHT) as uow:
        assert (await workspace_roles(uow)).everybody is Role.VIEWER


async def test_roles_are_of_one_workspace(storage: Storage) -> None:
    campaign_id = await _made(storage)
    await _give(storage, {ANA: "admin"})
    await _give(storage, {ANA: "manager"}, campaign_id)
    async with storage.read(ELSEWHERE) as uow:
        assert await uow.roles.given() == {}
        assert await uow.roles.given(campaign_id) == {}


async def test_a_word_that_is_no_role_is_refused_by_the_database(storage: Storage) -> None:
    with pytest.raises(IntegrityError):
        await _give(storage, {ANA: "king"})


async def test_of_two_campaigns_with_one_name_made_at_once_one_is_made(storage: Storage) -> None:
    async def make() -> bool:
        async with storage.write(NORTHLIGHT) as uow:
            return await uow.campaigns.add_unless_taken(a_campaign(name="Spring"))

    made = await asyncio.gather(make(), make(), return_exceptions=True)

    assert sorted(each for each in made if isinstance(each, bool))[-1] is True
    assert made.count(True) == 1
    assert all(isinstance(each, bool | DatabaseDown) for each in made)


async def test_a_name_that_is_taken_changes_nothing_and_one_of_a_closed_campaign_is_free(storage: Storage) -> None:
    taken, campaign_id = await _made(storage, name="Spring"), await _made(storage, name="Summer")
    async with storage.write(NORTHLIGHT) as uow:
        campaign = await uow.campaigns.get(campaign_id, lock=True)
        assert campaign is not None
        assert not await uow.campaigns.change_unless_taken(campaign, name="Spring", name_key="spring")
        assert campaign.name == "Summer"
    async with storage.write(NORTHLIGHT) as uow:
        other = await uow.campaigns.get(taken, lock=True)
        assert other is not None
        other.closed_at = NOW
    async with storage.write(NORTHLIGHT) as uow:
        campaign = await uow.campaigns.get(campaign_id, lock=True)
        assert campaign is not None
        assert await uow.campaigns.change_unless_taken(campaign, name="Spring", name_key="spring")


async def test_a_name_taken_in_one_channel_is_free_in_another_so_that_it_tells_nothing(storage: Storage) -> None:
    await _made(storage, name="Summer sun", is_private=True, channel_id="C0SECRET")
    await _made(storage, name="Summer sun", channel_id="C0OPEN")


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(
    campaigns=st.lists(
        st.tuples(
            st.booleans(),
            st.sampled_from(["C0ONE", "C0TWO"]),
            st.sampled_from(ChannelState),
            st.sampled_from([None, "viewer", "requester", "manager", "admin"]),
        ),
        min_size=1,
        max_size=5,
    ),
    channels=st.sets(st.sampled_from(["C0ONE", "C0TWO"])),
    is_outsider=st.booleans(),
)
async def test_lists_show_exactly_what_the_policy_lets_a_person_see(
    storage: Storage,
    campaigns: list[tuple[bool, str, ChannelState, str | None]],
    channels: set[str],
    is_outsider: bool,
) -> None:
    person_id, expected = PersonId(f"U{new_id()[:8]}"), set[str]()
    async with storage.write(NORTHLIGHT) as uow:
        profile = a_profile(ig_id=new_id())
        uow.profiles.add(profile)
        await uow.flush()
        made: list[Campaign] = []
        for is_private, channel_id, state, role in campaigns:
            campaign = a_campaign(name=new_id(), is_private=is_private, channel_id=channel_id, channel_state=state)
            assert await uow.campaigns.add_unless_taken(campaign)
            given_here: dict[str, str] = {person_id: role} if role else {}
            await uow.roles.give(given_here, campaign_id=campaign.id, by=ANA, at=NOW, new_id=new_id)
            uow.requests.add(a_request(profile, campaign, creator_username=new_id()))
            made.append(campaign)
        await uow.flush()
        for campaign in made:
            person = Person(id=person_id, is_guest=is_outsider, is_in_channel=campaign.channel_id in channels)
            if sees(person, await place_of(uow, campaign)):
                expected.add(campaign.id)

        eyes = sight(*channels, person_id=person_id, is_outsider=is_outsider)
        ours = {campaign.id for campaign in made}
        shown = await uow.campaigns.find(sight=eyes, limit=10_000)
        asked = await uow.pages.page(Wanted(profile_id=profile.id), sight=eyes, limit=10_000)

    assert {each.id for each in shown} & ours == expected
    assert {each.campaign_id for each in asked} == expected


async def test_a_request_without_a_campaign_is_every_members_to_see_and_no_outsiders(storage: Storage) -> None:
    async with storage.write(NORTHLIGHT) as uow:
        profile = a_profile(ig_id=new_id())
        uow.profiles.add(profile)
        await uow.flush()
        request = a_request(profile)
        uow.requests.add(request)
        await uow.flush()
        assert await uow.requests.is_seen(request.id, sight=sight())
        assert not await uow.requests.is_seen(request.id, sight=sight("C0ONE", is_outsider=True))


def test_who_could_ask_before_there_were_roles_can_ask_afterwards_and_nobody_else(database_url: str) -> None:
    migrate(database_url, to="0004")
    engine = sa.create_engine(engine_url(database_url))
    workspace = {"id": "T0", "name": "Northlight", "created_at": NOW}
    with engine.begin() as connection:
        connection.execute(
            sa.text("INSERT INTO workspaces (id, name, created_at) VALUES (:id, :name, :created_at)"), workspace
        )
        for name, askers in (("open", "[]"), ("few", '["U0BEN", "U0CHLOE"]')):
            connection.execute(
                sa.text(
                    "INSERT INTO campaigns (id, workspace_id, name, name_key, channel_id, channel_name, is_private, "
                    "template, asker_ids, created_by, created_at) VALUES (:id, 'T0', :id, :id, 'C0', 'c', :no, '', "
                    ":askers, 'U0ANA', :at)"
                ),
                {"id": name, "no": False, "askers": askers, "at": NOW},
            )

    migrate(database_url)

    with engine.connect() as connection:
        everybody = {
            each.id: each.everybody for each in connection.execute(sa.text("SELECT id, everybody FROM campaigns"))
        }
        given_roles = sa.text("SELECT campaign_id, holder_id, role FROM roles ORDER BY 1, 2")
        rows = [tuple(each) for each in connection.execute(given_roles)]
    engine.dispose()
    assert everybody == {"open": None, "few": "viewer"}
    assert rows == [
        ("few", "U0ANA", "manager"),
        ("few", "U0BEN", "requester"),
        ("few", "U0CHLOE", "requester"),
        ("open", "U0ANA", "manager"),
    ]
