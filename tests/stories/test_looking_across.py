"""Several brands of one business: one reading of the business's list, and never a word that the brands' own lists do not say."""

from __future__ import annotations

import asyncio
import tempfile
from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.graph.permissions.probe import FIRST_PAUSE, SURE_FOR
from bot.permissions.looking.due import LOOK_LOST_AFTER, TAKEN_ALONG
from bot.permissions.looking.shares import OWN_WITHIN
from storage.ids import new_id
from storage.tables import Health
from tests.databases import ready_sqlite
from tests.storage.builders import NORTHLIGHT
from tests.stories.business import BRANDS, BUSINESS, CREATORS, REFUSED, Agency

SKIN, HOME, PETS = BRANDS


@pytest.fixture
async def agency(ready_url: str) -> AsyncIterator[Agency]:
    """Three brands with a permission each, read once and found to agree; nothing is counted yet."""
    agency = Agency(ready_url)
    await agency.connect_all()
    for brand in BRANDS:
        agency.meta.put(brand, "900", "PENDING")
    await agency.tick()
    forget(agency)
    agency.wait(minutes=1)
    yield agency
    await agency.close()


def forget(agency: Agency) -> None:
    agency.meta.looked_at.clear()
    agency.meta.walks.clear()


async def memory(agency: Agency) -> tuple[bool, int]:
    """Whether the list agreed before, and how often in a row it failed."""
    async with agency.storage.read(NORTHLIGHT) as uow:
        row = await uow.business_lists.memory(agency.connection_id, BUSINESS)
    assert row is not None
    return row.agreed_at is not None, row.failures


async def test_the_first_reading_compares_and_adopts_each_brand_by_its_own_list(ready_url: str) -> None:
    agency = Agency(ready_url)
    await agency.connect_all()
    for brand in BRANDS:
        agency.meta.put(brand, "900", "APPROVED")
    await agency.tick()
    assert agency.meta.walks == [tuple(sorted(BRANDS))]
    assert sorted(agency.meta.looked_at) == sorted(BRANDS)
    assert await agency.told() == {(brand, "maya.makes"): ["approved"] for brand in BRANDS}
    assert await memory(agency) == (True, 0)
    await agency.close()


async def test_while_nothing_is_new_one_walk_does_for_all_of_them(agency: Agency) -> None:
    for _ in range(5):
        agency.wait(minutes=5)
        await agency.look_at_all()
    assert agency.meta.walks == [tuple(sorted(BRANDS))] * 5
    assert agency.meta.looked_at == []
    for profile in agency.profiles:
        read = await agency.read_profile(profile)
        assert read.last_read_at == agency.now
        assert read.next_look_at is not None
        assert read.next_look_at > agency.now


async def test_the_brand_with_news_is_read_by_itself_at_once_and_told_once(agency: Agency) -> None:
    agency.meta.put(HOME, "900", "APPROVED")
    await agency.look_at_all()
    assert agency.meta.looked_at == [HOME]
    assert (await agency.told())[HOME, "maya.makes"] == ["approved"]
    lines = await agency.lines()
    await agency.look_at_all()
    assert agency.meta.looked_at == [HOME]
    assert await agency.lines() == lines


@pytest.mark.parametrize("in_numbers", [True, False])
async def test_a_status_in_numbers_or_in_words_leads_to_the_same(agency: Agency, in_numbers: bool) -> None:
    agency.meta.in_numbers = in_numbers
    for creator, status in (("900", "REJECTED"), ("901", "PENDING"), ("902", "APPROVED")):
        agency.meta.put(SKIN, creator, status)
    await agency.look_at_all()
    assert {name: states for (brand, name), states in (await agency.told()).items() if brand == SKIN} == {
        "maya.makes": ["declined"],
        "juno.skates": ["waiting"],
        "nils.cooks": ["approved"],
    }


