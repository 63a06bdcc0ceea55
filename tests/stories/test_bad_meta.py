"""Meta fails in every way it can: the creator is asked once, and the card says what is known and since when."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from bot.budgets import LOOK_EVERY
from tests.stories.office import Office, an_office, words_of

pytestmark = [pytest.mark.story, pytest.mark.asyncio(loop_scope="module")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def office(services: tuple[str, str], tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Office]:
    """One office for all stories of this file."""
    async with an_office(services, folder=tmp_path_factory.mktemp("office")) as office:
        assert (await office.desk.meta.get("rules"))["repeat_request"] == "duplicate", "a repeat must be seen"
        yield office


async def _fault(office: Office, on: str, kind: str, **more: Any) -> None:
    await office.desk.meta.post("fault", on=on, kind=kind, **more)


FAILED_ANSWERS: list[tuple[str, dict[str, Any]]] = [
    ("status", {"status": 502}),
    ("error", {"code": 1}),
    ("error", {"code": 2}),
    ("garbage", {}),
    ("lost", {"when": "before"}),
    ("lost", {"when": "after"}),
]


async def test_requests_whose_answers_failed_are_read_back_and_each_creator_is_asked_once(office: Office) -> None:
    asked = []
    for kind, more in FAILED_ANSWERS:
        asked.append(creator := await office.creator())
        calls = len(await office.desk.meta.calls("request"))
        await _fault(office, "request", kind, **more)
        await office.asked(f"@{creator}")

        async def met(calls: int = calls) -> bool:
            return len(await office.desk.meta.calls("request")) > calls

        await office.desk.eventually(met, about=f"the request that met {kind} {more}")
    for creator in asked:  # what Meta does not list is sent again after a minute, when nothing can be on its way
        await office.desk.card(f"@{creator}", "Waiting", seconds=100)
        await office.asked_once(creator)


@pytest.mark.parametrize(
    ("kind", "words"),
    [("status", "Meta did not answer."), ("garbage", "Meta's answer could not be understood.")],
)
async def test_a_list_that_cannot_be_read_puts_the_request_off_and_says_why_in_the_window(
    office: Office, kind: str, words: str
) -> None:
    creator = await office.creator()
    await _fault(office, "list", kind, times=3)  # the profile is looked at meanwhile, and may meet one of them first
    await office.asked(f"@{creator}")
    await office.view(words)
    await office.desk.card(f"@{creator}", "Waiting", seconds=60)
    await office.asked_once(creator)


async def test_a_look_up_that_fails_does_not_keep_a_creator_from_being_asked(office: Office) -> None:
    creator = await office.creator()
    await _fault(office, "discovery", "error", code=4)
    await office.asked(f"@{creator}")
    await office.desk.card(f"@{creator}", "Waiting")
    await office.asked_once(creator)


async def test_a_permission_taken_back_later_raises_the_alarm_in_the_channel(office: Office) -> None:
    creator = await office.creator()
    await office.asked(f"@{creator}")
    card = await office.desk.card(f"@{creator}", "Waiting")
    await office.desk.meta.answer(creator, "approve")
    await office.desk.press(office.ana, card, "request_check_now")
    await office.desk.told(card, "Approved")
    await office.desk.meta.answer(creator, "revoke")
    await office.desk.press(office.ana, card, "request_check_now")
    told = await office.desk.told(card, "Revoked", f"<@{office.ana}>", "running ads under their handle pause")
    assert told["subtype"] == "thread_broadcast"
    await office.desk.card(f"@{creator}", "Revoked")
    await office.asked_once(creator)


async def test_a_reading_that_takes_long_is_said_to_and_told_once_it_is_there(office: Office) -> None:
    creator = await office.creator()
    await office.asked(f"@{creator}")
    card = await office.desk.card(f"@{creator}", "Waiting")
    await _fault(office, "list", "slow", seconds=8)
    await office.desk.press(office.ana, card, "request_check_now")
    await office.whispered("Meta's list is being read and takes longer than usual.")
    await office.whispered("Checked at", "still waiting")


async def test_a_permission_made_in_metas_own_tools_is_told_in_the_profiles_home_campaign(office: Office) -> None:
    creator, other = await office.creator(), await office.creator()
    await office.asked(f"@{other}")
    card = await office.desk.card(f"@{other}", "Waiting")
    await office.desk.meta.post(
        "permission",
        profile_ig_id=office.desk.meta.profile()["ig_id"],
        creator_username=creator,
        status="APPROVED",
    )
    await office.desk.press(office.ana, card, "request_check_now")
    found = await office.desk.card(f"@{creator}", "Approved")
    assert "made outside of Greenlight" in words_of(found)
    await office.desk.told(found, "Approved", f"@{creator}'s permission for @northlight.skin was found at Meta.")


async def test_a_throttled_profile_waits_as_long_as_meta_says_and_asks_once_afterwards(office: Office) -> None:
    creator = await office.creator()
    await _fault(office, "list", "throttle", minutes=7)
    await office.asked(f"@{creator}")
    card = await office.desk.card(f"@{creator}", "Queued")
    assert "Meta has asked Greenlight to slow down" in words_of(card)
    assert "Greenlight asks again in 7 minutes." in words_of(card)
    assert 400 < _seconds_until_next_try(office) <= 420
    assert await office.desk.meta.on_phone(creator) == []
    calls = len(await office.desk.meta.calls("list"))
    await office.desk.press(office.ana, card, "request_check_now")
    assert "slow down" in await office.whispered("Meta could not be read")
    assert len(await office.desk.meta.calls("list")) == calls

    await office.desk.meta.post("clock", advance_seconds=420)
    _let_the_limit_lift(office)
    await asyncio.sleep(LOOK_EVERY.total_seconds())  # so long the bot may believe what it knows
    _let_the_wait_be_over(office)
    await office.desk.card(f"@{creator}", "Waiting", seconds=30)
    await office.asked_once(creator)


def _seconds_until_next_try(office: Office) -> float:
    with _engine(office) as database:
        (until,) = database.execute(
            "SELECT max(delay_until_epoch_ms) FROM workflow_status WHERE name = 'ask' AND status = 'DELAYED'"
        ).fetchone()
    return float(until) / 1000 - time.time()


def _let_the_limit_lift(office: Office) -> None:
    """Stand in for the minutes: Greenlight lives by the real clock, which no test can move."""
    with _engine(office) as database:
        assert database.execute("DELETE FROM budgets").rowcount >= 1


def _let_the_wait_be_over(office: Office) -> None:
    with _engine(office) as database:
        database.execute("UPDATE profiles SET next_look_at = created_at")
        changed = database.execute(
            "UPDATE workflow_status SET delay_until_epoch_ms = 0 WHERE name = 'ask' AND status = 'DELAYED'"
        )
        assert changed.rowcount == 1


def _engine(office: Office) -> sqlite3.Connection:
    return sqlite3.connect(office.desk.environment["GREENLIGHT_DATABASE_URL"].removeprefix("sqlite:///"), timeout=5)


async def test_a_dead_login_is_said_everywhere_and_connecting_the_profile_again_mends_it(office: Office) -> None:
    waiting, creator = await office.creator(), await office.creator()
    await office.asked(f"@{waiting}")
    card = await office.desk.card(f"@{waiting}", "Waiting")
    ig_id = office.desk.meta.profile()["ig_id"]
    await office.desk.meta.post("token", profile_ig_id=ig_id, state="expired")
    await office.desk.press(office.ana, card, "request_check_now")
    await office.whispered("Meta no longer accepts this profile's login.")
    view = await office.open_form(f"@{creator}")
    await office.view("This profile cannot ask", "Meta no longer accepts this profile's login.")
    await office.desk.submit(office.ana, view, {"handles": {"request_handles": creator}})
    failed = await office.desk.card(f"@{creator}", "Failed")
    assert "The login has expired, as Meta's logins do after about 60 days." in words_of(failed)
    await _card_says(office, waiting, "login no longer works")
    await office.desk.type(office.ana, office.desk.spring, "profiles")
    await office.view("Login no longer works: connect it again", "greenlight profiles add")
    assert await office.desk.meta.on_phone(creator) == []

    fresh = await office.desk.meta.post("token", profile_ig_id=ig_id, state="fresh")
    token = fresh.get("access_token") or fresh["profile"]["access_token"]
    done = await office.desk.command(
        "profiles", "add", "--ig-id", ig_id, "--username", "northlight.skin", "--token-stdin", stdin=token
    )
    assert "@northlight.skin is connected again, with the new token." in done.stdout, done.stderr
    await office.close_windows(office.ana)
    await office.desk.press(office.ana, failed, "request_ask_again")
    form = await office.view("Ready to ask", f"@{creator}")
    assert (await office.desk.submit(office.ana, form, {}))["ok"]
    await office.desk.card(f"@{creator}", "Waiting")
    assert len(await office.desk.meta.on_phone(creator)) == 1
    await _card_says(office, waiting, "login no longer works", is_said=False)


async def _card_says(office: Office, creator: str, words: str, *, is_said: bool = True) -> None:
    async def look() -> bool:
        return (words in words_of(await office.desk.card(f"@{creator}"))) == is_said

    await office.desk.eventually(look, about=f"@{creator}'s card with {words!r}: {is_said}")
