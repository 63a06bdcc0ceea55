"""What the database promises about comments and about what Meta delivered."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from storage.comments import Arrival, Comment, CommentState, Reading
from storage.hooks import HookStage
from storage.ids import WorkspaceId
from storage.influencers import Asset
from storage.repositories.comment_ads import AdPlace
from storage.unit_of_work import Job, Storage
from tests.storage.builders import ELSEWHERE, NORTHLIGHT, NOW, a_campaign, sight
from tests.storage.test_influencers import an_asset


def a_comment(asset: Asset, **given: Any) -> Comment:
    """A comment that was heard of just now."""
    values: dict[str, Any] = {
        "asset_id": asset.id,
        "comment_id": "17870913679156914",
        "is_on_ad": False,
        "is_own": False,
        "author_name": "passing.reader",
        "texts": [[NOW.isoformat(), "Lovely!"]],
        "state": CommentState.LIVE,
        "reading": Reading.LET,
        "written_at": NOW,
        "heard_at": NOW,
    }
    return Comment(**(values | given))


async def _monitored(storage: Storage, *, workspace_id: WorkspaceId = NORTHLIGHT, **given: Any) -> Asset:
    campaign = a_campaign(**given)
    async with storage.write(workspace_id) as uow:
        uow.campaigns.add(campaign)
        await uow.flush()
        uow.assets.add(asset := an_asset(campaign))
    return asset


async def test_a_comment_is_kept_once_for_an_asset(storage: Storage) -> None:
    asset = await _monitored(storage)
    async with storage.write(NORTHLIGHT) as uow:
        uow.comments.add(a_comment(asset))
    with pytest.raises(sa.exc.IntegrityError):
        async with storage.write(NORTHLIGHT) as uow:
            uow.comments.add(a_comment(asset))
    async with storage.read(NORTHLIGHT) as uow:
        assert list(await uow.comments.known(asset.id, ["17870913679156914", "another"])) == ["17870913679156914"]


async def test_more_ids_than_one_statement_takes_are_looked_up(storage: Storage) -> None:
    asset = await _monitored(storage)
    ids = [str(number) for number in range(1_200)]
    async with storage.write(NORTHLIGHT) as uow:
        for each in ids[::2]:
            uow.comments.add(a_comment(asset, comment_id=each))
    async with storage.read(NORTHLIGHT) as uow:
        assert set(await uow.comments.known(asset.id, ids)) == set(ids[::2])


async def test_comments_are_their_workspaces_own(storage: Storage) -> None:
    asset = await _monitored(storage)
    async with storage.write(NORTHLIGHT) as uow:
        uow.comments.add(a_comment(asset))
    async with storage.read(ELSEWHERE) as uow:
        assert await uow.comments.known(asset.id, ["17870913679156914"]) == {}
        assert await uow.comments.of_asset(asset.id, sight=sight("C0SPRING"), limit=9) == []


async def test_comments_of_a_private_campaign_are_there_for_its_people_only(storage: Storage) -> None:
    asset = await _monitored(storage, channel_id="C0SECRET", is_private=True)
    async with storage.write(NORTHLIGHT) as uow:
        uow.comments.add(a_comment(asset))
    async with storage.read(NORTHLIGHT) as uow:
        assert await uow.comments.of_asset(asset.id, sight=sight(), limit=9) == []
        assert len(await uow.comments.of_asset(asset.id, sight=sight("C0SECRET"), limit=9)) == 1


async def test_what_the_team_may_not_read_yet_is_not_among_what_it_reads(storage: Storage) -> None:
    asset = await _monitored(storage)
    async with storage.write(NORTHLIGHT) as uow:
        uow.comments.add(a_comment(asset, comment_id="open", reading=Reading.OPEN))
        uow.comments.add(a_comment(asset, comment_id="old", written_at=NOW - timedelta(days=1)))
        uow.comments.add(a_comment(asset, comment_id="new"))
    async with storage.read(NORTHLIGHT) as uow:
        read = await uow.comments.of_asset(asset.id, sight=sight(), limit=9)
        assert [each.comment_id for each in read] == ["new", "old"]


async def test_comments_are_forgotten_after_their_days_by_pieces_and_those_of_other_workspaces_stay(
    storage: Storage,
) -> None:
    asset, other = await _monitored(storage), await _monitored(storage, workspace_id=ELSEWHERE)
    for each in (asset, other):
        async with storage.write(each.workspace_id) as uow:
            for number in range(5):
                at = NOW + timedelta(days=number // 3)
                uow.comments.add(a_comment(each, comment_id=str(number), heard_at=at, told_in=f"comments:{number}"))
    before = NOW + timedelta(hours=1)
    async with storage.write(NORTHLIGHT) as uow:
        assert await uow.comments.forget_some(before=before, limit=2) == (2, {"comments:0", "comments:1"})
        assert await uow.comments.forget_some(before=before, limit=2) == (1, {"comments:2"})
        assert await uow.comments.forget_some(before=before, limit=2) == (0, set())
        assert set(await uow.comments.known(asset.id, list("01234"))) == {"3", "4"}
    async with storage.read(ELSEWHERE) as uow:
        assert len(await uow.comments.known(other.id, list("01234"))) == 5


async def test_only_assets_that_stand_and_hear_something_are_found_by_their_account(storage: Storage) -> None:
    campaign = a_campaign()
    async with storage.write(NORTHLIGHT) as uow:
        uow.campaigns.add(campaign)
        await uow.flush()
        kinds: dict[str, dict[str, Any]] = {
            "1": {},
            "2": {"ended_at": NOW},
            "3": {"ends_at": NOW},
            "4": {"hears_ads": False},
            "5": {"hears_ads": False, "hears_organic": True},
        }
        for ig_id, given in kinds.items():
            uow.assets.add(an_asset(campaign, ig_id=ig_id, **given))
    async with storage.across_workspaces() as everywhere:
        found = await everywhere.assets_monitoring(["1", "2", "3", "4", "5", "6"], now=NOW)
    assert {each.ig_id for each in found} == {"1", "5"}


async def test_a_body_that_is_delivered_again_waits_once_and_work_exists_with_it(
    storage: Storage, jobs: list[str]
) -> None:
    async with storage.incoming() as incoming:
        await incoming.arrivals.add([Arrival(id="a", body=b"1", at=NOW), Arrival(id="a", body=b"1", at=NOW)])
        await incoming.arrivals.add([Arrival(id="a", body=b"1", at=NOW + timedelta(seconds=1))])
        await incoming.enqueue(Job(workflow="hear", queue="arrivals", id="hear:1"))
    assert jobs == ["hear:1"]
    async with storage.incoming() as incoming:
        assert [(each.id, each.at) for each in await incoming.arrivals.oldest(count=9, size=9)] == [("a", NOW)]
        await incoming.arrivals.remove(["a"])
    async with storage.incoming() as incoming:
        assert await incoming.arrivals.oldest(count=9, size=9) == []


async def test_as_many_bodies_are_read_at_once_as_fit_but_one_at_least(storage: Storage) -> None:
    bodies = [Arrival(id=str(number), body=b"x" * 10, at=NOW + timedelta(seconds=number)) for number in range(5)]
    async with storage.incoming() as incoming:
        await incoming.arrivals.add(bodies)
        for size, count, expected in ((1, 9, 1), (20, 9, 2), (29, 9, 2), (99, 9, 5), (99, 3, 3)):
            found = await incoming.arrivals.oldest(count=count, size=size)
            assert [each.id for each in found] == [str(number) for number in range(expected)]


async def test_a_reading_is_planned_once_for_each_turn(storage: Storage) -> None:
    asset, later = await _monitored(storage), NOW + timedelta(minutes=15)
    async with storage.write(NORTHLIGHT) as uow:
        assert await uow.comments.plan_read(asset.id, now=NOW, next_at=later) == NOW
    async with storage.write(NORTHLIGHT) as uow:
        assert await uow.comments.plan_read(asset.id, now=NOW, next_at=later) is None
        assert await uow.comments.plan_read(asset.id, now=later, next_at=later + timedelta(minutes=15)) == later
        await uow.comments.put_off_read(asset.id, until=later + timedelta(hours=1))
    async with storage.write(ELSEWHERE) as uow:
        await uow.comments.put_off_read(asset.id, until=later + timedelta(days=1))
    async with storage.across_workspaces() as everywhere:
        assert await everywhere.assets_to_read(now=later + timedelta(minutes=59), limit=9) == []


async def test_only_assets_that_stand_and_hear_something_have_a_turn(storage: Storage) -> None:
    campaign = a_campaign()
    async with storage.write(NORTHLIGHT) as uow:
        uow.campaigns.add(campaign)
        await uow.flush()
        kinds: dict[str, dict[str, Any]] = {"1": {}, "2": {"ended_at": NOW}, "3": {"ends_at": NOW}}
        for ig_id, given in kinds.items():
            uow.assets.add(an_asset(campaign, ig_id=ig_id, hears_organic=True, **given))
        uow.assets.add(an_asset(campaign, ig_id="4", hears_ads=False))
    async with storage.across_workspaces() as everywhere:
        assert [each.ig_id for each in await everywhere.assets_to_read(now=NOW, limit=9)] == ["1"]


async def test_what_is_new_has_its_turn_before_what_has_waited_long(storage: Storage) -> None:
    campaign = a_campaign()
    async with storage.write(NORTHLIGHT) as uow:
        uow.campaigns.add(campaign)
        await uow.flush()
        for ig_id in ("1", "2"):
            uow.assets.add(asset := an_asset(campaign, ig_id=ig_id, id=ig_id * 32))
        await uow.flush()
        waiting = "1" * 32
        await uow.comments.plan_read(waiting, now=NOW, next_at=NOW)
        (await uow.hooks.look_at(waiting, at=NOW)).stage = HookStage.ON
    later = NOW + timedelta(days=1)
    async with storage.across_workspaces() as everywhere:
        for due in (everywhere.assets_to_read, everywhere.assets_to_hook):
            assert [each.id for each in await due(now=later, limit=9)] == [asset.id, waiting]
            assert [each.id for each in await due(now=later, limit=1)] == [asset.id]


async def test_ads_are_named_once_each_with_what_any_comment_tells_of_them_the_newest_first(storage: Storage) -> None:
    asset = await _monitored(storage)
    on_ad: dict[str, Any] = {"is_on_ad": True, "reading": Reading.OPEN}
    async with storage.write(NORTHLIGHT) as uow:
        for number in range(6):
            told = {"ad_id": f"ad{number % 2}", "original_media_id": "17", "ad_title": "Spring"} if number > 3 else {}
            at = NOW + timedelta(minutes=number)
            given = {"comment_id": str(number), "media_id": f"m{number % 2}", "heard_at": at, **on_ad, **told}
            uow.comments.add(a_comment(asset, **given))
        uow.comments.add(a_comment(asset, comment_id="old", media_id="m2", heard_at=NOW - timedelta(days=1), **on_ad))
    async with storage.read(NORTHLIGHT) as uow:
        assert await uow.comment_ads.places(asset.id, reading=Reading.OPEN, since=NOW) == [
            AdPlace(media_id=f"m{number}", ad_id=f"ad{number}", original_media_id="17", title="Spring")
            for number in (1, 0)
        ]


async def test_a_mark_only_moves_on_and_is_its_workspaces_own(storage: Storage) -> None:
    asset = await _monitored(storage)
    for moment in (NOW, NOW + timedelta(hours=1), NOW - timedelta(hours=1)):
        async with storage.write(NORTHLIGHT) as uow:
            await uow.comments.mark(asset.id, "1790", at=moment)
    async with storage.write(ELSEWHERE) as uow:
        assert await uow.comments.mark_of(asset.id, "1790") is None
        await uow.comments.mark(asset.id, "1790", at=NOW + timedelta(days=1))
    async with storage.read(NORTHLIGHT) as uow:
        mark = await uow.comments.mark_of(asset.id, "1790")
        assert mark is not None
        assert mark.at == NOW + timedelta(hours=1)
