"""Attacks on asking: lost answers, lists that lag, handles that change hands. The creator is asked once."""

from __future__ import annotations

from bot.permissions.status import State
from storage.ids import RequestId
from tests.stories.hands import Hands


async def _lost_answer(hands: Hands, *, message: str | None = None) -> RequestId:
    """Ask; Meta takes it, and its answer is lost."""
    request_id = await hands.ask(message=message)
    hands.meta.is_answer_lost = True
    await hands.attempt()
    hands.meta.is_answer_lost = False
    assert (await hands.request(request_id)).state == State.UNSURE
    return request_id


async def test_a_lost_answer_and_a_list_that_lags_behind_do_not_ask_twice(hands: Hands) -> None:
    hands.meta.shown = lambda: []
    request_id = await _lost_answer(hands)
    for _ in range(3):
        hands.wait(seconds=15)
        await hands.attempt()
    hands.meta.shown = lambda: hands.meta.rows
    hands.wait(seconds=20)
    await hands.attempt()
    assert hands.meta.asked == ["900"]
    assert (await hands.request(request_id)).state == State.WAITING


async def test_what_meta_does_not_list_for_long_enough_is_asked_again(hands: Hands) -> None:
    hands.meta.shown = lambda: []
    request_id = await _lost_answer(hands)
    hands.wait(minutes=3)
    await hands.attempt()
    assert len(hands.meta.asked) == 2
    assert (await hands.request(request_id)).state == State.WAITING


async def test_a_handle_that_is_another_account_by_now_is_not_asked(hands: Hands) -> None:
    hands.meta.shown = lambda: []
    request_id = await _lost_answer(hands)
    hands.meta.accounts["maya.makes"] = "666"
    hands.wait(minutes=5)
    await hands.attempt()
    assert hands.meta.asked == ["900"]
    assert (await hands.request(request_id)).creator_ig_id == "900"


async def test_a_refusal_from_before_the_ask_left_is_not_its_answer(hands: Hands) -> None:
    request_id = await hands.ask()
    hands.meta.refusal = {"message": "slow down", "code": 4}
    await hands.attempt()
    hands.meta.lists(status="REJECTED", permission_id="P99")  # asked and refused in Meta's own tools meanwhile
    hands.meta.refusal = None
    hands.wait(hours=1)
    hands.meta.shown = lambda: hands.meta.rows[:1]
    hands.meta.is_answer_lost = True
    await hands.attempt()
    await hands.look()
    await hands.attempt()
    assert (await hands.request(request_id)).state == State.UNSURE


async def test_the_message_is_handed_over_once_even_when_the_look_finds_the_request_first(hands: Hands) -> None:
    request_id = await _lost_answer(hands, message="Hi!")
    await hands.look()
    assert (await hands.request(request_id)).state == State.WAITING
    await hands.attempt()
    await hands.look()
    tags = [each.tag for each in await hands.history(request_id)]
    assert tags.count("greenlight:message:prepared") == 1


async def test_the_message_is_handed_over_once_however_often_the_ask_is_carried_out(hands: Hands) -> None:
    request_id = await hands.ask(message="Hi!")
    hands.meta.meanwhile["request"] = hands.attempt  # a second worker takes the first one for dead
    await hands.attempt()
    tags = [each.tag for each in await hands.history(request_id)]
    assert tags.count("greenlight:message:prepared") == 1
    assert hands.meta.asked == ["900"]


async def test_an_ask_that_cannot_be_read_back_is_told_once_however_often_it_is_tried(hands: Hands) -> None:
    request_id = await _lost_answer(hands)
    hands.meta.shown = lambda: []
    hands.meta.accounts.clear()
    for _ in range(3):
        hands.wait(hours=1)
        await hands.sweep()
        await hands.attempt()
    assert len(await hands.history(request_id)) == 3
