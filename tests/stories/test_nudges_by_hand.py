"""Nudges, one day at a time: each once, in daylight, until the creator answers, and then a person takes over."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, time, timedelta

import pytest
import pytest_asyncio

from bot.errors import NotAllowed, Refused
from bot.permissions.facts import facts_of, history_of
from bot.permissions.nudging.chasing import AT_ONCE
from bot.permissions.status import State
from bot.policy import Person
from handlers.request.card import draw_card, draw_history
from storage.ids import PersonId, RequestId
from storage.letters import Letter, LetterState
from tests.handlers.desk import words_of
from tests.mail.postbox import Postbox, a_postbox
from tests.storage.builders import ANA, NORTHLIGHT, NOW
from tests.stories.hands import PERSON, Hands, PowerCut

BEN = Person(id=PersonId("U0BEN"), is_guest=False, is_in_channel=True)
GUEST = Person(id=PersonId("U0GIL"), is_guest=True, is_in_channel=True)
MAYA = "maya@example.com"


@pytest_asyncio.fixture
async def postbox() -> AsyncIterator[Postbox]:
    async with a_postbox() as running:
        yield running


async def waiting(hands: Hands, *, email: str | None = None) -> RequestId:
    """Ask, so that the creator is waited for; who asked is known by name."""
    request_id = await hands.ask(message="Hi {creator}" if email else None, email=email)
    await hands.attempt()
    async with hands.storage.write(NORTHLIGHT) as uow:
        await uow.names.note(ANA, "Ana")
    return request_id


async def live_through(hands: Hands, *, days: float, hours: int = 1) -> None:
    """Let days pass, so many hours at a time. Meta's list is read in time.

    What is due is begun twice: a restart in between changes nothing.
    """
    for _each in range(int(days * 24 / hours)):
        hands.wait(hours=hours)
        if is_due := any(each.nudge_at and each.nudge_at <= hands.now for each in await hands.live()):
            await hands.look()
        for _try in range(1 + is_due):
            await hands.engine.tick("nudge")


async def letters(hands: Hands, request_id: RequestId) -> list[Letter]:
    """Give the letters of the request's nudges, in the order in which they were written."""
    async with hands.storage.read(NORTHLIGHT) as uow:
        found = [
            await uow.letters.of(request_id, purpose=purpose)
            for purpose in [*(f"nudge-{number}" for number in range(9)), "hand-off"]
        ]
    return [letter for letter in found if letter is not None]


async def steps(hands: Hands, request_id: RequestId) -> list[tuple[str, timedelta]]:
    """Give what was done about it, and how long after it was asked."""
    tags = ("nudged", "handed-off")
    history = await hands.history(request_id)
    return [(each.tag, each.at - NOW) for each in history if each.tag.rpartition(":")[2] in tags]


async def the_card(hands: Hands, request_id: RequestId) -> str:
    async with hands.storage.read(NORTHLIGHT) as uow:
        request = await uow.requests.get(request_id)
        assert request is not None
        return words_of(draw_card(await facts_of(uow, request), hands.now).blocks)


async def test_a_plan_is_played_through_and_then_a_person_takes_over(hands: Hands) -> None:
    await hands.rule(nudge_days=[2, 5, 9])
    request_id = await waiting(hands)
    assert "Next nudge" in await the_card(hands, request_id)
    await live_through(hands, days=20)

    nudged, over = "greenlight:message:nudged", "greenlight:message:handed-off"
    days = [2, 5, 9, 12]
    assert await steps(hands, request_id) == [
        (tag, timedelta(days=day)) for tag, day in zip((nudged, nudged, nudged, over), days, strict=True)
    ]
    written = await letters(hands, request_id)
    replaced, left = [LetterState.DROPPED] * 3, [LetterState.PREPARED]
    assert [letter.state for letter in written] == replaced + left
    assert all("Hi maya.makes! Just a reminder: @northlight.skin" in letter.text for letter in written)
    assert "Handed to a person" in await the_card(hands, request_id)
    assert hands.meta.asked == ["900"]


async def test_each_nudge_by_hand_calls_who_asked_with_the_text_and_the_way(hands: Hands) -> None:
    await hands.rule(nudge_days=[2], nudge_template="Hello {creator}, {sender} here, about {campaign}")
    request_id = await waiting(hands)
    await live_through(hands, days=2)

    entry = next(each for each in await hands.history(request_id) if each.tag.endswith(":nudged"))
    async with hands.storage.read(NORTHLIGHT) as uow:
        request = await uow.requests.get(request_id)
        letter = await uow.letters.newest_of(request_id)
        assert request is not None
        facts = await facts_of(uow, request)
    assert letter is not None
    assert facts.letter is not None
    drawn = draw_history(history_of(entry, facts, called=ANA, letter=facts.letter))
    shown = words_of(drawn.blocks)
    assert letter.text == f"Hello maya.makes, Ana here, about {hands.campaign.name}"
    assert letter.text in str(drawn.blocks)
    assert "<@U0ANA>" in drawn.text
    assert "has not answered" in shown
    assert "https://ig.me/m/maya.makes" in shown
    assert "Mark as sent" in shown


