"""The list of a whole business, served by the sandbox: learned of by signing in, used, refused and found to be wrong."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from bot.graph.permissions.probe import FIRST_PAUSE
from storage.ids import ConnectionId
from storage.logins import BusinessList, Connection
from tests.connections.house import ELSEWHERE, HOME, SKIN, SKIN_PAGE, House

EDGE = "ig_bc_ad_permissions"


class Spent:
    """Counts the readings that Meta was asked for: of the business's list, and of brands' own."""

    def __init__(self, house: House) -> None:
        self._house, self._before = house, Counter[str]()

    async def since_last(self) -> tuple[int, int]:
        """Return how many of each were begun since this was asked last. Further pages are not counted."""
        calls: list[dict[str, Any]] = await self._house.meta.get("calls")
        begun = Counter(str(call["op"]) for call in calls if "after" not in call["params"])
        new, self._before = begun - self._before, begun
        return new[EDGE], new["list"]

    async def later(self) -> tuple[int, int]:
        """Let the next looks come, and return how many readings they took."""
        await self.since_last()
        await self._house.wait(minutes=5, seconds=1)
        await self._house.look()
        return await self.since_last()


@pytest.fixture
def spent(house: House) -> Spent:
    """A count that begins now."""
    return Spent(house)


async def _put(house: House, key: str, creator: str, status: str) -> None:
    await house.meta.post("permission", profile_ig_id=key.split(":")[1], creator_username=creator, status=status)


async def _states(house: House, key: str) -> dict[str, str]:
    return {each.creator_username: each.state for each in await house.requests((await house.profile(key)).id)}


async def _memory(house: House, connection: Connection | None = None) -> BusinessList | None:
    connection = connection or await house.connection()
    business_id = next(way.business_id for way in await house.ways((await house.profile(SKIN)).id) if way.business_id)
    async with house.storage.read(connection.workspace_id) as uow:
        return await uow.business_lists.memory(ConnectionId(connection.id), business_id)


async def _two_brands(house: House) -> None:
    """Two brands of one business, each with a permission, connected and read once."""
    await _put(house, SKIN, "maya.makes", "APPROVED")
    await _put(house, HOME, "juno.skates", "APPROVED")
    await house.connect(SKIN, HOME, SKIN_PAGE)
    await house.look()


async def test_picking_learns_the_business_of_each_account_and_one_walk_does_for_both(
    house: House, spent: Spent
) -> None:
    await spent.since_last()
    await _two_brands(house)
    (business,) = {way.business_id for key in (SKIN, HOME) for way in await house.ways((await house.profile(key)).id)}
    assert business
    assert await spent.since_last() == (1, 2)
    memory = await _memory(house)
    assert memory is not None
    assert memory.agreed_at is not None
    assert [await spent.later() for _ in range(3)] == [(1, 0)] * 3


@pytest.mark.parametrize("form", ["integers", "strings"])
async def test_a_revocation_is_heard_through_the_business_and_told_by_the_own_list(
    house: House, spent: Spent, form: str
) -> None:
    await house.meta.post("rules", business_permissions=form)
    await _two_brands(house)
    await house.meta.answer("juno.skates", "revoke")
    assert await spent.later() == (1, 1)
    assert await _states(house, SKIN) == {"maya.makes": "approved"}
    assert await _states(house, HOME) == {}


async def test_a_business_whose_list_is_not_there_costs_one_call_a_day(house: House, spent: Spent) -> None:
    await house.meta.post("rules", business_permissions="off")
    await spent.since_last()
    await _two_brands(house)
    assert await spent.since_last() == (1, 2)
    assert await _states(house, SKIN) == {"maya.makes": "approved"}
    assert [await spent.later() for _ in range(2)] == [(0, 2)] * 2
    await house.wait(seconds=FIRST_PAUSE.total_seconds())
    await house.meta.post("rules", business_permissions="integers")
    assert await spent.later() == (1, 2)
    assert await spent.later() == (1, 0)


async def test_a_list_that_says_something_else_is_compared_twice_and_rests(house: House, spent: Spent) -> None:
    await house.meta.post("fault", on=EDGE, kind="rewrite", key="permission_status", value="9", times=4)
    await spent.since_last()
    await _two_brands(house)
    assert await spent.since_last() == (2, 2)
    assert await _states(house, SKIN) == {"maya.makes": "approved"}
    memory = await _memory(house)
    assert memory is not None
    assert (memory.failures, memory.agreed_at) == (1, None)
    assert await spent.later() == (0, 2)


async def test_signing_in_again_has_the_list_tried_anew_as_more_may_be_granted(house: House, spent: Spent) -> None:
    await house.meta.post("rules", business_permissions="off")
    await _two_brands(house)
    await house.meta.post("rules", business_permissions="integers")
    await house.connect(SKIN, HOME)
    assert await _memory(house) is None
    assert await spent.later() == (1, 2)


async def test_a_connection_of_before_learns_its_businesses_by_the_daily_check(house: House, spent: Spent) -> None:
    await _two_brands(house)
    connection = await house.connection()
    async with house.storage.write(house.here) as uow:
        for way, _profile in await uow.connections.profiles_of(connection.id):
            way.business_id = None
    assert await spent.later() == (0, 2)
    await house.wait(days=1)
    await house.check()
    assert await spent.later() == (1, 2)
    assert await spent.later() == (1, 0)


async def test_two_workspaces_with_the_same_accounts_find_out_each_for_itself(house: House, spent: Spent) -> None:
    await _two_brands(house)
    await house.connect(SKIN, HOME, ws=ELSEWHERE, browser="c" * 40)
    (theirs,) = await house.connections(ws=ELSEWHERE)
    assert await _memory(house, theirs) is None
    await house.look()
    assert await _memory(house, theirs) is not None
    async with house.storage.read(ELSEWHERE) as uow:
        profile = await uow.profiles.by_ig_id(SKIN.split(":")[1])
        assert profile is not None
        seen = [each.creator_username for each in await uow.requests.states_of_profile(profile.id)]
    assert seen == ["maya.makes"]
    assert await spent.later() == (2, 0)


async def test_a_profile_that_goes_takes_what_was_remembered_for_its_login_along(house: House) -> None:
    await _two_brands(house)
    for key in (SKIN, HOME, SKIN_PAGE):
        await house.leaving.disconnect(house.here, (await house.profile(key)).id, person_id=house.ana)
    await house.work("give-back")
    assert await house.connections() == []
