"""What is held back for undoing: stopped before it leaves, by who may, and nothing that was typed is lost."""

from __future__ import annotations

import json

import pytest

from bot.errors import NotAllowed, Refused
from storage.comment_deeds import DeedKind
from storage.ids import PersonId, new_id
from tests.influencers.house import CreatorsHouse
from tests.influencers.monitoring import Monitoring

SECONDS = 30


@pytest.fixture
async def monitoring(house: CreatorsHouse) -> Monitoring:
    """Somebody whose comments are heard and told, in a campaign that leaves half a minute for undoing."""
    monitoring = Monitoring(house)
    await monitoring.begin()
    await monitoring.hold(SECONDS)
    return monitoring


async def _told(monitoring: Monitoring) -> str:
    comment = await monitoring.write("Where from?")
    await monitoring.hear()
    await monitoring.tell()
    return comment


async def test_hiding_waits_its_while_with_undo_on_the_message_and_is_done_then(monitoring: Monitoring) -> None:
    comment = await _told(monitoring)
    await monitoring.want(comment, DeedKind.HIDE)
    await monitoring.tell()
    assert monitoring.house.engine.newest("comment-deed").delay_seconds == SECONDS
    shown = json.dumps((await monitoring.told())[1]["blocks"])
    assert ("will be hidden at" in shown, '"Undo"' in shown, '"Hide"' in shown) == (
        True,
        True,
        False,
    )
    await monitoring.do()
    shown = json.dumps((await monitoring.told())[1]["blocks"])
    assert ("hidden by" in shown, '"Undo"' in shown) == (True, False)
    with pytest.raises(Refused):
        await monitoring.undo(comment)


async def test_undone_nothing_reaches_meta_the_message_is_as_before_and_the_reply_comes_back(
    monitoring: Monitoring,
) -> None:
    comment = await _told(monitoring)
    await monitoring.want(comment, DeedKind.REPLY, text="From Olso.")
    assert await monitoring.undo(comment) == "From Olso."
    await monitoring.do()
    assert set(await monitoring.at_meta()) >= {comment}
    assert not [each for each in (await monitoring.at_meta()).values() if "Olso" in each["text"]]
    told = await monitoring.told()
    assert len(told) == 2
    assert ('"Undo"' in json.dumps(told), '"Hide"' in json.dumps(told)) == (False, True)
    async with monitoring.house.storage.read(monitoring.house.here) as uow:
        tags = [each.tag for each in await uow.audit.of(monitoring.asset.id)]
    assert tags.count("person:comment:reply-undone") == 1
    await monitoring.want(comment, DeedKind.REPLY, text="From Oslo.")
    await monitoring.do()
    assert [each["text"] for each in (await monitoring.at_meta()).values()].count("From Oslo.") == 1


async def test_showing_a_comment_again_waits_for_nothing(monitoring: Monitoring) -> None:
    comment = await _told(monitoring)
    await monitoring.want(comment, DeedKind.HIDE)
    await monitoring.do()
    await monitoring.want(comment, DeedKind.SHOW)
    assert monitoring.house.engine.newest("comment-deed").delay_seconds == 0


async def test_others_undo_it_only_as_managers(monitoring: Monitoring) -> None:
    house, comment = monitoring.house, await _told(monitoring)
    given: dict[str, str] = {house.ben: "manager", house.chloe: "requester"}
    async with house.storage.write(house.here) as uow:
        await uow.roles.give(given, campaign_id=None, by=house.ana, at=house.now(), new_id=new_id)
    await monitoring.want(comment, DeedKind.HIDE)
    with pytest.raises(NotAllowed):
        await monitoring.undo(comment, by=PersonId(house.chloe))
    await monitoring.undo(comment, by=PersonId(house.ben))
    await monitoring.do()
    assert (await monitoring.at_meta())[comment]["hidden"] is False
