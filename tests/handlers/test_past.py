"""The history of a request, and the instructions to copy, in windows: through the running app, and drawn from facts."""

from __future__ import annotations

import pytest

from bot.permissions.reading.past import PAST_SHOWN, PastPage
from bot.permissions.record import NUDGED
from bot.permissions.status import State
from handlers.manage.modal import draw_detail
from handlers.manage.past import draw_past
from storage.letters import LetterState
from tests.handlers.builders import NOON, facts, history, letter
from tests.handlers.desk import Desk, words_of


@pytest.mark.story
async def test_the_history_is_read_in_a_window_newest_first_with_what_the_thread_was_never_told(desk: Desk) -> None:
    await desk.answer_heard("late.lilacs", "decline", card=await desk.ask("late.lilacs"))
    await desk.card("late.lilacs", "Declined")
    await desk.type("manage @late.lilacs")
    window = await desk.view("Declined")

    await desk.click(window, "manage_past")

    past = words_of(await desk.view("Permission was asked for."))
    steps = [past.index(each) for each in ("said no to", "Meta has the request", "Permission was asked for.")]
    assert steps == sorted(steps)
    assert f"By <@{desk.slack.user('ana')}>" in past[steps[-1] :]
    assert "Next:" not in past
    assert past.count("Meta has the request") == 1, "what was so before is not told as news"


@pytest.mark.story
async def test_the_instructions_are_copied_from_a_window_with_the_campaigns_message_filled_in(desk: Desk) -> None:
    await desk.ask("early.elder")
    await desk.type("manage @early.elder")
    window = await desk.view("Waiting for the creator")

    await desk.click(window, "manage_instructions")

    shown = words_of(await desk.view("What <https://www.instagram.com/early.elder/"))
    assert "Ad partners → @northlight.skin → Approve" in shown
    assert "Hi early.elder!" in shown
    assert "partnership ads with you for Spring Launch" in shown
    assert "type @early.elder" in shown or "direct message to @early.elder" in shown
    assert "Mark as sent" not in shown


def test_instructions_are_offered_while_there_is_something_to_approve() -> None:
    for state in State:
        shown = words_of(draw_detail(facts(state=state), as_of=NOON))
        assert ("Copy instructions" in shown) is (state is State.WAITING)
        assert "History" in shown


def test_a_letter_in_the_history_says_how_it_stood_then_and_why_it_was_written() -> None:
    nudge = letter(purpose="nudge-1", state=LetterState.SENDING, masked_address="m…@makes.example")
    entries = [history(State.WAITING, tag=NUDGED, actor="greenlight", letter=nudge)]

    shown = words_of(
        draw_past(PastPage(request=facts(state=State.APPROVED), entries=entries, skipped=0, is_more=False))
    )

    assert "The creator was to be nudged." in shown
    assert "Being sent by e-mail" in shown
    assert nudge.text not in shown


def test_a_long_history_has_a_way_on_and_a_way_back() -> None:
    entries = [history(State.WAITING)] * PAST_SHOWN

    first = words_of(draw_past(PastPage(request=facts(), entries=entries, skipped=0, is_more=True)))
    later = words_of(draw_past(PastPage(request=facts(), entries=entries, skipped=PAST_SHOWN, is_more=False)))

    assert ("Older" in first, "Newer" in first) == (True, False)
    assert ("Older" in later, "Newer" in later) == (False, True)
