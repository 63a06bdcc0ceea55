"""Attacks on taking back: what crosses on the way, what was lost. Nothing is revoked that nobody wished to."""

from __future__ import annotations

import pytest

from bot import policy
from bot.errors import Refused
from bot.permissions.status import State
from storage.ids import RequestId
from tests.storage.builders import NORTHLIGHT
from tests.stories.hands import PERSON, Hands


async def _lost_answer(hands: Hands, *, message: str | None = None) -> RequestId:
    """Ask; Meta takes it, and its answer is lost."""
    request_id = await hands.ask(message=message)
    hands.meta.is_answer_lost = True
    await hands.attempt()
    hands.meta.is_answer_lost = False
    assert (await hands.request(request_id)).state == State.UNSURE
    return request_id


async def test_a_wish_to_cancel_keeps_a_lost_ask_from_being_repeated(hands: Hands) -> None:
    hands.meta.shown = lambda: []
    request_id = await _lost_answer(hands)
    hands.wait(minutes=5)
    await hands.withdrawing.accept(NORTHLIGHT, request_id, person=PERSON, wish=policy.Act.CANCEL)
    await hands.attempt()
    assert hands.meta.asked == ["900"]


async def test_what_was_cancelled_while_it_was_being_sent_again_is_taken_back(hands: Hands) -> None:
    hands.meta.shown = lambda: []
    request_id = await _lost_answer(hands)
    hands.meta.rows.clear()
    hands.wait(minutes=5)

    async def cancel() -> None:
        hands.meta.rows.clear()  # on its way, and not there yet
        await hands.cancel(request_id)
        hands.meta.lists(status="PENDING", permission_id="P2")

    hands.meta.meanwhile["request"] = cancel
    await hands.attempt()
    hands.meta.shown = lambda: hands.meta.rows
    hands.wait(seconds=10)
    await hands.engine.do(hands.engine.newest("withdraw"))
    assert [row["permission_status"] for row in hands.meta.rows] == ["CANCELED"]
    assert (await hands.request(request_id)).state == State.CANCELLED


async def test_a_request_that_lands_after_it_was_cancelled_is_not_lost_sight_of(hands: Hands) -> None:
    hands.meta.shown = lambda: []
    request_id = await _lost_answer(hands)
    hands.wait(minutes=5)

    async def cancel() -> None:
        hands.wait(minutes=2)
        await hands.cancel(request_id)

    hands.meta.meanwhile["request"] = cancel
    await hands.attempt()
    assert (await hands.request(request_id)).state == State.CANCELLED
    hands.meta.shown = lambda: hands.meta.rows
    hands.meta.rows[-1]["permission_status"] = "APPROVED"
    hands.wait(minutes=5)
    await hands.look()
    assert [each.state for each in await hands.live()] == [State.APPROVED]


async def test_a_permission_whose_request_has_ended_and_that_stands_again_is_taken_in_again(hands: Hands) -> None:
    request_id = await hands.ask()
    await hands.attempt()
    hands.meta.rows[0]["permission_status"] = "REVOKED"
    await hands.look()
    assert (await hands.request(request_id)).state == State.REVOKED
    hands.meta.rows[0]["permission_status"] = "APPROVED"  # asked and given in Meta's own tools
    hands.wait(minutes=10)
    for _ in range(2):
        await hands.look()
        assert [each.state for each in await hands.live()] == [State.APPROVED]


async def test_a_list_read_before_a_revoke_does_not_bring_the_permission_back(hands: Hands) -> None:
    request_id = await hands.ask()
    await hands.attempt()
    await hands.look()

    hands.meta.meanwhile["list"] = lambda: hands.cancel(request_id)
    await hands.look()
    assert (await hands.request(request_id)).state == State.CANCELLED
    assert await hands.live() == []


async def test_a_wish_to_cancel_whose_work_was_lost_is_given_back_though_nobody_knows_what_meta_has(
    hands: Hands,
) -> None:
    hands.meta.shown = lambda: []
    request_id = await _lost_answer(hands)
    await hands.withdrawing.accept(NORTHLIGHT, request_id, person=PERSON, wish=policy.Act.CANCEL)
    hands.wait(hours=1)
    await hands.sweep()
    assert (await hands.request(request_id)).ending_by is None


async def test_cancel_pressed_before_an_approval_does_not_revoke_it(hands: Hands) -> None:
    request_id = await hands.ask()
    await hands.attempt()
    hands.meta.rows[0]["permission_status"] = "APPROVED"
    await hands.look()
    with pytest.raises(Refused):
        await hands.withdrawing.accept(NORTHLIGHT, request_id, person=PERSON, wish=policy.Act.CANCEL)
    assert (await hands.request(request_id)).ending_by is None
