"""Many profiles that are due: everybody has a turn, nobody is read twice for nothing, and each when it is due."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.permissions.looking.due import EVERY, LOOK_LOST_AFTER, UNDER_WAY
from bot.permissions.looking.schedule import SOONEST
from storage.ids import ProfileId, new_id
from storage.tables import Profile
from storage.unit_of_work import Job
from tests.storage.builders import NORTHLIGHT, a_profile
from tests.stories.hands import Hands

AFTER_A_TICK = timedelta(seconds=2)


async def plan(hands: Hands, profile: Profile, *, wait: timedelta) -> None:
    async with hands.storage.write(NORTHLIGHT) as uow:
        row = await uow.profiles.get(profile.id, lock=True)
        assert row is not None
        row.next_look_at = hands.now + wait


async def crowd(hands: Hands, count: int) -> list[ProfileId]:
    """Add profiles that are due, the longest waiting first."""
    profiles = [
        a_profile(
            ig_id=f"1784{number:08}", username=f"brand.{number}", next_look_at=hands.now - timedelta(seconds=wait)
        )
        for number, wait in enumerate(range(count, 0, -1))
    ]
    async with hands.storage.write(NORTHLIGHT) as uow:
        for profile in profiles:
            profile.sealed_token = hands.profile.sealed_token
            uow.profiles.add(profile)
    return [profile.id for profile in profiles]


async def begun_by_a_tick(hands: Hands) -> list[Job]:
    known = len(hands.engine.jobs)
    await hands.engine.tick("tick")
    return hands.engine.jobs[known:]


async def test_of_many_that_are_due_those_that_wait_longest_are_begun_and_no_more_than_can_be_done_soon(
    hands: Hands,
) -> None:
    ids = await crowd(hands, UNDER_WAY + 30)
    first = await begun_by_a_tick(hands)
    assert [job.partition for job in first] == ids[:UNDER_WAY]
    assert await begun_by_a_tick(hands) == []

    for job in first[:10]:
        await hands.engine.do(job)
    assert [job.partition for job in await begun_by_a_tick(hands)] == ids[UNDER_WAY : UNDER_WAY + 10]


async def test_looks_that_were_lost_hold_up_nobody_for_longer_than_it_takes_to_miss_them(hands: Hands) -> None:
    ids = await crowd(hands, UNDER_WAY + 1)
    lost = await begun_by_a_tick(hands)
    hands.wait(seconds=LOOK_LOST_AFTER.total_seconds())
    again = await begun_by_a_tick(hands)
    assert again[0].partition == ids[UNDER_WAY]
    assert {job.partition for job in again[1:]} < {job.partition for job in lost}


@pytest.mark.parametrize("is_throttled", [True, False])
async def test_a_look_that_ends_without_a_list_makes_room_for_another_too(hands: Hands, is_throttled: bool) -> None:
    await plan(hands, hands.profile, wait=timedelta(0))
    (look,) = await begun_by_a_tick(hands)
    assert (await hands.read_profile()).look_begun_at == hands.now
    if is_throttled:
        hands.meta.usage[hands.profile.ig_id] = {"call_count": 100, "estimated_time_to_regain_access": 20}
    else:
        hands.meta.refusal = {"message": "no role", "code": 10}
    await hands.engine.do(look)
    assert (await hands.read_profile()).look_begun_at is None


async def test_a_look_is_not_done_where_the_list_was_read_since_it_was_wanted(hands: Hands) -> None:
    await plan(hands, hands.profile, wait=timedelta(0))
    (look,) = await begun_by_a_tick(hands)
    hands.wait(seconds=1)
    await hands.syncing.look_now(NORTHLIGHT, hands.profile.id, nonce=new_id())  # somebody presses "check now"
    await hands.engine.do(hands.engine.newest("look"))
    assert len(hands.meta.looked_at) == 1
    planned = (await hands.read_profile()).next_look_at

    await hands.engine.do(look)
    assert len(hands.meta.looked_at) == 1
    assert (await hands.read_profile()).next_look_at == planned


async def test_a_look_is_done_where_the_list_was_read_before_it_was_wanted_or_the_clock_was_set_back(
    hands: Hands,
) -> None:
    await hands.look()
    hands.wait(seconds=-60)
    await plan(hands, hands.profile, wait=timedelta(0))
    (look,) = await begun_by_a_tick(hands)
    await hands.engine.do(look)
    assert len(hands.meta.looked_at) == 2

    hands.wait(minutes=5)
    await plan(hands, hands.profile, wait=timedelta(0))
    (look,) = await begun_by_a_tick(hands)
    await hands.engine.do(look)
    assert len(hands.meta.looked_at) == 3


async def test_a_look_that_is_due_between_two_ticks_is_begun_just_then(hands: Hands) -> None:
    other = await hands.connect(ig_id="17841400000000002")
    await plan(hands, hands.profile, wait=AFTER_A_TICK)
    await plan(hands, other, wait=EVERY)
    (look,) = await begun_by_a_tick(hands)
    assert (look.partition, look.delay_seconds) == (hands.profile.id, AFTER_A_TICK.total_seconds())

    hands.wait(seconds=EVERY.total_seconds())
    (look,) = await begun_by_a_tick(hands)
    assert (look.partition, look.delay_seconds) == (other.id, 0.0)


async def test_asks_that_never_pause_put_no_look_off(hands: Hands) -> None:
    await hands.ask()
    first = (await hands.read_profile()).next_look_at
    hands.wait(seconds=SOONEST.total_seconds() - 1)
    await hands.ask()
    assert (await hands.read_profile()).next_look_at == first
