"""What the database promises about invites and influencer assets."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from storage.ids import CampaignId, ConnectionId, new_id
from storage.influencers import Asset, Invite
from storage.logins import ConnectionKind
from storage.tables import Campaign
from storage.unit_of_work import Storage
from tests.storage.builders import ANA, ELSEWHERE, NORTHLIGHT, NOW, a_campaign, a_connection, sight

MONITORED: dict[str, Any] = {"hears_ads": True, "hears_organic": False, "profile_ids": [], "domains": []}


def an_invite(campaign: Campaign, **given: Any) -> Invite:
    """An invite made just now."""
    values: dict[str, Any] = {
        "id": new_id(),
        "campaign_id": campaign.id,
        "name": "Maya",
        "digest": new_id(),
        "days": 50,
        "made_by": ANA,
        "made_at": NOW,
        "sent_at": NOW,
        "link_ends_at": NOW + timedelta(days=14),
    }
    return Invite(**(MONITORED | values | given))


def an_asset(campaign: Campaign, connection_id: ConnectionId | None = None, **given: Any) -> Asset:
    """An account that was connected just now."""
    values: dict[str, Any] = {
        "id": new_id(),
        "campaign_id": campaign.id,
        "connection_id": connection_id,
        "ig_id": "17841400000000077",
        "username": "maya.makes",
        "name": "Maya",
        "connected_at": NOW,
        "ends_at": NOW + timedelta(days=50),
    }
    return Asset(**(MONITORED | values | given))


async def test_an_invite_is_found_by_its_digest_alone_and_is_its_workspaces_own(storage: Storage) -> None:
    campaign = a_campaign()
    async with storage.write(NORTHLIGHT) as uow:
        uow.campaigns.add(campaign)
        await uow.flush()
        uow.invites.add(invite := an_invite(campaign, digest="d" * 64))
    async with storage.across_workspaces() as everywhere:
        found = await everywhere.invite_of("d" * 64)
        assert found is not None
        assert found.id == invite.id
        assert await everywhere.invite_of("e" * 64) is None
    async with storage.read(ELSEWHERE) as uow:
        assert await uow.invites.get(invite.id) is None
        assert await uow.invites.of_campaign(campaign.id) == []


async def test_an_account_stands_once_in_a_campaign_and_again_once_it_has_ended(storage: Storage) -> None:
    campaign = a_campaign()
    async with storage.write(NORTHLIGHT) as uow:
        uow.campaigns.add(campaign)
        await uow.flush()
        uow.assets.add(an_asset(campaign, ended_at=NOW))
        uow.assets.add(an_asset(campaign))
    with pytest.raises(sa.exc.IntegrityError):
        async with storage.write(NORTHLIGHT) as uow:
            uow.assets.add(an_asset(campaign))
    async with storage.write(NORTHLIGHT) as uow:
        assert await uow.assets.standing(campaign.id, "17841400000000077") is not None
        assert await uow.assets.standing(CampaignId("another"), "17841400000000077") is None


async def test_assets_of_a_private_campaign_are_there_for_its_people_only(storage: Storage) -> None:
    open_to_all, private = a_campaign(), a_campaign(name="Secret", channel_id="C0SECRET", is_private=True)
    async with storage.write(NORTHLIGHT) as uow:
        for campaign in (open_to_all, private):
            uow.campaigns.add(campaign)
            await uow.flush()
            uow.assets.add(an_asset(campaign, name=campaign.name))
    async with storage.read(NORTHLIGHT) as uow:
        assert [each.name for each in await uow.assets.seen(sight())] == ["Spring launch"]
        assert {each.name for each in await uow.assets.seen(sight("C0SECRET"))} == {"Spring launch", "Secret"}
        assert await uow.assets.seen(sight(is_outsider=True)) == []
    async with storage.read(ELSEWHERE) as uow:
        assert await uow.assets.seen(sight("C0SECRET")) == []


async def test_what_is_over_is_found_the_longest_over_first_and_ends_once(storage: Storage) -> None:
    campaign = a_campaign()
    async with storage.write(NORTHLIGHT) as uow:
        uow.campaigns.add(campaign)
        await uow.flush()
        for days, ig_id, ended_at in ((1, "1", None), (2, "2", None), (3, "3", NOW), (-1, "4", None)):
            uow.assets.add(an_asset(campaign, ig_id=ig_id, ends_at=NOW - timedelta(days=days), ended_at=ended_at))
    async with storage.across_workspaces() as everywhere:
        assert [each.ig_id for each in await everywhere.assets_over(now=NOW, limit=9)] == ["2", "1"]


async def test_one_person_at_meta_may_connect_a_teams_account_and_be_a_creator(storage: Storage) -> None:
    async with storage.write(NORTHLIGHT) as uow:
        uow.connections.add(owned := a_connection())
        uow.connections.add(theirs := a_connection(kind=ConnectionKind.INFLUENCER))
    async with storage.write(NORTHLIGHT) as uow:
        as_owner = await uow.connections.of_person("10223344556678001")
        as_creator = await uow.connections.of_person("10223344556678001", kind=ConnectionKind.INFLUENCER)
        assert as_owner is not None
        assert as_creator is not None
        assert (as_owner.id, as_creator.id) == (owned.id, theirs.id)
    with pytest.raises(sa.exc.IntegrityError):
        async with storage.write(NORTHLIGHT) as uow:
            uow.connections.add(a_connection(kind=ConnectionKind.INFLUENCER))