async def test_with_an_address_nudges_go_out_by_e_mail_and_the_last_step_is_a_persons(
    hands: Hands, postbox: Postbox
) -> None:
    hands.letters(postbox.server())
    await hands.rule(nudge_days=[2, 5])
    request_id = await waiting(hands, email=MAYA)
    await hands.engine.do(hands.engine.newest("send-letter"))
    for _day in range(10):
        await live_through(hands, days=1)
        await hands.engine.do(hands.engine.newest("send-letter"))

    assert [postbox.read(number)["subject"].split(":")[0] for number in range(len(postbox.letters))] == [
        "Partnership ads with @northlight.skin",
        "Reminder",
        "Reminder",
    ]
    states = [letter.state for letter in await letters(hands, request_id)]
    assert states == [LetterState.SENT, LetterState.SENT, LetterState.PREPARED]


@pytest.mark.parametrize(
    ("begun", "due"),
    [
        # Berlin's clocks go back on 25 October 2026 and forward on 28 March 2027; quiet ends at nine on the wall.
        (datetime(2026, 10, 23, 21, 0, tzinfo=UTC), datetime(2026, 10, 26, 8, 0, tzinfo=UTC)),
        (datetime(2027, 3, 26, 21, 0, tzinfo=UTC), datetime(2027, 3, 29, 7, 0, tzinfo=UTC)),
    ],
)
async def test_quiet_hours_and_the_weekend_put_a_nudge_off_across_a_change_of_the_clocks(
    hands: Hands, begun: datetime, due: datetime
) -> None:
    hands.now = begun
    await hands.rule(
        nudge_days=[1], zone="Europe/Berlin", quiet_begins=time(20), quiet_ends=time(9), weekdays_off=[5, 6]
    )
    request_id = await waiting(hands)
    await live_through(hands, days=4)

    (nudge,) = [each for each in await hands.history(request_id) if each.tag.endswith(":nudged")]
    assert nudge.at == due


async def test_quiet_hours_that_are_set_later_put_a_nudge_off_and_so_do_letters_that_wait_for_the_mail_server(
    hands: Hands, postbox: Postbox
) -> None:
    hands.letters(postbox.server())
    await hands.rule(nudge_days=[1])
    request_id = await waiting(hands, email=MAYA)
    await hands.engine.do(hands.engine.newest("send-letter"))
    await live_through(hands, days=1)
    await hands.rule(quiet_begins=time(8), quiet_ends=time(20))
    await hands.engine.do(hands.engine.newest("send-letter"))
    assert len(postbox.letters) == 1
    job = hands.engine.newest("send-letter")
    assert job.delay_seconds == (datetime(2026, 11, 23, 20, 0, tzinfo=UTC) - hands.now).total_seconds()

    hands.now = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)
    await hands.engine.do(job)
    assert [each.state for each in await letters(hands, request_id)] == [LetterState.SENT]
    assert len(postbox.letters) == 2


async def test_after_days_of_silence_one_nudge_is_made_up_for_and_only_once_meta_was_read(hands: Hands) -> None:
    await hands.rule(nudge_days=[2, 5, 9])
    request_id = await waiting(hands)
    hands.wait(days=7)
    await hands.engine.tick("nudge")
    assert await steps(hands, request_id) == []

    await live_through(hands, days=1)
    assert len(await steps(hands, request_id)) == 1
    request = await hands.request(request_id)
    assert (request.nudges, request.nudge_number) == (1, 2)


async def test_who_has_answered_while_nothing_ran_is_not_nudged(hands: Hands) -> None:
    await hands.rule(nudge_days=[2])
    request_id = await waiting(hands)
    hands.meta.rows[0]["permission_status"] = "APPROVED"
    hands.wait(days=7)
    await hands.engine.tick("nudge")
    await live_through(hands, days=1)

    assert await steps(hands, request_id) == []
    assert (await hands.request(request_id)).nudge_at is None


async def says_no(hands: Hands, request_id: RequestId) -> None:
    hands.meta.rows[0]["permission_status"] = "REJECTED"
    await hands.look()


async def is_cancelled(hands: Hands, request_id: RequestId) -> None:
    await hands.cancel(request_id)


async def is_closed(hands: Hands, request_id: RequestId) -> None:
    await hands.rule(closed_at=hands.now)
    async with hands.storage.write(NORTHLIGHT) as uow:
        await uow.requests.think_of_nudges(hands.campaign.id, at=hands.now)


