"""The buttons of a card: check now, cancel, revoke, ask again; pressed twice they act once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from tests.stories.campaigning import new_campaign, new_channel, opened
from tests.stories.killing import held_at
from tests.stories.office import Office, an_office, words_of

pytestmark = [pytest.mark.story, pytest.mark.asyncio(loop_scope="module")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def office(services: tuple[str, str], tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Office]:
    """One office for all stories of this file."""
    async with an_office(services, folder=tmp_path_factory.mktemp("office")) as office:
        yield office


async def _waiting(office: Office) -> tuple[str, dict[str, Any]]:
    creator = await office.creator()
    await office.asked(f"@{creator}")
    return creator, await office.desk.card(f"@{creator}", "Waiting")


async def _statuses(office: Office, creator: str) -> list[str]:
    return [each["status"] for each in await office.desk.meta.on_phone(creator)]


def _button(card: dict[str, Any], action_id: str) -> dict[str, Any]:
    buttons = [each for block in card["blocks"] if block["type"] == "actions" for each in block["elements"]]
    found: dict[str, Any] = next(each for each in buttons if each["action_id"] == action_id)
    return found


async def test_check_now_says_what_meta_says_to_the_one_who_pressed(office: Office) -> None:
    creator, card = await _waiting(office)
    await office.desk.press(office.ben, card, "request_check_now")
    await office.whispered("still waiting for the creator", user=office.ben)
    await office.desk.meta.answer(creator, "approve")
    await office.desk.press(office.ben, card, "request_check_now")
    await office.whispered("approved now, waiting for the creator before.", user=office.ben)
    await office.desk.told(card, "Approved", f"<@{office.ana}>")


async def test_who_presses_while_a_list_is_being_read_hears_what_the_next_reading_says(office: Office) -> None:
    creator, card = await _waiting(office)
    await office.desk.meta.post("fault", on="list", kind="hold", when="after", times=1)
    await office.desk.press(office.ana, card, "request_check_now")
    await held_at(office.desk, "meta", "list")  # Meta has said "waiting", and Greenlight has not heard it yet
    await office.desk.meta.answer(creator, "approve")
    await office.desk.press(office.ben, card, "request_check_now")
    await office.desk.meta.post("release")
    assert "approved now, waiting for the creator before." in await office.whispered("Checked at", user=office.ben)


async def test_a_request_is_cancelled_once_however_often_it_is_pressed_and_can_be_asked_again(office: Office) -> None:
    creator, card = await _waiting(office)
    assert words_of(_button(card, "request_cancel")["confirm"]).startswith("Cancel this request?")
    await asyncio.gather(*(office.desk.press(office.ana, card, "request_cancel") for _ in range(2)))
    await office.desk.told(card, "Cancelled", f"The request to @{creator} was cancelled")
    cancelled = await office.desk.card(f"@{creator}", "Cancelled")
    assert await _statuses(office, creator) == ["CANCELED"]
    revokes = [call for call in await office.desk.meta.calls("revoke") if call["status"] == 200]
    assert len(revokes) == 1

    await office.close_windows(office.ana)
    await office.desk.press(office.ana, cancelled, "request_ask_again")
    form = await office.view(f"@{creator}", "last time: cancelled")
    assert (await office.desk.submit(office.ana, form, {}))["ok"]
    await office.desk.card(f"@{creator}", "Waiting")
    assert sorted(await _statuses(office, creator)) == ["CANCELED", "PENDING"]


async def test_the_manage_window_follows_until_the_request_is_cancelled(office: Office) -> None:
    creator, _card = await _waiting(office)
    await office.close_windows(office.ana)
    await office.desk.type(office.ana, office.desk.spring, f"manage @{creator}")
    window = await office.view("Waiting for the creator")
    await office.press_in(window, "request_cancel")
    await office.view("Cancelled", f"@{creator}", seconds=45)
    assert await _statuses(office, creator) == ["CANCELED"]


async def test_a_window_follows_a_cancelling_that_takes_long(office: Office) -> None:
    creator, _card = await _waiting(office)
    await office.close_windows(office.ana)
    await office.desk.type(office.ana, office.desk.spring, f"manage @{creator}")
    window = await office.view("Waiting for the creator")
    # It is tried again after 5 s and after 10.
    await office.desk.meta.post("fault", on="revoke", kind="error", code=2, times=2)
    await office.press_in(window, "request_cancel")
    await office.view("Cancelled", f"@{creator}", seconds=45)
    assert await _statuses(office, creator) == ["CANCELED"]


async def test_a_permission_is_revoked_after_a_confirmation_and_the_channel_is_told(office: Office) -> None:
    creator, card = await _waiting(office)
    await office.desk.meta.answer(creator, "approve")
    await office.desk.press(office.ana, card, "request_check_now")
    approved = await office.desk.card(f"@{creator}", "Approved")
    asks_first = _button(approved, "request_revoke")["confirm"]
    assert f"Running ads under @{creator} pause, and no new ones can start." in words_of(asks_first)

    await office.desk.press(office.ben, approved, "request_revoke")
    told = await office.desk.told(card, "Revoked", f"<@{office.ana}>")
    assert f"By <@{office.ben}>" in words_of(told)
    await office.desk.card(f"@{creator}", "Revoked")
    assert await _statuses(office, creator) == ["REVOKED"]


async def test_a_button_of_a_card_that_is_out_of_date_does_nothing_and_says_so(office: Office) -> None:
    creator, card = await _waiting(office)
    await office.desk.slack.post("fault", on="chat.update", kind="hold", times=1)
    await office.desk.meta.answer(creator, "approve")
    await office.desk.press(office.ben, card, "request_check_now")
    await office.whispered("approved now", user=office.ben)
    await held_at(office.desk, "slack", "chat.update")
    await office.desk.press(office.ana, card, "request_cancel")
    await office.whispered(f"The request to @{creator} has changed: it is approved now.")
    assert await _statuses(office, creator) == ["APPROVED"]
    await office.desk.slack.post("release")
    await office.desk.card(f"@{creator}", "Approved")


async def test_two_people_who_cancel_at_once_take_it_back_once_and_each_is_told(office: Office) -> None:
    creator, card = await _waiting(office)
    people = (office.ana, office.ben)

    await asyncio.gather(*(office.desk.press(each, card, "request_cancel") for each in people))

    await asyncio.gather(*(office.whispered(f"@{creator}", user=each) for each in people))
    await office.desk.card(f"@{creator}", "Cancelled")
    assert await _statuses(office, creator) == ["CANCELED"]
    await office.desk.told(card, "was cancelled")


async def test_a_card_of_a_year_ago_whose_campaign_is_closed_asks_nobody_and_says_why(office: Office) -> None:
    channel = await new_channel(office, "last-year")
    assert (await new_campaign(office, "Last Year", channel=channel))["ok"]
    over, stands = await office.creator(), await office.creator()
    await office.asked(f"@{over}\n@{stands}", channel=channel)
    cards = {each: await office.desk.card(f"@{each}:", "Waiting", channel=channel) for each in (over, stands)}
    await office.desk.slack.post(
        "fault", on="chat.update", kind="error", error="edit_window_closed", times=4, channel=channel
    )
    await office.desk.meta.answer(over, "decline")
    await office.desk.meta.answer(stands, "approve")

    async def answered() -> bool:
        threads = [str(await office.desk.thread(cards[each], channel=channel)) for each in (over, stands)]
        return all(word in thread for word, thread in zip(("Declined", "Approved"), threads, strict=True))

    await office.desk.eventually(answered, about="both answers")
    await office.desk.press(office.ana, cards[over], "request_cancel", channel=channel)
    await office.whispered(f"The request to @{over} cannot be taken back. It is declined already.", channel=channel)
    await office.desk.press(office.ana, cards[stands], "request_cancel", channel=channel)
    await office.whispered(f"The request to @{stands} has changed: it is approved now.", channel=channel)

    window = await opened(office, channel=channel)
    await office.press_in(window, "campaign_close")
    await office.view("Last Year* is closed.")
    await office.close_windows(office.ana)

    await office.desk.press(office.ana, cards[stands], "request_check_now", channel=channel)
    await office.whispered("The campaign is closed.", "have it opened again", channel=channel)
    assert await _statuses(office, over) == ["REJECTED"]
    assert await _statuses(office, stands) == ["APPROVED"]


async def test_a_cancel_that_comes_after_the_creators_yes_takes_nothing_back(office: Office) -> None:
    creator, card = await _waiting(office)
    await office.desk.meta.answer(creator, "approve")
    await office.desk.press(office.ana, card, "request_cancel")
    await office.desk.told(card, "Approved", f"<@{office.ana}>")
    approved = await office.desk.card(f"@{creator}", "Approved")
    assert await _statuses(office, creator) == ["APPROVED"]
    assert _button(approved, "request_revoke")


async def test_a_cancel_whose_answer_was_lost_is_read_back_and_not_sent_twice(office: Office) -> None:
    creator, card = await _waiting(office)
    before = len(await office.desk.meta.calls("revoke"))
    await office.desk.meta.post("fault", on="revoke", kind="lost", when="after")
    await office.desk.press(office.ana, card, "request_cancel")
    await office.desk.told(card, "Cancelled")
    assert await _statuses(office, creator) == ["CANCELED"]
    assert len(await office.desk.meta.calls("revoke")) == before + 1


async def test_a_cancel_that_meta_refuses_leaves_the_request_as_it_is_and_says_why(office: Office) -> None:
    creator, card = await _waiting(office)
    await office.desk.meta.post("rules", revoke_pending="error")
    await office.desk.press(office.ana, card, "request_cancel")

    async def look() -> bool:
        return "It could not be taken back." in words_of(await office.desk.card(f"@{creator}"))

    await office.desk.eventually(look, about="a card that says why")
    await office.desk.meta.post("rules", revoke_pending="canceled")
    assert await _statuses(office, creator) == ["PENDING"]
    _button(await office.desk.card(f"@{creator}", "Waiting"), "request_cancel")
