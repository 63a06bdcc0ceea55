"""What reports and exports read: all of it once, in order, of one workspace, and nothing that is hidden from the reader."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage.ids import ChannelId, PersonId
from storage.repositories.reading import PIECE, Scope
from storage.tables import Request
from storage.unit_of_work import Storage, UnitOfWork
from tests.storage.builders import ELSEWHERE, NORTHLIGHT, NOW, a_campaign, a_profile, a_request, sight
from tests.storage.test_audit import an_entry

SECRET = ChannelId("G0SECRET")
EVERYTHING = Scope(sight=None)


@pytest.fixture
async def furnished(storage: Storage) -> dict[str, Request]:
    """A request in a public and in a private campaign, one in none, and one of another workspace; each with history."""
    made: dict[str, Request] = {}
    async with storage.write(NORTHLIGHT) as uow:
        profile = a_profile()
        uow.profiles.add(profile)
        await uow.flush()
        public, private = a_campaign(), a_campaign(name="Secret", channel_id=SECRET, is_private=True)
        for campaign in (public, private):
            assert await uow.campaigns.add_unless_taken(campaign)
            uow.audit.append(an_entry(tag="person:campaign:created", subject_id=campaign.id))
        for number, (name, place) in enumerate((("public", public), ("private", private), ("none", None))):
            made[name] = await _asked(
                uow, a_request(profile, place, creator_username=name, asked_at=NOW + timedelta(hours=number))
            )
        uow.audit.append(an_entry(tag="person:workspace:roles-given", subject_id=NORTHLIGHT))
        uow.audit.append(an_entry(tag="person:novelty:made", subject_id="of-who-knows-which-campaign"))
    async with storage.write(ELSEWHERE) as uow:
        profile = a_profile(username="elsewhere")
        uow.profiles.add(profile)
        await uow.flush()
        await _asked(uow, a_request(profile, creator_username="elsewhere"))
    return made


async def _asked(uow: UnitOfWork, request: Request) -> Request:
    uow.requests.add(request)
    uow.audit.append(an_entry(tag="person:request:asked", subject_id=request.id, at=request.asked_at))
    return request


async def creators(storage: Storage, scope: Scope) -> list[str]:
    async with storage.read(NORTHLIGHT) as uow:
        listed = [row.creator_username async for piece in uow.reading.requests(scope) for row in piece]
        counted = [row.creator_username async for piece in uow.reading.courses(scope) for row in piece]
        assert (listed, len(listed)) == (counted, await uow.reading.count_requests(scope))
    return listed


async def history(storage: Storage, scope: Scope) -> list[tuple[str, str | None]]:
    async with storage.read(NORTHLIGHT) as uow:
        return [(row.tag, row.campaign) async for piece in uow.reading.audit(scope) for row in piece]


async def test_whoever_has_the_database_reads_everything_of_one_workspace(
    storage: Storage, furnished: dict[str, Request]
) -> None:
    assert await creators(storage, EVERYTHING) == ["public", "private", "none"]
    assert len(await history(storage, EVERYTHING)) == 7


@pytest.mark.parametrize(
    ("is_outsider", "channels", "seen"),
    [
        (False, (), ["public", "none"]),
        (False, (SECRET,), ["public", "private", "none"]),
        (True, (), []),
        (True, (SECRET,), ["private"]),
    ],
)
async def test_a_private_campaign_is_not_there_for_those_who_are_not_in_it(
    storage: Storage, furnished: dict[str, Request], is_outsider: bool, channels: tuple[str, ...], seen: list[str]
) -> None:
    scope = Scope(sight=sight(*channels, person_id=PersonId("U0CARL"), is_outsider=is_outsider))
    names = {"public": "Spring launch", "private": "Secret", "none": None}

    assert await creators(storage, scope) == seen

    told = await history(storage, scope)
    assert {campaign for _tag, campaign in told} == {names[each] for each in seen}
    assert [tag for tag, _campaign in told].count("person:request:asked") == len(seen)
    assert ("person:workspace:roles-given", None) in told or is_outsider
    assert all("novelty" not in tag for tag, _campaign in told)


async def test_one_campaign_and_a_span_of_time_are_read_alone(storage: Storage, furnished: dict[str, Request]) -> None:
    one = Scope(sight=None, campaign_id=furnished["private"].campaign_id)
    assert await creators(storage, one) == ["private"]
    assert await history(storage, one) == [("person:campaign:created", "Secret"), ("person:request:asked", "Secret")]

    span = Scope(sight=None, since=NOW + timedelta(hours=1), until=NOW + timedelta(hours=2))
    assert await creators(storage, span) == ["private"]
    assert await history(storage, span) == [("person:request:asked", "Secret")]


async def test_more_rows_than_a_piece_come_each_once_and_in_order(storage: Storage) -> None:
    async with storage.write(NORTHLIGHT) as uow:
        for number in range(2 * PIECE + 1):
            uow.audit.append(an_entry(id=f"{number:032}", at=NOW + timedelta(seconds=number // 7)))
    async with storage.read(NORTHLIGHT) as uow:
        pieces = [[row.id for row in piece] async for piece in uow.reading.audit(EVERYTHING)]

    assert [len(piece) for piece in pieces] == [PIECE, PIECE, 1]
    assert [each for piece in pieces for each in piece] == [f"{number:032}" for number in range(2 * PIECE + 1)]
