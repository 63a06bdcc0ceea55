"""Attacks on hearing: old lists, clocks set back, rows without ids, long lists. What Meta says is what is shown."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest

from bot.permissions.looking.schedule import SOONEST
from bot.permissions.status import State
from bot.permissions.tell import is_answer
from bot.slack.calls import web_client
from storage.ids import RequestId
from tests.running import until
from tests.storage.builders import ELSEWHERE, NORTHLIGHT
from tests.stories.desk import Desk
from tests.stories.hands import Hands


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


@pytest.mark.parametrize("is_read", [False, True])
async def test_what_was_asked_in_metas_own_tools_is_watched_as_closely_as_what_was_asked_here(
    hands: Hands, is_read: bool
) -> None:
    async with hands.storage.write(hands.profile.workspace_id) as uow:
        row = await uow.profiles.get(hands.profile.id, lock=True)
        assert row is not None
        row.adopted_at = hands.now if is_read else None
    hands.meta.lists(status="PENDING", permission_id="P1")
    await hands.look()
    assert [each.state for each in await hands.live()] == [State.WAITING]
    assert (await hands.read_profile()).next_look_at == hands.now + SOONEST


async def test_two_first_looks_at_once_take_in_what_had_ended_once(hands: Hands) -> None:
    async with hands.storage.write(NORTHLIGHT) as uow:
        row = await uow.profiles.get(hands.profile.id, lock=True)
        assert row is not None
        row.adopted_at = None
    ended = {f"P{number}" for number in range(45)}  # more than two pieces
    for each in sorted(ended):
        hands.meta.lists(status="REVOKED", permission_id=each, whom=f"9{each}", name=f"creator.{each.lower()}")
    both_have_read = asyncio.Event()

    async def the_other_reads() -> None:
        both_have_read.set()

    async def wait_for_the_other() -> None:
        hands.meta.meanwhile["list"] = the_other_reads
        await both_have_read.wait()

    hands.meta.meanwhile["list"] = wait_for_the_other
    await asyncio.gather(hands.look(), hands.look())
    async with hands.storage.read(NORTHLIGHT) as uow:
        stands = await uow.requests.stands(hands.profile.id)
        history = [len(await uow.audit.of(each.id)) for each in stands]
    assert sorted(each.permission_id or "" for each in stands) == sorted(ended)
    assert history == [1] * len(ended)


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


async def some_of_it(hands: Hands) -> list[RequestId]:
    """Return what is left once a look has begun to take a long list in."""
    left = [each.id for each in await hands.live()]
    return left if len(left) < 300 else []


async def test_what_changed_while_a_long_list_was_taken_in_is_left_as_it_is_by_now(hands: Hands) -> None:
    for number in range(300):
        hands.meta.lists(status="APPROVED", permission_id=f"L{number}", whom=f"7{number:06}", name=f"c{number}")
    await hands.look()
    hands.wait(minutes=10)
    for row in hands.meta.rows:
        row["permission_status"] = "REVOKED"
    looking = asyncio.create_task(hands.look())
    left = await until(lambda: some_of_it(hands), seconds=20)
    async with hands.storage.write(
        NORTHLIGHT
    ) as uow:  # somebody is quicker with one of those whose turn is still to come
        waiting = [each for each in await uow.requests.of_ids(left, lock=True) if each.state == State.APPROVED]
        waiting[-1].state = State.CANCELLED
    await looking
    assert await hands.live() == []
    assert [each.tag for each in await hands.history(waiting[-1].id)].count("meta:request:revoked") == 0
    assert (await hands.request(waiting[-1].id)).state == State.CANCELLED


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
