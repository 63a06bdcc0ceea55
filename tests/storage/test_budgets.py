"""What workers tell one another of limits: whoever comes second overwrites nothing newer, and lifts no wall."""

from __future__ import annotations

import asyncio
import random
from datetime import timedelta
from typing import Any

from storage.budgets import Budget
from storage.unit_of_work import Storage
from tests.storage.builders import NOW

MINUTE = timedelta(minutes=1)


def a_budget(bucket: str = "app:business:1", **given: Any) -> Budget:
    values = {"used": 60.0, "read_at": NOW, "window_seconds": 3600.0, "rise": 0.0, "tight_since": NOW, "lifts_at": None}
    return Budget(**{"bucket": bucket, **values, **given})


async def keep(storage: Storage, *news: Budget) -> None:
    async with storage.budgets(to_write=True) as budgets:
        await budgets.keep(news)


async def near(storage: Storage) -> dict[str, Any]:
    async with storage.budgets() as budgets:
        return {each.bucket: each for each in await budgets.near(lifted_since=NOW)}


async def test_what_is_kept_is_read_back_by_any_worker_to_the_microsecond(storage: Storage) -> None:
    moment = NOW + timedelta(microseconds=123_456)
    await keep(storage, a_budget(used=61.5, read_at=moment, rise=2.5, tight_since=moment, lifts_at=moment + MINUTE))
    (found,) = (await near(storage)).values()
    assert (found.used, found.read_at, found.window_seconds, found.rise) == (61.5, moment, 3600.0, 2.5)
    assert (found.tight_since, found.lifts_at) == (moment, moment + MINUTE)


async def test_the_newer_reading_stays_and_of_one_moment_the_higher(storage: Storage) -> None:
    await keep(storage, a_budget(used=70.0))
    await keep(storage, a_budget(used=99.0, read_at=NOW - MINUTE, tight_since=NOW - MINUTE))
    assert (await near(storage))["app:business:1"].used == 70.0
    await keep(storage, a_budget(used=65.0))
    assert (await near(storage))["app:business:1"].used == 70.0
    await keep(storage, a_budget(used=71.0, rise=1.0))
    await keep(storage, a_budget(used=55.0, read_at=NOW + MINUTE))
    found = (await near(storage))["app:business:1"]
    assert (found.used, found.read_at, found.rise) == (55.0, NOW + MINUTE, 0.0)


async def test_of_two_walls_the_later_stays_whoever_comes_second(storage: Storage) -> None:
    await keep(storage, a_budget(lifts_at=NOW + 5 * MINUTE))
    await keep(storage, a_budget(read_at=NOW + MINUTE, lifts_at=None))
    await keep(storage, a_budget(read_at=NOW + MINUTE, lifts_at=NOW + 2 * MINUTE))
    assert (await near(storage))["app:business:1"].lifts_at == NOW + 5 * MINUTE
    await keep(storage, a_budget(read_at=NOW - MINUTE, lifts_at=NOW + 9 * MINUTE))
    assert (await near(storage))["app:business:1"].lifts_at == NOW + 9 * MINUTE


async def test_whatever_the_order_all_workers_end_up_knowing_the_same(storage: Storage) -> None:
    dice = random.Random(7)  # noqa: S311 - for variety, not for secrets
    news = [
        a_budget(used=float(number), read_at=NOW + MINUTE * number, lifts_at=dice.choice([None, NOW + MINUTE * number]))
        for number in range(50, 70)
    ]
    latest = max(each.lifts_at for each in news if each.lifts_at is not None)
    for _order in range(3):
        dice.shuffle(news)
        for each in news:
            await keep(storage, each)
        found = (await near(storage))["app:business:1"]
        assert (found.used, found.lifts_at) == (69.0, latest)
        async with storage.budgets(to_write=True) as budgets:
            await budgets.forget(before=NOW + timedelta(days=2))


async def test_many_workers_may_tell_of_the_same_limits_at_once(storage: Storage) -> None:
    buckets = [f"app:business:{number}" for number in range(30)]

    async def worker(number: int) -> None:
        mixed = random.Random(number).sample(buckets, len(buckets))  # noqa: S311 - an order, not a secret
        for _round in range(5):
            await keep(storage, *(a_budget(bucket, used=50.0 + number) for bucket in mixed))

    await asyncio.gather(*(worker(number) for number in range(4)))
    assert {each.used for each in (await near(storage)).values()} == {53.0}
    assert len(await near(storage)) == 30


async def test_only_what_holds_back_or_soon_may_is_told(storage: Storage) -> None:
    await keep(
        storage,
        a_budget("tight"),
        a_budget("easy", used=10.0, tight_since=None),
        a_budget("walled", used=10.0, tight_since=None, lifts_at=NOW + MINUTE),
        a_budget("lifted", used=10.0, tight_since=None, lifts_at=NOW - MINUTE),
    )
    assert set(await near(storage)) == {"tight", "walled"}


async def test_what_nobody_heard_of_for_long_is_forgotten_and_a_wall_never_before_it_lifts(storage: Storage) -> None:
    await keep(
        storage,
        a_budget("old", read_at=NOW - MINUTE),
        a_budget("walled", read_at=NOW - MINUTE, lifts_at=NOW + MINUTE),
        a_budget("fresh"),
    )
    async with storage.budgets(to_write=True) as budgets:
        await budgets.forget(before=NOW)
    assert set(await near(storage)) == {"walled", "fresh"}
