"""Slack fails in every way it can: what was accepted is shown once, and nobody is left without a word."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from tests.stories.killing import held_at
from tests.stories.office import Office, an_office, words_of

pytestmark = [pytest.mark.story, pytest.mark.asyncio(loop_scope="module")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def office(services: tuple[str, str], tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Office]:
    """One office for all stories of this file."""
    async with an_office(services, folder=tmp_path_factory.mktemp("office")) as office:
        yield office


async def _fault(office: Office, on: str, kind: str, **more: Any) -> None:
    await office.desk.slack.post("fault", on=on, kind=kind, **more)


async def _restarted(office: Office) -> None:
    """Start the bot anew while a form is open: who people are is then asked of Slack again."""
    assert await office.bot.stop() == 0
    office.bot = await office.desk.start_bot()


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("status", {"status": 503}),
        ("error", {"error": "internal_error"}),
        ("error", {"error": "fatal_error"}),
        ("garbage", {}),
        ("lost", {"when": "before"}),
        ("lost", {"when": "after"}),
        ("ratelimited", {"seconds": 1}),
    ],
    ids=["503", "internal", "fatal", "garbage", "lost-before", "lost-after", "ratelimited"],
)
async def test_a_card_that_slack_did_not_take_at_first_is_posted_once(
    office: Office, kind: str, more: dict[str, Any]
) -> None:
    creator = await office.creator()
    posts_before = len(await office.desk.slack.calls("chat.postMessage"))
    await _fault(office, "chat.postMessage", kind, **more)
    await office.asked(f"@{creator}")
    await office.desk.card(f"@{creator}", "Waiting", seconds=30)
    await office.asked_once(creator)
    await office.view("Waiting for the creator", "|card>")  # the bot knows of its card too: nothing is on its way now
    await office.asked_once(creator)
    tries = len(await office.desk.slack.calls("chat.postMessage")) - posts_before
    assert tries == (1 if kind == "lost" and more["when"] == "after" else 2), "the fault was not met"


async def test_an_edit_that_slack_never_answers_holds_nobody_up_for_long(office: Office) -> None:
    creator, other = await office.creator(), await office.creator()
    await office.asked(f"@{creator} @{other}")
    for each in (creator, other):
        await office.desk.card(f"@{each}", "Waiting")
    await _fault(office, "chat.update", "hold")
    await office.desk.meta.answer(creator, "approve")
    await held_at(office.desk, "slack", "chat.update")
    await office.desk.meta.answer(other, "approve")
    for each in (creator, other):
        await office.desk.card(f"@{each}", "Approved", seconds=30)


async def test_an_edit_that_slack_did_not_take_is_made_later_and_the_answer_told_once(office: Office) -> None:
    creator = await office.creator()
    await office.asked(f"@{creator}")
    card = await office.desk.card(f"@{creator}", "Waiting")
    await _fault(office, "chat.update", "status", status=500)
    await _fault(office, "chat.postMessage", "lost", when="after")
    await office.desk.meta.answer(creator, "approve")
    await office.desk.press(office.ana, card, "request_check_now")
    await office.desk.card(f"@{creator}", "Approved", seconds=30)
    await office.desk.told(card, "Approved", f"@{creator} said yes", seconds=30)
    await office.asked_once(creator)


async def test_slack_failing_while_somebody_asks_is_said_beside_the_field_and_the_same_press_works_later(
    office: Office,
) -> None:
    creator = await office.creator()
    view = await office.open_form(user=office.chloe)
    await _restarted(office)
    await _fault(office, "users.info", "status", status=500, user=office.chloe)
    refused = await office.desk.submit(office.chloe, view, {"handles": {"request_handles": creator}})
    assert "Nothing was accepted. Slack did not answer Greenlight." in refused["errors"]["handles"]
    assert "What you typed is kept: press Ask again in a minute." in refused["errors"]["handles"]
    assert not await office.desk.meta.on_phone(creator)

    accepted = await office.desk.submit(office.chloe, view, {})
    assert accepted["ok"], accepted
    await office.desk.card(f"@{creator}", "Waiting")
    await office.asked_once(creator)


async def test_a_slow_slack_costs_nobody_the_ack(office: Office) -> None:
    creator = await office.creator()
    view = await office.open_form(user=office.ben)
    await _restarted(office)
    await _fault(office, "users.info", "slow", seconds=5, user=office.ben)
    refused = await office.desk.submit(office.ben, view, {"handles": {"request_handles": creator}})
    assert refused["error"] is None, refused
    assert "Nothing was accepted. Slack did not answer Greenlight." in refused["errors"]["handles"]
    accepted = await office.desk.submit(office.ben, view, {})
    assert accepted["ok"], accepted
    await office.desk.card(f"@{creator}", "Waiting")
    await office.asked_once(creator)


async def test_a_window_that_cannot_be_opened_is_answered_with_a_sentence(office: Office) -> None:
    await office.close_windows(office.ana)
    await _fault(office, "views.open", "error", error="expired_trigger_id")
    await office.desk.type(office.ana, office.desk.spring, "request")
    await office.whispered("The window could not be opened.", "Do the same again: nothing was lost.")
    await _fault(office, "views.open", "status", status=502)
    await office.desk.type(office.ana, office.desk.spring, "request")
    await office.whispered("Slack did not answer Greenlight.", "Try again in a minute.")


async def test_two_people_asking_for_the_same_creator_at_once_make_one_request_and_the_second_is_told_where(
    office: Office,
) -> None:
    creator = await office.creator()
    people = (office.ana, office.ben)
    views = [await office.open_form(user=user) for user in people]
    typed = {"handles": {"request_handles": f"@{creator}"}}
    answers = await asyncio.gather(
        *(office.desk.submit(user, view, typed) for user, view in zip(people, views, strict=True))
    )
    assert all(each["ok"] for each in answers), answers
    await office.desk.card(f"@{creator}", "Waiting")
    is_second = ["Asked already" in words_of(each["view"]) for each in answers]
    assert sorted(is_second) == [False, True]
    second = people[is_second.index(True)]
    shown = words_of(await office.view("nothing was sent again", "|card>", user=second))
    assert f"asked already by <@{people[is_second.index(False)]}>" in shown
    await office.asked_once(creator)


@pytest.mark.parametrize("action", ["disconnect", "refresh", "drop"])
async def test_a_socket_that_is_ended_is_opened_again_and_the_next_command_is_answered(
    office: Office, action: str
) -> None:
    creator = await office.creator()
    await office.desk.slack.post("socket", action=action)
    await office.desk.eventually(lambda: office.desk.slack.has_connections(1), about="a connection")
    await office.desk.eventually(lambda: _is_answered(office), about="an answer to a command")
    await office.asked(f"@{creator}")
    await office.desk.card(f"@{creator}", "Waiting")
    await office.asked_once(creator)


async def _is_answered(office: Office) -> bool:
    typed = await office.desk.slack.post(
        "command", user=office.ana, channel=office.desk.spring, command="/partnership", text="help"
    )
    return bool(typed["ok"])


async def test_refused_connections_are_tried_again_until_slack_takes_one_and_work_goes_on_meanwhile(
    office: Office,
) -> None:
    creator = await office.creator()
    await office.asked(f"@{creator}")
    card = await office.desk.card(f"@{creator}", "Waiting")
    await office.desk.slack.post("socket", action="refuse")
    await office.desk.slack.post("socket", action="drop")
    await office.desk.meta.answer(creator, "decline")
    await office.desk.told(card, "Declined", f"<@{office.ana}>")
    await office.desk.slack.post("socket", action="accept")
    await office.desk.eventually(lambda: _is_answered(office), seconds=30, about="an answer to a command")
    assert "the line to Slack is down" in office.bot.log
    await office.asked_once(creator)


async def test_the_home_tab_opened_while_slack_delivers_twice_is_drawn_and_harms_nothing(office: Office) -> None:
    opened = await office.desk.slack.post("interact", type="home_opened", user=office.ana)
    assert opened["delivered"]
    for _ in range(2):
        await office.desk.slack.post(
            "event", event={"type": "app_home_opened", "user": office.ana, "channel": "D0", "tab": "home"}
        )

    async def look() -> bool:
        home = (await office.desk.slack.get(f"views/{office.ana}"))["home"]
        return home is not None and "My open requests" in words_of(home)

    await office.desk.eventually(look, about="the Home tab")