async def test_an_account_that_is_left_out_is_missed_by_nobody_and_the_list_rests(agency: Agency) -> None:
    agency.meta.left_out = {PETS}
    await agency.look_at_all()
    assert agency.meta.looked_at == [PETS]
    assert (await agency.told())[PETS, "maya.makes"] == ["waiting"]
    assert await memory(agency) == (False, 1)
    forget(agency)

    await agency.look_at_all()
    assert agency.meta.walks == []
    assert sorted(agency.meta.looked_at) == sorted(BRANDS)
    agency.meta.left_out = set()
    agency.wait(seconds=FIRST_PAUSE.total_seconds())
    forget(agency)
    await agency.look_at_all()
    assert len(agency.meta.walks) == 1
    assert await memory(agency) == (True, 0)


async def test_what_the_business_lists_no_more_and_the_brand_does_is_no_news(agency: Agency) -> None:
    agency.meta.stands_still = []
    lines = await agency.lines()
    await agency.look_at_all()
    assert sorted(agency.meta.looked_at) == sorted(BRANDS)
    assert await agency.lines() == lines


async def test_a_list_that_stands_still_is_found_out_within_an_hour(agency: Agency) -> None:
    agency.meta.stand_still()
    agency.meta.put(SKIN, "900", "APPROVED")
    await agency.look_at_all()
    assert agency.meta.looked_at == []
    agency.wait(seconds=OWN_WITHIN.total_seconds())
    await agency.look_at_all()
    assert (await agency.told())[SKIN, "maya.makes"] == ["approved"]
    assert await memory(agency) == (False, 1)


@pytest.mark.parametrize(
    ("answer", "rests"),
    [
        (httpx.Response(400, json={"error": REFUSED}), True),
        (httpx.Response(403, json={"error": {"message": "Requires business_management", "code": 200}}), True),
        (httpx.Response(200, text="<html>busy</html>"), True),
        (httpx.Response(200, json={"data": [{"permission_status": 1}]}), True),
        (httpx.Response(400, json={"error": {"message": "slow down", "code": 80004}}), False),
        (httpx.Response(503, json={"error": {"message": "try later", "code": 2}}), False),
    ],
)
async def test_whatever_the_list_answers_every_brand_is_looked_at(
    agency: Agency, answer: httpx.Response, rests: bool
) -> None:
    agency.meta.trouble = lambda: answer
    agency.meta.put(SKIN, "900", "APPROVED")
    await agency.look_at_all()
    assert sorted(agency.meta.looked_at) == sorted(BRANDS)
    assert (await agency.told())[SKIN, "maya.makes"] == ["approved"]
    assert await memory(agency) == ((False, 1) if rests else (True, 0))


async def test_a_cursor_that_dies_twice_leads_to_the_own_lists(agency: Agency) -> None:
    first = {"data": [], "paging": {"cursors": {"after": "A"}, "next": "https://graph.test/next?after=A"}}
    answers = iter([first, None, first, None])

    def trouble() -> httpx.Response:
        page = next(answers)
        if page is None:
            return httpx.Response(400, json={"error": {"message": "cursor", "code": 100}})
        return httpx.Response(200, json=page)

    agency.meta.trouble = trouble
    await agency.look_at_all()
    assert sorted(agency.meta.looked_at) == sorted(BRANDS)


async def test_an_answer_between_two_readings_does_not_count_against_the_list(ready_url: str) -> None:
    agency = Agency(ready_url)
    await agency.connect_all()
    agency.meta.put(SKIN, "900", "PENDING")
    stale = list(agency.meta._rows(SKIN))
    agency.meta.put(SKIN, "900", "APPROVED")
    answers = iter([httpx.Response(200, json={"data": stale})])

    def trouble() -> httpx.Response:
        agency.meta.trouble = None
        return next(answers)

    agency.meta.trouble = trouble
    await agency.tick()
    assert len(agency.meta.walks) == 2
    assert (await agency.told())[SKIN, "maya.makes"] == ["approved"]
    async with agency.storage.read(NORTHLIGHT) as uow:
        assert await uow.business_lists.memory(agency.connection_id, BUSINESS) is None
    await agency.close()


