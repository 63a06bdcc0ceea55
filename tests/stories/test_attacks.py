"""Orders of events that would break a promise: asked once, nothing lost, each answer told once, workspaces apart."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot import policy
from bot.errors import Refused
from bot.permissions.status import State
from bot.permissions.tell import is_answer
from bot.slack.calls import web_client
from storage.ids import RequestId
from tests.storage.builders import ELSEWHERE, NORTHLIGHT
from tests.stories.desk import Desk
from tests.stories.hands import PERSON, Hands


@pytest.fixture
async def hands(database_url: str) -> AsyncIterator[Hands]:
    """Everything at hand, on SQLite and then on PostgreSQL."""
    hands = Hands(database_url)
    await hands.set_up()
    yield hands
    await hands.close()


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


async def test_a_look_that_read_earlier_does_not_undo_one_that_read_later(hands: Hands) -> None:
    request_id = await hands.ask()
    await hands.attempt()

    async def approve_and_look() -> None:
        hands.meta.rows[0]["permission_status"] = "APPROVED"
        hands.wait(seconds=20)
        await hands.look()
        hands.wait(seconds=20)

    hands.meta.meanwhile["list"] = approve_and_look
    await hands.look()
    await hands.look()
    assert (await hands.request(request_id)).state == State.APPROVED
    assert [each.tag for each in await hands.history(request_id)].count("meta:request:approved") == 1


async def test_a_clock_that_was_set_back_does_not_make_looks_deaf(hands: Hands) -> None:
    request_id = await hands.ask()
    await hands.attempt()
    hands.wait(hours=5)
    await hands.look()
    hands.wait(hours=-5)
    hands.meta.rows[0]["permission_status"] = "REJECTED"
    await hands.look()
    assert (await hands.request(request_id)).state == State.DECLINED


async def test_a_request_sent_while_a_long_list_is_read_is_not_missed(hands: Hands) -> None:
    async def ask() -> None:
        await hands.ask()
        await hands.attempt()
        hands.wait(minutes=5)

    hands.meta.meanwhile["list"] = ask
    await hands.look()
    assert [each.state for each in await hands.live()] == [State.WAITING]


async def test_an_answer_that_was_told_is_not_told_again_when_a_list_was_incomplete_once(hands: Hands) -> None:
    request_id = await hands.ask()
    hands.wait(seconds=1)
    await hands.attempt()
    hands.meta.rows[0]["permission_status"] = "APPROVED"
    for is_whole in (True, False, True):
        hands.wait(minutes=5)
        hands.meta.shown = (lambda: hands.meta.rows) if is_whole else (lambda: [])
        await hands.look()
    lines = await hands.history(request_id)
    assert [each.after["state"] for each in lines] == ["queued", "waiting", "approved", "unsure", "approved"]
    assert [is_answer(each) for each in lines] == [False, False, True, False, False]


async def test_one_permission_is_taken_in_by_each_workspace_that_connected_its_profile(hands: Hands) -> None:
    hands.meta.lists(status="APPROVED", permission_id="P1")
    await hands.look()
    assert len(await hands.live()) == 1
    await hands.set_up(ELSEWHERE)
    await hands.look(ELSEWHERE)
    assert len(await hands.live(ELSEWHERE)) == 1


async def test_words_of_meta_that_are_too_long_for_a_column_do_not_make_a_profile_deaf(hands: Hands) -> None:
    hands.meta.lists(status="APPROVED" * 20, permission_id="P" * 300, whom="9" * 300, name="m" * 300)
    request_id = await hands.ask()
    await hands.attempt()
    hands.meta.rows[-1]["permission_status"] = "REJECTED"
    await hands.look()
    assert (await hands.request(request_id)).state == State.DECLINED


async def test_rows_that_carry_no_id_are_told_apart_by_their_creator(hands: Hands) -> None:
    request_id = await hands.ask()
    await hands.attempt()
    hands.meta.rows[0].pop("id")
    hands.meta.accounts["omar.cooks"] = "901"
    hands.meta.lists(status="APPROVED", permission_id="", whom="901")
    for _ in range(2):
        await hands.look()
    assert (await hands.request(request_id)).state == State.WAITING
    assert {each.creator_username: each.state for each in await hands.live()} == {
        "maya.makes": State.WAITING,
        "omar.cooks": State.APPROVED,
    }
    hands.meta.rows[0]["permission_status"] = "REJECTED"
    await hands.look()
    assert (await hands.request(request_id)).state == State.DECLINED


async def test_a_wish_to_cancel_whose_work_was_lost_is_given_back_though_nobody_knows_what_meta_has(
    hands: Hands,
) -> None:
    hands.meta.shown = lambda: []
    request_id = await _lost_answer(hands)
    await hands.withdrawing.accept(NORTHLIGHT, request_id, person=PERSON, wish=policy.Act.CANCEL)
    hands.wait(hours=1)
    await hands.sweep()
    assert (await hands.request(request_id)).ending_by is None


async def test_an_ask_that_cannot_be_read_back_is_told_once_however_often_it_is_tried(hands: Hands) -> None:
    request_id = await _lost_answer(hands)
    hands.meta.shown = lambda: []
    hands.meta.accounts.clear()
    for _ in range(3):
        hands.wait(hours=1)
        await hands.sweep()
        await hands.attempt()
    assert len(await hands.history(request_id)) == 3


async def test_cancel_pressed_before_an_approval_does_not_revoke_it(hands: Hands) -> None:
    request_id = await hands.ask()
    await hands.attempt()
    hands.meta.rows[0]["permission_status"] = "APPROVED"
    await hands.look()
    with pytest.raises(Refused):
        await hands.withdrawing.accept(NORTHLIGHT, request_id, person=PERSON, wish=policy.Act.CANCEL)
    assert (await hands.request(request_id)).ending_by is None


async def test_while_a_long_list_is_taken_in_an_ask_still_gets_its_turn(hands: Hands) -> None:
    await hands.set_up(ELSEWHERE, is_read=False)
    for number in range(400):
        hands.meta.lists(status="APPROVED", permission_id=f"L{number}", whom=f"7{number:06}", name=f"c{number}")
    looking = asyncio.create_task(hands.look(ELSEWHERE))
    turns = 0
    while not looking.done():
        async with hands.storage.write(ELSEWHERE) as uow:  # raises when it gets no turn within an ack's time
            assert await uow.profiles.get(hands.profile.id, lock=True)
        turns += 1
        await asyncio.sleep(0.02)
    await looking
    assert len(await hands.live(ELSEWHERE)) == 400
    assert turns > 5


@pytest.mark.story
async def test_an_answer_is_heard_although_somebody_has_deleted_the_card(sqlite_desk: Desk) -> None:
    desk = sqlite_desk
    await desk.connect_profile()
    await desk.start_bot()
    await desk.create_campaign()
    await desk.ask("@maya.makes")
    card = await desk.card("@maya.makes", "Waiting")
    async with aiohttp.ClientSession() as session:
        token = desk.slack.world["bot_token"]
        client = web_client(token=token, url=desk.slack.api_url, session=session, patient=True)
        await client.chat_delete(channel=desk.spring, ts=card["ts"])
    await desk.meta.answer("maya.makes", "approve")
    await desk.card("@maya.makes", "Approved", f"<@{desk.ana}>")
