"""Telling somebody about logins: once each, whatever crashes and however Slack answers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.connections.facts import ConnectedFacts
from tests.connections.house import SKIN, House


async def test_what_a_sign_in_brought_is_told_once_meta_was_read(house: House) -> None:
    ig_id = SKIN.split(":")[1]
    await house.meta.post("permission", profile_ig_id=ig_id, creator_username="maya.makes", status="APPROVED")
    await house.connect(SKIN)
    await house.engine.do(house.engine.newest("notify"))
    assert await house.letters(house.ana) == []  # it waits for the list
    await house.look()
    await house.work("notify")
    assert await house.letters(house.ana) == ["ConnectedFacts"]
    (facts,) = house.drawn
    assert isinstance(facts, ConnectedFacts)
    assert facts.profiles[0].adopted == {"approved": 1}


async def test_if_meta_cannot_be_read_it_is_told_all_the_same_after_two_minutes(house: House) -> None:
    await house.connect(SKIN)
    await house.engine.do(house.engine.newest("notify"))
    await house.wait(minutes=3)
    await house.work("notify")
    (facts,) = house.drawn
    assert isinstance(facts, ConnectedFacts)
    assert facts.profiles[0].adopted is None


async def test_a_message_whose_answer_was_lost_is_found_again_and_not_sent_twice(house: House) -> None:
    await house.connect(SKIN)
    await house.look()
    await house.slack.post("fault", on="chat.postMessage", kind="lost", when="after")
    await house.work("notify")
    assert await house.letters(house.ana) == ["ConnectedFacts"]
    assert await house.notices() == []


async def test_a_crash_between_sending_and_writing_it_down_sends_nothing_twice(house: House) -> None:
    await house.connect(SKIN)
    await house.look()
    await house.work("notify")
    async with house.storage.write(house.here) as uow:
        notice = await uow.notices.get(f"connected:{house.sign_in_ids[-1]}", lock=True)
        assert notice is not None
        notice.ts = None  # as a crash leaves it
        notice.sweep_at = house.now() - timedelta(seconds=1)
    await house.engine.tick("tend")
    await house.work("notify")
    assert await house.letters(house.ana) == ["ConnectedFacts"]
    assert await house.notices() == []


@pytest.mark.parametrize(
    "fault", [{"kind": "ratelimited", "seconds": 1}, {"kind": "garbage"}, {"kind": "error", "error": "internal_error"}]
)
async def test_slack_being_busy_puts_it_off(house: House, fault: dict[str, Any]) -> None:
    await house.connect(SKIN)
    await house.look()
    await house.slack.post("fault", on="conversations.open", **fault)
    await house.work("notify")
    assert await house.letters(house.ana) == ["ConnectedFacts"]


async def test_work_that_was_lost_is_begun_again(house: House) -> None:
    await house.connect(SKIN)
    await house.look()
    house.engine.jobs = [job for job in house.engine.jobs if job.workflow != "notify"]
    await house.wait(minutes=11)
    await house.engine.tick("tend")
    await house.work("notify")
    assert await house.letters(house.ana) == ["ConnectedFacts"]


async def test_somebody_who_takes_no_message_is_given_up_after_a_day(house: House) -> None:
    await house.connect(SKIN)
    await house.look()
    await house.slack.post("person", user=house.ana, deleted=True)
    await house.engine.do(house.engine.newest("notify"))
    assert len(await house.notices()) == 1
    await house.wait(days=1, minutes=5)
    await house.engine.do(house.engine.newest("notify"))
    assert await house.notices() == []