async def test_it_is_compared_again_after_a_week(agency: Agency) -> None:
    agency.wait(seconds=SURE_FOR.total_seconds())
    await agency.look_at_all()
    assert len(agency.meta.walks) == 1
    assert sorted(agency.meta.looked_at) == sorted(BRANDS)


async def test_a_person_who_checks_now_reads_the_own_list(agency: Agency) -> None:
    await agency.syncing.look_now(NORTHLIGHT, agency.profiles[0].id, nonce=new_id())
    await agency.engine.do(agency.engine.newest("look"))
    assert (agency.meta.looked_at, agency.meta.walks) == ([SKIN], [])


async def test_one_that_is_due_alone_is_read_by_itself_and_takes_along_those_that_nearly_are(agency: Agency) -> None:
    async def due_in(*seconds: float) -> None:
        async with agency.storage.write(NORTHLIGHT) as uow:
            for profile, wait in zip(agency.profiles, seconds, strict=True):
                row = await uow.profiles.get(profile.id, lock=True)
                assert row is not None
                row.next_look_at = agency.now + timedelta(seconds=wait)
        await agency.tick()

    far = TAKEN_ALONG.total_seconds() + 1
    await due_in(0, far, far)
    assert (agency.meta.looked_at, agency.meta.walks) == ([SKIN], [])
    forget(agency)
    await due_in(far, 0, far - 2)
    assert agency.meta.walks == [(HOME, PETS)]


async def test_a_brand_whose_own_list_cannot_be_read_is_not_called_well_by_the_business(agency: Agency) -> None:
    agency.meta.own_trouble[HOME] = httpx.Response(403, json={"error": {"message": "no role", "code": 10}})
    await agency.syncing.look_now(NORTHLIGHT, agency.profiles[1].id, nonce=new_id())
    await agency.engine.do(agency.engine.newest("look"))
    assert (await agency.read_profile(agency.profiles[1])).health is Health.UNREADABLE
    await agency.look_at_all()
    assert agency.meta.looked_at == [HOME, HOME]
    assert (await agency.read_profile(agency.profiles[1])).failed_looks == 2


async def test_a_dead_login_is_buried_once_and_said_of_every_brand(agency: Agency) -> None:
    dead = httpx.Response(401, json={"error": {"message": "expired", "code": 190}})
    agency.meta.trouble = lambda: dead
    agency.meta.own_trouble = dict.fromkeys(BRANDS, dead)
    await agency.look_at_all()
    assert [(await agency.read_profile(each)).health for each in agency.profiles] == [Health.LOGIN_DEAD] * 3
    assert await memory(agency) == (True, 0)


async def test_a_worker_that_is_gone_in_the_middle_loses_nothing_and_tells_nothing_twice(agency: Agency) -> None:
    agency.meta.put(SKIN, "900", "APPROVED")
    async with agency.storage.write(NORTHLIGHT) as uow:
        for profile in await uow.business_lists.lock([each.id for each in agency.profiles]):
            profile.next_look_at = agency.now
    await agency.engine.tick("tick")  # enqueued, and never done
    lost = agency.engine.newest("look-across")
    agency.wait(seconds=LOOK_LOST_AFTER.total_seconds())
    await agency.tick()
    assert (await agency.told())[SKIN, "maya.makes"] == ["approved"]
    lines = await agency.lines()
    await agency.engine.do(lost)
    assert await agency.lines() == lines


async def test_signing_in_again_forgets_what_was_held_against_the_list(agency: Agency) -> None:
    async with agency.storage.write(NORTHLIGHT) as uow:
        await uow.business_lists.forget(agency.connection_id)
    await agency.look_at_all()
    assert sorted(agency.meta.looked_at) == sorted(BRANDS)
    assert await memory(agency) == (True, 0)