@pytest.mark.parametrize("ends", [says_no, is_cancelled, is_closed])
async def test_an_answer_a_cancel_and_a_close_stop_the_plan_and_put_away_what_nobody_has_sent(
    hands: Hands, ends: Callable[[Hands, RequestId], Awaitable[None]]
) -> None:
    await hands.rule(nudge_days=[2, 5, 9])
    request_id = await waiting(hands)
    await live_through(hands, days=2)
    hands.wait(minutes=5)
    await ends(hands, request_id)
    await live_through(hands, days=12, hours=6)  # nothing is expected any more

    (letter,) = await letters(hands, request_id)
    assert letter.state is LetterState.DROPPED
    assert (await hands.request(request_id)).nudge_at is None
    assert "Next nudge" not in await the_card(hands, request_id)


async def test_an_e_mail_that_waits_for_its_server_is_not_sent_to_somebody_who_answered_meanwhile(
    hands: Hands, postbox: Postbox
) -> None:
    hands.letters(postbox.server())
    await hands.rule(nudge_days=[2])
    request_id = await waiting(hands, email=MAYA)
    await hands.engine.do(hands.engine.newest("send-letter"))
    await live_through(hands, days=2)
    job = hands.engine.newest("send-letter")
    hands.meta.rows[0]["permission_status"] = "APPROVED"
    hands.wait(minutes=5)
    await hands.look()
    await hands.engine.do(job)

    assert len(postbox.letters) == 1
    assert [each.state for each in await letters(hands, request_id)] == [LetterState.DROPPED]


async def test_killed_right_after_a_nudge_was_written_down_there_is_one(hands: Hands, postbox: Postbox) -> None:
    hands.letters(postbox.server())
    await hands.rule(nudge_days=[2])
    request_id = await waiting(hands, email=MAYA)
    await hands.engine.do(hands.engine.newest("send-letter"))
    hands.wait(days=2)
    await hands.look()
    hands.engine.cut_after = "nudge"
    with pytest.raises(PowerCut):
        await hands.engine.tick("nudge")
    await hands.engine.tick("nudge")
    for _again in range(2):
        await hands.engine.do(hands.engine.newest("send-letter"))

    assert len(await steps(hands, request_id)) == 1
    assert len(postbox.letters) == 2


async def test_nudged_now_by_a_person_the_plan_keeps_its_distance_and_nobody_nudges_twice_a_day(hands: Hands) -> None:
    await hands.rule(nudge_days=[2])
    request_id = await waiting(hands)
    hands.wait(hours=40)
    letter = await hands.chasing.nudge_now(NORTHLIGHT, request_id, person=BEN)
    assert letter.state is LetterState.PREPARED
    with pytest.raises(Refused, match="within the last day"):
        await hands.chasing.nudge_now(NORTHLIGHT, request_id, person=PERSON)
    await live_through(hands, days=2)

    assert await steps(hands, request_id) == [
        ("person:message:nudged", timedelta(hours=40)),
        ("greenlight:message:nudged", timedelta(hours=64)),
    ]
    entry = next(each for each in await hands.history(request_id) if each.tag == "person:message:nudged")
    assert (entry.actor, entry.labels["to"]) == (BEN.id, BEN.id)


async def test_in_quiet_hours_a_person_gets_the_text_and_nothing_is_e_mailed(hands: Hands, postbox: Postbox) -> None:
    hands.letters(postbox.server())
    await hands.rule(quiet_begins=time(8), quiet_ends=time(20))
    request_id = await waiting(hands, email=MAYA)
    letter = await hands.chasing.nudge_now(NORTHLIGHT, request_id, person=PERSON)

    assert letter.state is LetterState.PREPARED
    assert "quiet hours" in str(letter.state_words)


async def test_a_guest_nudges_nobody_and_nobody_is_nudged_who_is_not_waited_for(hands: Hands) -> None:
    request_id = await waiting(hands)
    with pytest.raises(NotAllowed):
        await hands.chasing.nudge_now(NORTHLIGHT, request_id, person=GUEST)
    await hands.cancel(request_id)
    with pytest.raises(Refused, match="nobody waits"):
        await hands.chasing.nudge_now(NORTHLIGHT, request_id, person=PERSON)
    assert (await hands.request(request_id)).state == State.CANCELLED


async def test_what_cannot_be_read_does_not_keep_others_from_being_nudged(hands: Hands) -> None:
    await hands.rule(nudge_days=[2])
    request_id = await waiting(hands)
    hands.wait(days=3)
    await hands.engine.tick("nudge")

    async with hands.storage.across_workspaces() as everywhere:
        assert await everywhere.nudges_due(now=hands.now, limit=AT_ONCE) == []
    assert (await hands.request(request_id)).nudge_at == hands.now + timedelta(minutes=1)
