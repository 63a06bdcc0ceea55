"""Sign-off by a second person and the while for undoing, one piece at a time: who decides, and that nothing leaves early."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.errors import NotAllowed, Refused, WrongInput
from bot.permissions.facts import facts_of
from bot.permissions.signing.waiting import SignOffFacts
from bot.permissions.status import State
from bot.policy import Act, Person
from storage.ids import PersonId, RequestId
from storage.tables import Message
from tests.storage.builders import NORTHLIGHT, a_request
from tests.stories.hands import PERSON, Hands

BEN = Person(id=PersonId("U0BEN"), is_guest=False, is_in_channel=True, is_slack_admin=True)
CLEO = Person(id=PersonId("U0CLEO"), is_guest=False, is_in_channel=True, is_slack_admin=True)
DAN = Person(id=PersonId("U0DAN"), is_guest=False, is_in_channel=True)


async def waiting(hands: Hands, request_id: RequestId) -> SignOffFacts:
    async with hands.storage.read(NORTHLIGHT) as uow:
        request = await uow.requests.get(request_id)
        assert request is not None
        facts = await facts_of(uow, request)
    assert facts.sign_off is not None
    return facts.sign_off


async def told(hands: Hands, request_id: RequestId) -> list[str]:
    """Give what the card's thread is told, by the history's tags."""
    async with hands.storage.read(NORTHLIGHT) as uow:
        posted = {job.args[1] for job in hands.engine.jobs if job.workflow == "deliver"}
        entries = await uow.audit.of(request_id)
        return [entry.tag for entry in entries if f"tell:{entry.id}" in posted]


def asks(hands: Hands) -> int:
    return sum(job.workflow == "ask" for job in hands.engine.jobs)


async def approved(hands: Hands) -> RequestId:
    """Have a permission given."""
    request_id = await hands.ask()
    await hands.attempt()
    hands.meta.rows[0]["permission_status"] = "APPROVED"
    hands.wait(minutes=5)
    await hands.look()
    assert (await hands.request(request_id)).state == State.APPROVED
    return request_id


async def test_nothing_is_sent_before_a_second_person_has_signed_it_off(hands: Hands) -> None:
    await hands.rule(signed_matters=["request"])
    request_id = await hands.ask()

    assert (await hands.request(request_id)).state == State.SIGNING
    assert asks(hands) == 0
    open_one = await waiting(hands, request_id)
    hands.wait(minutes=1)
    await hands.deciding.sign(NORTHLIGHT, open_one.id, person=BEN, seen=open_one.content)
    hands.wait(minutes=1)
    await hands.attempt()

    assert (await hands.request(request_id)).state == State.WAITING
    assert hands.meta.asked == ["900"]
    assert [entry.tag for entry in await hands.history(request_id)][:2] == [
        "person:request:asked",
        "person:request:signed",
    ]


async def test_the_card_is_posted_while_it_waits(hands: Hands) -> None:
    await hands.rule(signed_matters=["request"])
    request_id = await hands.ask()

    async with hands.storage.read(NORTHLIGHT) as uow:
        card = await uow.messages.card_of(request_id)
    assert isinstance(card, Message)
    assert hands.engine.newest("deliver").args[1] == card.key


async def test_who_asked_does_not_sign_and_who_has_no_role_is_told_who_can(hands: Hands) -> None:
    await hands.rule(signed_matters=["request"])
    request_id = await hands.ask()
    open_one = await waiting(hands, request_id)
    ana = Person(id=PERSON.id, is_guest=False, is_in_channel=True, is_slack_admin=True)

    with pytest.raises(NotAllowed, match="asked for yourself"):
        await hands.deciding.sign(NORTHLIGHT, open_one.id, person=ana, seen=open_one.content)
    with pytest.raises(NotAllowed, match="role"):
        await hands.deciding.sign(NORTHLIGHT, open_one.id, person=DAN, seen=open_one.content)
    assert (await hands.request(request_id)).state == State.SIGNING
    assert asks(hands) == 0


async def test_two_who_press_at_once_are_one_decision_and_the_other_reads_whose(hands: Hands) -> None:
    await hands.rule(signed_matters=["request"])
    request_id = await hands.ask()
    open_one = await waiting(hands, request_id)

    outcomes = await asyncio.gather(
        hands.deciding.sign(NORTHLIGHT, open_one.id, person=BEN, seen=open_one.content),
        hands.deciding.refuse(NORTHLIGHT, open_one.id, person=CLEO, reason="too expensive"),
        return_exceptions=True,
    )

    (lost,) = [outcome for outcome in outcomes if isinstance(outcome, Refused)]
    has_signed = (await hands.request(request_id)).state == State.QUEUED
    assert ("<@U0BEN>" if has_signed else "<@U0CLEO>") in lost.sentence
    assert asks(hands) == int(has_signed)


async def test_a_click_that_slack_delivers_again_asks_once(hands: Hands) -> None:
    await hands.rule(signed_matters=["request"])
    request_id = await hands.ask()
    open_one = await waiting(hands, request_id)

    for _delivery in range(2):
        await hands.deciding.sign(NORTHLIGHT, open_one.id, person=BEN, seen=open_one.content)

    assert asks(hands) == 1
    tags = [entry.tag for entry in await hands.history(request_id)]
    assert tags.count("person:request:signed") == 1


async def test_a_refusal_needs_a_reason_and_tells_it_to_who_asked(hands: Hands) -> None:
    await hands.rule(signed_matters=["request"])
    request_id = await hands.ask()
    open_one = await waiting(hands, request_id)

    with pytest.raises(WrongInput, match="reason"):
        await hands.deciding.refuse(NORTHLIGHT, open_one.id, person=BEN, reason="  ")
    await hands.deciding.refuse(NORTHLIGHT, open_one.id, person=BEN, reason="too expensive")

    request = await hands.request(request_id)
    assert request.state == State.UNSIGNED
    assert "too expensive" in (request.state_words or "")
    assert await told(hands, request_id) == ["person:request:refused"]
    assert asks(hands) == 0


async def test_nobody_signs_what_has_changed_since_it_was_shown(hands: Hands) -> None:
    await hands.rule(signed_matters=["request"])
    request_id = await hands.ask(message="Hello")
    open_one = await waiting(hands, request_id)
    async with hands.storage.write(NORTHLIGHT) as uow:
        request = await uow.requests.get(request_id, lock=True)
        assert request is not None
        request.message = "Something else"

    with pytest.raises(Refused, match="changed"):
        await hands.deciding.sign(NORTHLIGHT, open_one.id, person=BEN, seen=open_one.content)
    anew = await waiting(hands, request_id)
    await hands.deciding.sign(NORTHLIGHT, open_one.id, person=BEN, seen=anew.content)

    assert (await hands.request(request_id)).state == State.QUEUED


async def test_what_nobody_signs_in_time_is_over_and_told_once(hands: Hands) -> None:
    await hands.rule(signed_matters=["request"])
    request_id = await hands.ask()
    open_one = await waiting(hands, request_id)
    await hands.engine.tick("time-out")
    assert (await hands.request(request_id)).state == State.SIGNING

    hands.wait(days=3)
    with pytest.raises(Refused, match="time"):
        await hands.deciding.sign(NORTHLIGHT, open_one.id, person=BEN, seen=open_one.content)
    for _tick in range(2):
        await hands.engine.tick("time-out")

    assert (await hands.request(request_id)).state == State.UNSIGNED
    assert await told(hands, request_id) == ["greenlight:request:expired"]


async def test_who_asked_takes_it_back_and_nobody_else_does(hands: Hands) -> None:
    await hands.rule(signed_matters=["request"])
    request_id = await hands.ask()
    open_one = await waiting(hands, request_id)

    with pytest.raises(Refused, match="Only who asked"):
        await hands.holding.undo(NORTHLIGHT, request_id, person=BEN)
    await hands.holding.undo(NORTHLIGHT, request_id, person=PERSON)

    assert (await hands.request(request_id)).state == State.CANCELLED
    with pytest.raises(Refused, match="taken it back"):
        await hands.deciding.sign(NORTHLIGHT, open_one.id, person=BEN, seen=open_one.content)


async def test_what_is_held_back_is_not_sent_early_and_then_is_sent(hands: Hands) -> None:
    await hands.rule(undo_seconds=30)
    request_id = await hands.ask()
    assert hands.engine.newest("ask").delay_seconds == 30

    hands.wait(seconds=29)
    await hands.attempt()  # a clock that is ahead, or a restart that begins everything again
    assert (await hands.request(request_id)).state == State.QUEUED
    assert hands.meta.asked == []
    assert hands.engine.newest("ask").delay_seconds == 1

    hands.wait(seconds=1)
    await hands.attempt()
    assert (await hands.request(request_id)).state == State.WAITING
    assert hands.meta.asked == ["900"]


async def test_an_undo_stops_it_for_good_and_undoing_twice_is_undoing_once(hands: Hands) -> None:
    await hands.rule(undo_seconds=30)
    request_id = await hands.ask()

    with pytest.raises(NotAllowed, match="somebody else"):
        await hands.holding.undo(NORTHLIGHT, request_id, person=DAN)
    await hands.holding.undo(NORTHLIGHT, request_id, person=PERSON)
    with pytest.raises(Refused, match="stopped already"):
        await hands.holding.undo(NORTHLIGHT, request_id, person=PERSON)
    hands.wait(minutes=30)
    await hands.attempt()
    await hands.sweep()

    assert (await hands.request(request_id)).state == State.CANCELLED
    assert hands.meta.asked == []
    assert asks(hands) == 1


async def test_an_undo_while_it_leaves_is_told_that_it_has_left(hands: Hands) -> None:
    await hands.rule(undo_seconds=30)
    request_id = await hands.ask()
    hands.wait(seconds=30)
    heard: list[str] = []

    async def undo() -> None:
        with pytest.raises(Refused) as refused:
            await hands.holding.undo(NORTHLIGHT, request_id, person=PERSON)
        heard.append(refused.value.sentence)

    hands.meta.meanwhile["discovery"] = undo
    await hands.attempt()

    assert "has left" in heard[0]
    assert (await hands.request(request_id)).state == State.WAITING
    assert hands.meta.asked == ["900"]


async def test_signed_off_it_is_still_held_back_for_undoing(hands: Hands) -> None:
    await hands.rule(signed_matters=["request"], undo_seconds=10)
    request_id = await hands.ask()
    open_one = await waiting(hands, request_id)
    hands.wait(hours=5)

    await hands.deciding.sign(NORTHLIGHT, open_one.id, person=BEN, seen=open_one.content)
    request = await hands.request(request_id)
    assert request.leaves_at == hands.now + timedelta(seconds=10)
    await hands.attempt()
    assert hands.meta.asked == []
    hands.wait(seconds=10)
    await hands.attempt()

    assert hands.meta.asked == ["900"]


async def test_a_revoke_waits_for_a_second_person_and_the_permission_stands_meanwhile(hands: Hands) -> None:
    await hands.rule(signed_matters=["revoke"])
    request_id = await approved(hands)
    for _press in range(2):
        await hands.withdrawing.accept(NORTHLIGHT, request_id, person=PERSON, wish=Act.REVOKE)

    assert (await hands.request(request_id)).state == State.APPROVED
    assert all(job.workflow != "withdraw" for job in hands.engine.jobs)
    open_one = await waiting(hands, request_id)
    await hands.deciding.sign(NORTHLIGHT, open_one.id, person=BEN, seen=open_one.content)
    await hands.engine.do(hands.engine.newest("withdraw"))

    assert (await hands.request(request_id)).state == State.REVOKED


async def test_a_revoke_that_is_refused_leaves_the_permission_and_tells_who_wished_it(hands: Hands) -> None:
    await hands.rule(signed_matters=["revoke"])
    request_id = await approved(hands)
    await hands.withdrawing.accept(NORTHLIGHT, request_id, person=CLEO, wish=Act.REVOKE)
    open_one = await waiting(hands, request_id)

    hands.wait(minutes=1)
    await hands.deciding.refuse(NORTHLIGHT, open_one.id, person=BEN, reason="we still need it")

    request = await hands.request(request_id)
    assert (request.state, request.sign_off_id) == (State.APPROVED, None)
    entry = (await hands.history(request_id))[-1]
    assert (entry.tag, entry.labels["to"]) == ("person:request:revoke-refused", "U0CLEO")
    await hands.withdrawing.accept(NORTHLIGHT, request_id, person=CLEO, wish=Act.REVOKE)  # and it can be asked again
    assert (await waiting(hands, request_id)).id != open_one.id


async def test_a_revoke_can_be_undone_until_it_leaves(hands: Hands) -> None:
    await hands.rule(undo_seconds=30)
    request_id = await hands.ask()
    hands.wait(seconds=30)
    await hands.attempt()
    hands.meta.rows[0]["permission_status"] = "APPROVED"
    hands.wait(minutes=5)
    await hands.look()

    await hands.withdrawing.accept(NORTHLIGHT, request_id, person=PERSON, wish=Act.REVOKE)
    held = hands.engine.newest("withdraw")
    assert held.delay_seconds == 30
    await hands.engine.do(held)  # early: nothing happens
    assert hands.meta.rows[0]["permission_status"] == "APPROVED"
    await hands.holding.undo(NORTHLIGHT, request_id, person=PERSON)
    hands.wait(minutes=1)
    await hands.engine.do(hands.engine.newest("withdraw"))

    assert hands.meta.rows[0]["permission_status"] == "APPROVED"
    request = await hands.request(request_id)
    assert (request.state, request.ending_by, request.leaves_at) == (State.APPROVED, None, None)


async def test_a_permission_that_the_creator_takes_away_leaves_nothing_to_sign(hands: Hands) -> None:
    await hands.rule(signed_matters=["revoke"])
    request_id = await approved(hands)
    await hands.withdrawing.accept(NORTHLIGHT, request_id, person=PERSON, wish=Act.REVOKE)
    open_one = await waiting(hands, request_id)
    hands.meta.rows[0]["permission_status"] = "REVOKED"
    hands.wait(minutes=5)
    await hands.look()

    with pytest.raises(Refused):
        await hands.deciding.sign(NORTHLIGHT, open_one.id, person=BEN, seen=open_one.content)
    hands.wait(days=4)
    await hands.engine.tick("time-out")

    assert "revoke-expired" not in str([entry.tag for entry in await hands.history(request_id)])


async def test_what_stands_at_meta_already_needs_no_signature(hands: Hands) -> None:
    await hands.rule(signed_matters=["request"])
    request_id = await hands.ask()
    hands.meta.lists(status="APPROVED", permission_id="P77")
    hands.wait(minutes=5)

    await hands.look()

    request = await hands.request(request_id)
    assert (request.state, request.sign_off_id) == (State.APPROVED, None)


async def homeless(hands: Hands, **usual: object) -> RequestId:
    """Have a permission that was found at Meta, of a profile that no campaign uses, under rules of the workspace."""
    async with hands.storage.write(NORTHLIGHT) as uow:
        await uow.campaigns.use_rules(usual)
        request = a_request(hands.profile, state="approved", creator_ig_id="900", creator_username="maya.makes")
        uow.requests.add(request)
    hands.meta.lists(status="APPROVED", permission_id="P1")
    assert request.campaign_id is None
    return request.id


async def test_a_revoke_in_no_campaign_is_not_a_way_around_the_second_person_that_the_workspace_wants(
    hands: Hands,
) -> None:
    request_id = await homeless(hands, signed_matters=["revoke"])

    with pytest.raises(Refused, match="Move it to a campaign first"):
        await hands.withdrawing.accept(NORTHLIGHT, request_id, person=BEN, wish=Act.REVOKE)

    request = await hands.request(request_id)
    assert (request.state, request.ending_by, await hands.history(request_id)) == (State.APPROVED, None, [])
    assert not [job for job in hands.engine.jobs if job.workflow == "withdraw"]


async def test_a_revoke_in_no_campaign_is_held_back_as_the_workspace_says_and_can_be_undone(hands: Hands) -> None:
    request_id = await homeless(hands, undo_seconds=60)
    await hands.withdrawing.accept(NORTHLIGHT, request_id, person=PERSON, wish=Act.REVOKE)
    assert (await hands.request(request_id)).leaves_at == hands.now + timedelta(seconds=60)

    with pytest.raises(NotAllowed, match="somebody else wished for"):
        await hands.holding.undo(NORTHLIGHT, request_id, person=DAN)
    await hands.holding.undo(NORTHLIGHT, request_id, person=PERSON)
    hands.wait(minutes=2)
    await hands.engine.do(hands.engine.newest("withdraw"))

    assert (await hands.request(request_id)).state == State.APPROVED
    assert hands.meta.rows[0]["permission_status"] == "APPROVED"


async def test_a_revoke_in_no_campaign_leaves_at_once_where_the_workspace_says_nothing(hands: Hands) -> None:
    request_id = await homeless(hands)
    await hands.withdrawing.accept(NORTHLIGHT, request_id, person=PERSON, wish=Act.REVOKE)
    await hands.engine.do(hands.engine.newest("withdraw"))

    assert (await hands.request(request_id)).state == State.REVOKED
