"""Lists: one of a name runs at a time, and another workspace sees none of it."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from storage.batches import Batch, BatchRow, Outcome, Stage
from storage.ids import BatchId, new_id
from storage.unit_of_work import Storage
from tests.storage.builders import ANA, ELSEWHERE, NORTHLIGHT, NOW, a_campaign, a_profile, a_request


async def a_batch(storage: Storage, *, stage: Stage = Stage.TRIED, list_id: str = "l1", rows: int = 3) -> Batch:
    profile = a_profile(ig_id=new_id())
    campaign = a_campaign(name_key=new_id())
    batch = Batch(
        id=BatchId(new_id()),
        campaign_id=campaign.id,
        profile_id=profile.id,
        list_id=list_id,
        stage=stage,
        made_by=ANA,
        made_at=NOW,
    )
    listed = [
        BatchRow(
            batch_id=batch.id,
            place=place,
            number=place + 1,
            handle=f"creator.{place}",
            cells={"creator": f"creator.{place}"},
            verdict="ready",
            about={},
        )
        for place in range(rows)
    ]
    async with storage.write(NORTHLIGHT) as uow:
        uow.profiles.add(profile)
        await uow.flush()
        uow.campaigns.add(campaign)
        await uow.flush()
        await uow.batches.add(batch, listed)
    return batch


async def test_the_same_list_does_not_run_twice_at_once_whoever_starts_it(storage: Storage) -> None:
    batches = [await a_batch(storage) for _ in range(3)]

    async def start(batch: Batch) -> bool:
        try:
            async with storage.write(NORTHLIGHT) as uow:
                found = await uow.batches.get(batch.id, lock=True)
                assert found is not None
                found.stage = Stage.RUNNING
        except IntegrityError:
            return False
        return True

    assert sorted(await asyncio.gather(*map(start, batches))) == [False, False, True]


async def test_the_same_list_runs_again_once_it_is_done(storage: Storage) -> None:
    await a_batch(storage, stage=Stage.DONE)
    running = await a_batch(storage, stage=Stage.RUNNING)

    async with storage.read(NORTHLIGHT) as uow:
        found = await uow.batches.running("l1")
    assert found is not None
    assert found.id == running.id


async def test_rows_are_taken_in_by_their_order_and_each_once(storage: Storage) -> None:
    batch = await a_batch(storage, rows=5)
    seen = []
    for _piece in range(3):
        async with storage.write(NORTHLIGHT) as uow:
            for row in await uow.batches.to_take_in(batch.id, limit=2):
                row.outcome = Outcome.REFUSED
                seen.append(row.place)

    async with storage.read(NORTHLIGHT) as uow:
        assert await uow.batches.outcomes(batch.id) == {Outcome.REFUSED: 5}
    assert seen == [0, 1, 2, 3, 4]


async def test_a_row_is_shown_with_the_request_it_led_to(storage: Storage) -> None:
    batch = await a_batch(storage, rows=2)
    async with storage.write(NORTHLIGHT) as uow:
        profile = await uow.profiles.get(batch.profile_id)
        assert profile is not None
        request = a_request(profile, submission_id=batch.id, creator_username="creator.0")
        uow.requests.add(request)
        await uow.flush()
        (first,) = await uow.batches.to_take_in(batch.id, limit=1)
        first.request_id, first.outcome = request.id, Outcome.ASKED

    async with storage.read(NORTHLIGHT) as uow:
        assert [found and found.id for _row, found in await uow.batches.rows(batch.id)] == [request.id, None]
        assert await uow.batches.states(batch.id) == {"queued": 1}


async def test_a_creators_rows_are_found_in_every_list_also_by_the_handle_of_today_and_in_no_other_workspace(
    storage: Storage,
) -> None:
    batches = [await a_batch(storage, list_id=name, rows=2) for name in ("l1", "l2")]
    async with storage.write(NORTHLIGHT) as uow:
        profile = await uow.profiles.get(batches[0].profile_id)
        assert profile is not None
        request = a_request(profile, submission_id=batches[0].id, creator_username="renamed.since")
        uow.requests.add(request)
        await uow.flush()
        (first,) = await uow.batches.to_take_in(batches[0].id, limit=1)
        first.request_id, first.outcome = request.id, Outcome.ASKED

    found = {}
    for workspace_id, handle in ((NORTHLIGHT, "creator.0"), (NORTHLIGHT, "renamed.since"), (ELSEWHERE, "creator.0")):
        async with storage.write(workspace_id) as uow:
            found[workspace_id, handle] = {row.batch_id for row in await uow.batches.of_creator(handle)}
    assert found == {
        (NORTHLIGHT, "creator.0"): {each.id for each in batches},
        (NORTHLIGHT, "renamed.since"): {batches[0].id},
        (ELSEWHERE, "creator.0"): set(),
    }


async def test_another_workspace_sees_none_of_it(storage: Storage) -> None:
    batch = await a_batch(storage, stage=Stage.RUNNING)

    async with storage.read(ELSEWHERE) as uow:
        assert await uow.batches.get(batch.id) is None
        assert await uow.batches.running("l1") is None
        assert await uow.batches.rows(batch.id) == []
        assert await uow.batches.to_take_in(batch.id, limit=9) == []
        assert await uow.batches.verdicts(batch.id) == {}
        assert await uow.batches.outcomes(batch.id) == {}
        assert await uow.batches.states(batch.id) == {}


@pytest.mark.parametrize(("stage", "is_kept"), [(Stage.TRIED, False), (Stage.RUNNING, True), (Stage.DONE, True)])
async def test_only_a_list_that_nobody_confirmed_is_forgotten(storage: Storage, stage: Stage, is_kept: bool) -> None:
    batch = await a_batch(storage, stage=stage)

    async with storage.across_workspaces() as everywhere:
        await everywhere.forget_lists(tried_before=NOW + timedelta(seconds=1), confirmed_before=NOW)

    async with storage.read(NORTHLIGHT) as uow:
        assert (await uow.batches.get(batch.id) is not None) is is_kept
        assert bool(await uow.batches.rows(batch.id)) is is_kept
