"""Durable work that ended with an error is lost to the engine for good; the sweep finds what it was for and begins it again."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from tests.stories.desk import Desk

pytestmark = [pytest.mark.story]

LONG_AGO = "2020-01-01 00:00:00.000000"
SWEPT_WITHIN_SECONDS = 45.0


def _in_database(desk: Desk, *statements: str) -> None:
    file = desk.environment["GREENLIGHT_DATABASE_URL"].removeprefix("sqlite:///")
    with closing(sqlite3.connect(file, timeout=10)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


async def _lose(desk: Desk, call: str, workflow: str, *, meta: bool) -> None:
    """Wait for the call to be held, kill the bot, and make the engine believe that this work ended with an error."""
    side = desk.meta if meta else desk.slack

    async def held() -> bool:
        return any(each["on"] == call for each in (await side.get("held"))["held"])

    await desk.eventually(held, seconds=SWEPT_WITHIN_SECONDS, about=f"{call} held")
    await desk.kill_all()
    await side.post("release", drop=True)
    _in_database(desk, f"UPDATE workflow_status SET status = 'ERROR' WHERE status = 'PENDING' AND name = '{workflow}'")


async def test_a_lost_ask_and_a_lost_card_are_begun_again_and_happen_once(sqlite_desk: Desk) -> None:
    desk = sqlite_desk
    await desk.connect_profile()
    await desk.start_bot()
    await desk.create_campaign()
    await desk.meta.post("fault", on="list", kind="hold", when="before", times=1)
    assert not (await desk.ask("maya.makes"))["errors"]
    await _lose(desk, "list", "ask", meta=True)
    _in_database(desk, f"UPDATE requests SET sweep_at = '{LONG_AGO}'")
    await desk.slack.post("fault", on="chat.postMessage", kind="hold", when="after", times=1)
    await desk.start_bot()
    await _lose(desk, "chat.postMessage", "deliver", meta=False)
    _in_database(desk, f"UPDATE messages SET sweep_at = '{LONG_AGO}'")

    await desk.start_bot()
    card = await desk.card("@maya.makes", "Waiting")
    await desk.meta.answer("maya.makes", "approve")
    await desk.told(card, "Approved", seconds=SWEPT_WITHIN_SECONDS)
    assert len(await desk.meta.on_phone("maya.makes")) == 1
    assert len(await desk.cards()) == 1


async def test_a_lost_look_and_a_lost_edit_are_made_up_for(sqlite_desk: Desk) -> None:
    desk = sqlite_desk
    await desk.connect_profile()
    await desk.start_bot()
    await desk.create_campaign()
    assert not (await desk.ask("maya.makes"))["errors"]
    card = await desk.card("@maya.makes", "Waiting")
    await desk.meta.post("fault", on="list", kind="hold", when="before", times=1)
    await _lose(desk, "list", "look", meta=True)
    _in_database(desk, f"UPDATE profiles SET next_look_at = '{LONG_AGO}'")
    await desk.meta.answer("maya.makes", "approve")
    await desk.slack.post("fault", on="chat.update", kind="hold", when="before", times=1)
    await desk.start_bot()
    await _lose(desk, "chat.update", "refresh", meta=False)
    _in_database(desk, f"UPDATE requests SET changed_at = '{LONG_AGO}'")

    await desk.start_bot()
    edited = await desk.card("@maya.makes", "Approved", seconds=SWEPT_WITHIN_SECONDS)
    assert edited["ts"] == card["ts"]
    await desk.told(card, "Approved")


async def test_a_wish_to_cancel_whose_work_was_lost_is_given_back(sqlite_desk: Desk) -> None:
    desk = sqlite_desk
    await desk.connect_profile()
    await desk.start_bot()
    await desk.create_campaign()
    assert not (await desk.ask("maya.makes"))["errors"]
    card = await desk.card("@maya.makes", "Waiting")
    await desk.meta.post("fault", on="revoke", kind="hold", when="before", times=1)
    await desk.press(desk.ana, card, "request_cancel")
    await _lose(desk, "revoke", "withdraw", meta=True)
    _in_database(desk, f"UPDATE requests SET sweep_at = '{LONG_AGO}'")

    await desk.start_bot()

    async def given_back() -> bool:
        (card,) = await desk.cards()
        return "the work was interrupted" in str(card["blocks"])

    await desk.eventually(given_back, seconds=SWEPT_WITHIN_SECONDS, about="the wish given back")
    assert [each["status"] for each in await desk.meta.on_phone("maya.makes")] == ["PENDING"]
