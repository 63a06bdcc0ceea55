"""Lists page by page: nothing is shown twice or left out, whatever the list is narrowed to, and no page walks the whole."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import timedelta

import pytest

from storage.ids import PersonId
from storage.tables import Campaign, Profile, Request
from storage.unit_of_work import Storage
from storage.wanted import Mark, Wanted
from tests.storage.builders import ANA, NORTHLIGHT, NOW, a_campaign, a_profile, a_request, sight

BEN = PersonId("U0BEN")
ENDED = ("declined", "cancelled", "failed")


async def _crowd(storage: Storage, size: int = 120) -> tuple[list[Request], list[Campaign], list[Profile]]:
    """Make requests of every kind; many changed at the same moment, as those of a list do."""
    chance = random.Random(4)  # noqa: S311 - to have the same crowd again
    profiles = [a_profile(ig_id=str(number)) for number in range(2)]
    campaigns = [a_campaign(name=f"C{number}", is_private=number == 2) for number in range(3)]
    requests = [
        a_request(
            chance.choice(profiles),
            chance.choice([*campaigns, None]),
            creator_username=f"creator.{number}",
            creator_ig_id=str(900 + number % 7),
            state=chance.choice(ENDED),
            asked_by=chance.choice([ANA, BEN]),
            changed_at=NOW + timedelta(minutes=number // 10),
        )
        for number in range(size)
    ]
    async with storage.write(NORTHLIGHT) as uow:
        for profile in profiles:
            uow.profiles.add(profile)
        for campaign in campaigns:
            uow.campaigns.add(campaign)
        await uow.flush()
        for request in requests:
            uow.requests.add(request)
    return requests, campaigns, profiles


def _expected(requests: Sequence[Request], wanted: Wanted, *, hidden: str) -> list[str]:
    def is_wanted(each: Request) -> bool:
        by_name = wanted.creators is None or each.creator_username in wanted.creators
        return (
            each.campaign_id != hidden
            and (wanted.states is None or each.state in wanted.states)
            and (wanted.campaign_ids is None or each.campaign_id in wanted.campaign_ids)
            and (wanted.profile_id is None or each.profile_id == wanted.profile_id)
            and (wanted.asked_by is None or each.asked_by == wanted.asked_by)
            and (by_name or each.creator_ig_id in wanted.accounts)
            and wanted.part_of_handle in each.creator_username
        )

    newest_first = sorted(requests, key=lambda each: (each.changed_at, each.id), reverse=True)
    return [each.id for each in newest_first if is_wanted(each)]


async def test_every_list_is_paged_to_its_end_and_back_without_loss_or_repeat(storage: Storage) -> None:
    requests, campaigns, profiles = await _crowd(storage)
    lists = [
        Wanted(),
        Wanted(states=["declined"]),
        Wanted(states=["declined", "failed"]),
        Wanted(campaign_ids=[campaigns[0].id]),
        Wanted(campaign_ids=[campaigns[0].id, campaigns[1].id], states=["failed"]),
        Wanted(campaign_ids=[]),
        Wanted(profile_id=profiles[1].id, states=["failed"]),
        Wanted(asked_by=BEN),
        Wanted(asked_by=BEN, states=["failed", "declined"], profile_id=profiles[0].id),
        Wanted(creators=["creator.3", "creator.4"], accounts=["902", "903"]),
        Wanted(creators=[], accounts=["902"], states=["failed"]),
        Wanted(part_of_handle="OR.1"),
        Wanted(part_of_handle="r_1"),
    ]
    async with storage.read(NORTHLIGHT) as uow:
        for wanted in lists:
            lower = Wanted(**{**wanted.__dict__, "part_of_handle": wanted.part_of_handle.lower()})
            expected = _expected(requests, lower, hidden=campaigns[2].id)
            forward: list[str] = []
            mark = None
            while page := await uow.pages.page(wanted, sight=sight(), mark=mark, limit=7):
                forward += [each.id for each in page]
                mark = Mark(changed_at=page[-1].changed_at, request_id=page[-1].id)
            assert forward == expected, wanted
            if not expected:
                continue
            last = next(each for each in requests if each.id == expected[-1])
            backward = [last.id]
            mark = Mark(changed_at=last.changed_at, request_id=last.id, is_backward=True)
            while page := await uow.pages.page(wanted, sight=sight(), mark=mark, limit=7):
                backward = [each.id for each in page] + backward
                mark = Mark(changed_at=page[0].changed_at, request_id=page[0].id, is_backward=True)
            assert backward == expected, wanted


async def test_the_people_of_a_private_channel_page_through_its_campaign_and_nobody_else_does(storage: Storage) -> None:
    requests, campaigns, _profiles = await _crowd(storage)
    secret = Wanted(campaign_ids=[campaigns[2].id])

    async with storage.read(NORTHLIGHT) as uow:
        assert await uow.pages.page(secret, sight=sight("C0OTHER"), limit=200) == []
        seen = await uow.pages.page(secret, sight=sight(campaigns[2].channel_id), limit=200)

    assert len(seen) == sum(each.campaign_id == campaigns[2].id for each in requests)


@pytest.mark.parametrize("person_id", [ANA, BEN])
async def test_what_a_person_asked_is_counted_by_state_where_they_still_see_it(
    storage: Storage, person_id: PersonId
) -> None:
    requests, campaigns, _profiles = await _crowd(storage)

    async with storage.read(NORTHLIGHT) as uow:
        counts = await uow.pages.count_asked_by(person_id, states=["failed", "waiting"], sight=sight(), most=1000)
        cut = await uow.pages.count_asked_by(person_id, states=["failed", "waiting"], sight=sight(), most=3)

    theirs = [each for each in requests if each.asked_by == person_id and each.campaign_id != campaigns[2].id]
    assert counts == {"failed": sum(each.state == "failed" for each in theirs)}
    assert cut == {"failed": 3}
