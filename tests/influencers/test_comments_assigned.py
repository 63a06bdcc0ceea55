"""Somebody looks after a comment: told in its thread, shown on its message, and never somebody who may not act on it."""

from __future__ import annotations

import json

import pytest

from bot.comments.assigning import ASSIGNEE
from bot.errors import NotAllowed, WrongInput
from handlers.comments.memory import ListMemory
from storage.ids import ChannelId, PersonId, new_id
from tests.influencers.house import CreatorsHouse
from tests.influencers.monitoring import Monitoring


@pytest.fixture
def monitoring(house: CreatorsHouse) -> Monitoring:
    """Somebody whose comments are heard and told."""
    return Monitoring(house)


async def _told(monitoring: Monitoring) -> str:
    await monitoring.begin()
    comment = await monitoring.write("Where from?")
    await monitoring.hear()
    await monitoring.tell()
    return comment


async def test_a_comment_is_given_taken_back_and_finished_and_each_is_audited(monitoring: Monitoring) -> None:
    house, comment = monitoring.house, await _told(monitoring)
    await monitoring.assign(comment, house.ben)
    await monitoring.assign(comment, house.ben)
    _head, news, line = await monitoring.told()
    assert line["thread_ts"] == news["thread_ts"]
    assert f"<@{house.ben}>, <@{house.ana}> asks you to look after" in line["text"]
    assert "Where from?" in json.dumps(line["blocks"])
    (button,) = line["blocks"][-1]["elements"]
    memory = ListMemory.model_validate_json(button["value"])
    assert (memory.campaign_id, memory.assigned_to) == (house.campaign.id, house.ben)
    assert (f"for <@{house.ben}>" in json.dumps(news), '"Done"' in json.dumps(news)) == (True, True)
    assert [each.id for each in (await monitoring.listed(assigned_to=house.ben)).rows] == [comment]

    await monitoring.assigning.finish(house.here, monitoring.asset.id, comment, by=house.ben)
    await monitoring.assigning.finish(house.here, monitoring.asset.id, comment, by=house.ben)
    await monitoring.tell()
    news = (await monitoring.told())[1]
    assert (f"finished, by <@{house.ben}>" in json.dumps(news), '"Done"' in json.dumps(news)) == (True, False)
    assert (await monitoring.listed(assigned_to=house.ben)).rows == []

    await monitoring.assign(comment, None)
    told = await monitoring.told()
    assert (len(told), f"<@{house.ben}>" in json.dumps(told[1])) == (3, False)
    async with house.storage.read(house.here) as uow:
        tags = [each.tag for each in await uow.audit.of(monitoring.asset.id) if "comment" in each.tag]
    assert tags == ["person:comment:assign", "person:comment:finish", "person:comment:assign"]


async def test_who_takes_a_comment_for_themselves_is_not_told_of_it(monitoring: Monitoring) -> None:
    house, comment = monitoring.house, await _told(monitoring)
    await monitoring.assign(comment, house.ana)
    assert len(await monitoring.told()) == 2


async def test_nobody_who_may_not_act_is_given_a_comment_and_viewers_give_none(monitoring: Monitoring) -> None:
    house, comment = monitoring.house, await _told(monitoring)
    given: dict[str, str] = {house.chloe: "viewer"}
    async with house.storage.write(house.here) as uow:
        await uow.roles.give(given, campaign_id=None, by=house.ana, at=house.now(), new_id=new_id)
    for refused in (house.chloe, PersonId(house.slack.user("greenlight")), PersonId("U0NOBODY")):
        with pytest.raises(WrongInput) as wrong:
            await monitoring.assign(comment, refused)
        assert wrong.value.field == ASSIGNEE
    with pytest.raises(NotAllowed):
        await monitoring.assign(comment, house.ben, by=house.chloe)
    assert len(await monitoring.told()) == 2


async def test_somebody_outside_a_private_campaign_is_given_none_of_its_comments(monitoring: Monitoring) -> None:
    house = monitoring.house
    members = ["ana", "ben", "greenlight"]
    vault = await house.slack.post("channel", name="vault", members=members, is_private=True)
    house.campaign = await house.a_campaign(
        name="Vault", name_key="vault", channel_id=ChannelId(vault["id"]), channel_name="vault", is_private=True
    )
    comment = await _told(monitoring)
    with pytest.raises(WrongInput):
        await monitoring.assign(comment, house.chloe)
    await monitoring.assign(comment, house.ben)
    assert "asks you to look after" in (await monitoring.told())[-1]["text"]