@pytest.mark.parametrize(("has_business", "own", "walks"), [(False, 36, 0), (True, 3, 12)])
async def test_an_hour_of_quiet_brands_costs_one_own_list_each_and_one_walk_every_five_minutes(
    tmp_path: Path, has_business: bool, own: int, walks: int
) -> None:
    agency = Agency(ready_sqlite(tmp_path), has_business=has_business)
    await agency.connect_all()
    for brand in BRANDS:
        agency.meta.put(brand, "900", "APPROVED")
    await agency.tick()
    forget(agency)
    for _ in range(720):
        agency.wait(seconds=5)
        await agency.tick()
    assert (len(agency.meta.looked_at), len(agency.meta.walks)) == (own, walks)
    await agency.close()


# Any world

_CHANGE = st.tuples(
    st.sampled_from(BRANDS),
    st.sampled_from(sorted(CREATORS)),
    st.sampled_from(["PENDING", "APPROVED", "REJECTED", "REVOKED", "CANCELED"]),
)
_FORM = st.sampled_from(["numbers", "words", "refused", "nonsense", "without pets", "without all"])
_STEP = st.tuples(st.lists(_CHANGE, max_size=4), _FORM, st.sampled_from([1.0, 10.0, 70.0, 1500.0]))


async def _live(steps: list[tuple[list[tuple[str, str, str]], str, float]], folder: Path) -> None:
    (folder / "own").mkdir()
    (folder / "across").mkdir()
    own = Agency(ready_sqlite(folder / "own"), has_business=False)
    across = Agency(ready_sqlite(folder / "across"))
    for agency in (own, across):
        await agency.connect_all()
    for changes, form, minutes in steps:
        for agency in (own, across):
            for change in changes:
                agency.meta.put(*change)
            agency.meta.in_numbers = form != "words"
            agency.meta.left_out = {"without pets": {PETS}, "without all": set(BRANDS)}.get(form, set())
            body = {"json": {"error": REFUSED}} if form == "refused" else {"text": "?"}
            answer = httpx.Response(400 if form == "refused" else 200, **body)
            agency.meta.trouble = (lambda answer=answer: answer) if form in ("refused", "nonsense") else None
            agency.wait(minutes=minutes)
            await agency.look_at_all()
        assert await across.told() == await own.told()
        assert await across.lines() == await own.lines()
    assert not own.meta.walks
    for agency in (own, across):
        await agency.close()


@settings(max_examples=10, deadline=None)
@given(st.lists(_STEP, min_size=1, max_size=6))
def test_in_any_world_both_ways_of_looking_tell_the_same_and_as_often(
    steps: list[tuple[list[tuple[str, str, str]], str, float]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_live(steps, Path(folder)))


async def test_cut_at_any_moment_of_a_reading_each_brand_s_news_is_told_once(agency: Agency) -> None:
    for brand, status in zip(BRANDS, ("APPROVED", "REJECTED", "PENDING"), strict=True):
        agency.meta.put(brand, "900", status)
        agency.meta.put(brand, "901", "PENDING")
    before = await agency.lines()
    async with agency.storage.write(NORTHLIGHT) as uow:
        for profile in await uow.business_lists.lock([each.id for each in agency.profiles]):
            profile.next_look_at = agency.now
    await agency.engine.tick("tick")
    job = agency.engine.newest("look-across")

    cuts = await agency.through_cuts(lambda: agency.engine.do(job))
    await agency.engine.do(job)

    assert cuts > len(BRANDS)
    told = await agency.told()
    assert [told[brand, "maya.makes"] for brand in BRANDS] == [["approved"], ["declined"], ["waiting"]]
    assert [told[brand, "juno.skates"] for brand in BRANDS] == [["waiting"]] * 3
    news = Counter(await agency.lines()) - Counter(before)
    assert news["maya.makes", "meta:request:approved"] == news["maya.makes", "meta:request:declined"] == 1
    assert sum(count for (creator, _tag), count in news.items() if creator == "juno.skates") == len(BRANDS)
