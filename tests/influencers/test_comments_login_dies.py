"""A creator's login that dies in the middle of a deed: whoever wanted it is told what to do, and nothing is done twice."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from storage.comment_deeds import DeedKind
from storage.ids import ConnectionId
from tests.influencers.house import CreatorsHouse
from tests.influencers.monitoring import REEL, STORY, Monitoring

Write = Callable[[str], Awaitable[str]]


class Begun:
    """Maya's account while it is monitored, and how she signs in again."""

    def __init__(self, house: CreatorsHouse) -> None:
        self.monitoring, self.house = Monitoring(house), house

    async def begin(self) -> None:
        """Have her connect."""
        self._token = await self.monitoring.begin()
        async with self.house.storage.write(self.house.here) as uow:
            connection = await uow.connections.get(ConnectionId(self.monitoring.asset.connection_id or ""))
            assert connection is not None
            connection.next_check_at = self.house.now() + timedelta(days=1)
        await self.monitoring.hook()

    async def comment(self, place: str) -> str:
        """Have somebody comment there, and the channel told."""
        if place == STORY:
            comment = await self.monitoring.write_at_facebook("Awful!")
        else:
            comment = await self.monitoring.write("Awful!")
            await self.monitoring.hear()
        await self.monitoring.tell()
        return comment

    async def reconnect(self) -> None:
        """Have her open the invite's link again, and sign in."""
        await self.house.returning.recognise(await self.house.returned(self._token), browser="b" * 40)

    async def is_looked_after(self) -> bool:
        """Whether the connection's next check is due."""
        due = (await self.house.connections())[0].next_check_at
        return due is not None and due <= self.house.now()

    async def writes(self) -> int:
        """Count what Meta was asked to change about comments, and did or may have done."""
        calls = await self.house.meta.get("calls")
        return sum(each["method"] == "POST" and each["op"] in ("node", "replies") for each in calls)


@pytest.fixture
async def begun(house: CreatorsHouse) -> Begun:
    begun = Begun(house)
    await begun.begin()
    return begun


@pytest.mark.parametrize("place", [REEL, STORY])
@pytest.mark.parametrize("when", ["before", "after"])
async def test_hiding_that_meets_a_dead_login_is_told_with_what_to_do_and_done_once_after_reconnecting(
    begun: Begun, place: str, when: str
) -> None:
    monitoring, comment = begun.monitoring, await begun.comment(place)
    await begun.house.meta.post("fault", on="node", kind="expired", when=when, method="POST")
    await monitoring.want(comment, DeedKind.HIDE)
    await monitoring.do()
    line = json.dumps((await monitoring.told())[-1]["blocks"])
    assert "no longer accepts the login that @maya.makes connected with" in line
    assert "invite's link" in line
    assert await begun.is_looked_after()
    assert any("person:comment:hide-failed" in entry for entry in await begun.house.history())
    await begun.reconnect()
    before = await begun.writes()
    await monitoring.want(comment, DeedKind.HIDE)
    await monitoring.do()
    assert (await monitoring.at_meta(place))[comment]["hidden"] is True
    assert await begun.writes() - before == (1 if when == "before" else 0)


@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_reply_that_meets_a_dead_login_comes_back_to_be_copied_and_is_written_once(
    begun: Begun, when: str
) -> None:
    monitoring, comment = begun.monitoring, await begun.comment(REEL)
    await begun.house.meta.post("fault", on="replies", kind="expired", when=when, method="POST")
    await monitoring.want(comment, DeedKind.REPLY, text="From Oslo.")
    await monitoring.do()
    line = json.dumps((await monitoring.told())[-1]["blocks"])
    assert ("This is what you wrote" in line, "From Oslo." in line, "sign in again" in line) == (True, True, True)
    await begun.reconnect()
    await monitoring.want(comment, DeedKind.REPLY, text="From Oslo.")
    await monitoring.do()
    assert [each["text"] for each in (await monitoring.at_meta()).values()].count("From Oslo.") == 1
    await monitoring.want(comment, DeedKind.REPLY, text="From Oslo.")
    await monitoring.do()  # whoever means it twice has it twice
    assert [each["text"] for each in (await monitoring.at_meta()).values()].count("From Oslo.") == 2


async def test_a_login_that_ended_for_good_before_a_held_deed_left_is_told_and_the_connection_is_found_dead(
    begun: Begun,
) -> None:
    monitoring, comment = begun.monitoring, await begun.comment(REEL)
    await monitoring.hold(30)
    await monitoring.want(comment, DeedKind.HIDE)
    await begun.house.meta.post("person", person="maya", event="password")
    await monitoring.do()
    assert "sign in again" in json.dumps((await monitoring.told())[-1]["blocks"])
    assert await begun.is_looked_after()
    assert (await monitoring.at_meta())[comment]["hidden"] is False
