"""One live request per profile and creator: the database keeps the promise, whoever asks and however."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from storage.tables import LIVE_STATES, Profile
from storage.unit_of_work import Storage
from storage.wanted import Wanted
from tests.storage.builders import ELSEWHERE, NORTHLIGHT, a_campaign, a_profile, a_request, sight

ENDED = ("declined", "cancelled", "revoked", "failed")


async def _profile(storage: Storage) -> Profile:
    profile = a_profile()
    async with storage.write(NORTHLIGHT) as uow:
        uow.profiles.add(profile)
    return profile


@pytest.mark.parametrize("state", LIVE_STATES)
async def test_a_second_request_to_the_same_creator_is_not_added_while_one_is_live(
    storage: Storage, state: str
) -> None:
    profile = await _profile(storage)
    async with storage.write(NORTHLIGHT) as uow:
        assert await uow.requests.add_unless_live(a_request(profile, state=state))
    async with storage.write(NORTHLIGHT) as uow:
        assert not await uow.requests.add_unless_live(a_request(profile))
        standing = await uow.requests.live_of(profile.id, ["maya.makes", "somebody.else"])
    assert [request.state for request in standing.values()] == [state]


@pytest.mark.parametrize("state", ENDED)
async def test_a_creator_may_be_asked_again_once_the_last_request_has_ended(storage: Storage, state: str) -> None:
    profile = await _profile(storage)
    async with storage.write(NORTHLIGHT) as uow:
        assert await uow.requests.add_unless_live(a_request(profile, state=state))
        assert await uow.requests.add_unless_live(a_request(profile))


async def test_two_people_asking_at_the_same_moment_make_one_request(storage: Storage) -> None:
    profile = await _profile(storage)

    async def ask() -> bool:
        async with storage.write(NORTHLIGHT) as uow:
            return await uow.requests.add_unless_live(a_request(profile))

    added = await asyncio.gather(*(ask() for _ in range(8)))
    assert sorted(added) == [False] * 7 + [True]


async def test_two_handles_that_turn_out_to_be_one_account_do_not_both_stay_live(storage: Storage) -> None:
    profile = await _profile(storage)
    async with storage.write(NORTHLIGHT) as uow:
        first, second = a_request(profile), a_request(profile, creator_username="maya.makes.things")
        assert await uow.requests.add_unless_live(first)
        assert await uow.requests.add_unless_live(second)
        assert await uow.requests.take_ig_id(first, ig_id="17841409")
        assert not await uow.requests.take_ig_id(second, ig_id="17841409")
        assert second.creator_ig_id is None


async def test_a_submission_delivered_twice_cannot_make_a_second_row_even_after_the_first_ended(
    storage: Storage,
) -> None:
    profile = await _profile(storage)
    async with storage.write(NORTHLIGHT) as uow:
        assert await uow.requests.add_unless_live(a_request(profile, submission_id="V1", state="failed"))
        assert not await uow.requests.add_unless_live(a_request(profile, submission_id="V1"))


async def test_how_all_of_a_profile_stand_and_what_decides_its_next_look(storage: Storage) -> None:
    profile, asked_at = await _profile(storage), a_request(a_profile()).asked_at
    given = [
        a_request(profile, creator_username="asked", state="queued", asked_at=asked_at),
        a_request(profile, creator_username="sent", state="waiting", sent_at=asked_at + timedelta(minutes=3)),
        a_request(profile, creator_username="approved", state="approved", sent_at=asked_at + timedelta(minutes=9)),
        a_request(profile, creator_username="ended", state="declined", permission_id="P1"),
        a_request(profile, creator_username="failed", state="failed"),
    ]
    async with storage.write(NORTHLIGHT) as uow:
        assert await uow.requests.watched(profile.id) == (None, 0)
        for request in given:
            uow.requests.add(request)
    async with storage.read(NORTHLIGHT) as uow:
        stands = {each.creator_username: each for each in await uow.requests.stands(profile.id)}
        assert stands.keys() == {"asked", "sent", "approved", "ended"}
        assert stands["sent"].sent_at == asked_at + timedelta(minutes=3)
        assert await uow.requests.watched(profile.id) == (asked_at + timedelta(minutes=3), 1)


async def test_another_workspace_sees_none_of_it(storage: Storage) -> None:
    profile, campaign = await _profile(storage), a_campaign()
    request = a_request(profile, campaign)
    async with storage.write(NORTHLIGHT) as uow:
        assert await uow.campaigns.add_unless_taken(campaign)
        assert await uow.requests.add_unless_live(request)
    async with storage.read(ELSEWHERE) as uow:
        assert await uow.requests.get(request.id) is None
        assert await uow.pages.page(Wanted(), sight=sight(), limit=9) == []
        assert await uow.requests.of_submission(request.submission_id, ["maya.makes"]) == []
        assert await uow.requests.stands(profile.id) == []
        assert await uow.requests.watched(profile.id) == (None, 0)
        assert await uow.requests.of_ids([request.id], lock=True) == []
        assert await uow.requests.live_of(profile.id, ["maya.makes"]) == {}
        assert await uow.profiles.get(profile.id) is None
        assert await uow.profiles.by_ig_id(profile.ig_id) is None
        assert await uow.profiles.find() == []
        assert await uow.campaigns.get(campaign.id) is None
        assert await uow.campaigns.find(sight=sight()) == []
        assert await uow.campaigns.of_channel(campaign.channel_id) == []
        assert await uow.campaigns.home_of(profile.id) is None


async def test_a_private_campaigns_requests_are_found_only_by_people_of_its_channel(storage: Storage) -> None:
    profile = await _profile(storage)
    secret = a_campaign(is_private=True, channel_id="C0SECRET")
    async with storage.write(NORTHLIGHT) as uow:
        assert await uow.campaigns.add_unless_taken(secret)
        assert await uow.requests.add_unless_live(a_request(profile, secret))
    async with storage.read(NORTHLIGHT) as uow:
        assert await uow.pages.page(Wanted(), sight=sight("C0OTHER"), limit=9) == []
        assert len(await uow.pages.page(Wanted(), sight=sight("C0SECRET"), limit=9)) == 1


async def test_another_broken_rule_does_not_pass_for_a_place_that_is_taken(storage: Storage) -> None:
    profile = await _profile(storage)
    with pytest.raises(IntegrityError):
        async with storage.write(NORTHLIGHT) as uow:
            await uow.requests.add_unless_live(a_request(profile, state="no such state"))
