"""Letters to creators, with the durable work done by hand and a real mail server: once each, and never called what they are not."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.errors import GreenlightError, NotAllowed, Refused
from bot.letters.letters import Letters
from bot.policy import Person
from storage.ids import PersonId, RequestId
from storage.letters import Letter, LetterState
from storage.tables import Message
from tests.mail.postbox import Postbox, a_postbox
from tests.storage.builders import NORTHLIGHT
from tests.stories.hands import PERSON, Hands, PowerCut

BEN = Person(id=PersonId("U0BEN"), is_guest=False, is_in_channel=True)
MAYA = "maya@example.com"
TEXT = "Hi {creator}! {sender} of {profile} about {campaign}: {link}"


@pytest_asyncio.fixture
async def postbox() -> AsyncIterator[Postbox]:
    async with a_postbox() as running:
        yield running


@pytest.fixture
def letters(hands: Hands, postbox: Postbox) -> Letters:
    return hands.letters(postbox.server(reply_to="inbox@northlight.example"))


async def letter_of(hands: Hands, request_id: RequestId) -> Letter:
    async with hands.storage.read(NORTHLIGHT) as uow:
        letter = await uow.letters.newest_of(request_id)
    assert letter is not None
    return letter


async def asked(hands: Hands, *, email: str | None = MAYA) -> RequestId:
    """Ask, so that Meta has the request and the letter is on its way."""
    request_id = await hands.ask(message=TEXT, email=email)
    assert (await letter_of(hands, request_id)).state is LetterState.DRAFTED
    await hands.attempt()
    return request_id


async def send(hands: Hands) -> None:
    hands.wait(seconds=1)
    await hands.engine.do(hands.engine.newest("send-letter"))


async def tags(hands: Hands, request_id: RequestId) -> list[str]:
    return [entry.tag for entry in await hands.history(request_id) if ":message:" in entry.tag]


async def told(hands: Hands, request_id: RequestId) -> list[Message]:
    """Give the thread entries about letters."""
    async with hands.storage.read(NORTHLIGHT) as uow:
        of = [entry.id for entry in await uow.audit.of(request_id) if ":message:" in entry.tag]
        found = [await uow.messages.get(f"tell:{entry_id}") for entry_id in of]
    return [message for message in found if message is not None]


async def test_a_letter_goes_out_once_meta_has_the_request_and_says_what_was_seen(
    hands: Hands, letters: Letters, postbox: Postbox
) -> None:
    request_id = await asked(hands)
    assert postbox.letters == []
    assert (await letter_of(hands, request_id)).state is LetterState.SENDING

    await send(hands)

    (envelope,) = postbox.letters
    letter = await letter_of(hands, request_id)
    assert letter.state is LetterState.SENT
    assert letter.masked_address == "m…@example.com"
    read = postbox.read()
    assert envelope.rcpt_tos == [MAYA]
    assert read.get_content().strip() == (
        f"Hi maya.makes! Ana of northlight.skin about {hands.campaign.name}: https://www.instagram.com/northlight.skin/"
    )
    assert read["subject"] == "Partnership ads with @northlight.skin"
    sender = read["from"].addresses[0]
    assert (sender.display_name, sender.addr_spec) == ("northlight.skin", "team@northlight.example")
    assert read["reply-to"] == "inbox@northlight.example"
    assert read["message-id"] == f"<{letter.id}@northlight.example>"
    assert await tags(hands, request_id) == ["greenlight:message:prepared", "greenlight:message:sent"]
    assert len(await told(hands, request_id)) == 1


async def test_done_twice_it_is_sent_once(hands: Hands, letters: Letters, postbox: Postbox) -> None:
    await asked(hands)
    first = hands.engine.newest("send-letter")
    for _again in range(3):
        await hands.engine.do(first)

    assert len(postbox.letters) == 1


async def test_without_an_address_or_without_mail_it_is_prepared_and_only_that(
    hands: Hands, letters: Letters, postbox: Postbox
) -> None:
    request_id = await asked(hands, email=None)

    letter = await letter_of(hands, request_id)
    assert letter.state is LetterState.PREPARED
    assert not any(job.workflow == "send-letter" for job in hands.engine.jobs)
    assert postbox.letters == []


async def test_a_bot_killed_between_the_text_and_writing_it_down_never_sends_it_twice_and_says_that_it_does_not_know(
    hands: Hands, letters: Letters, postbox: Postbox
) -> None:
    request_id = await asked(hands)
    job = hands.engine.newest("send-letter")
    hands.engine.cut_after = "send"
    with pytest.raises(PowerCut):
        await hands.engine.do(job)
    assert len(postbox.letters) == 1

    await hands.engine.do(job)

    letter = await letter_of(hands, request_id)
    assert letter.state is LetterState.UNSURE
    assert "does not send it a second time by itself" in str(letter.state_words)
    assert len(postbox.letters) == 1
    hands.wait(days=2)
    await hands.sweep()
    assert len(postbox.letters) == 1
    assert len(await told(hands, request_id)) == 2


async def test_an_answer_that_never_came_is_told_and_a_person_may_send_it_again(
    hands: Hands, letters: Letters, postbox: Postbox
) -> None:
    postbox.is_answer_lost = True
    request_id = await asked(hands)
    await send(hands)
    letter = await letter_of(hands, request_id)
    assert letter.state is LetterState.UNSURE

    postbox.is_answer_lost = False
    await letters.send_again(NORTHLIGHT, letter.id, person=PERSON)
    await send(hands)

    assert (await letter_of(hands, request_id)).state is LetterState.SENT
    assert {postbox.read(0)["message-id"], postbox.read(1)["message-id"]} == {f"<{letter.id}@northlight.example>"}


async def test_a_refusal_for_good_is_a_bounce_with_the_servers_words_and_without_the_address(
    hands: Hands, letters: Letters, postbox: Postbox
) -> None:
    postbox.answers["RCPT"] = "550 5.1.1 <{address}> is no mailbox here"
    request_id = await asked(hands)
    await send(hands)

    letter = await letter_of(hands, request_id)
    assert letter.state is LetterState.BOUNCED
    assert "is no mailbox here" in str(letter.state_words)
    assert MAYA not in str(letter.state_words)
    assert len(await told(hands, request_id)) == 2
    await letters.mark_sent(NORTHLIGHT, letter.id, person=PERSON)
    assert (await letter_of(hands, request_id)).state is LetterState.MARKED


async def test_a_server_that_asks_to_wait_is_tried_again_and_after_a_day_a_person_takes_over(
    hands: Hands, letters: Letters, postbox: Postbox
) -> None:
    postbox.answers["RCPT"] = "450 greylisted"
    request_id = await asked(hands)
    for _try in range(3):
        await send(hands)
    jobs = [job for job in hands.engine.jobs if job.workflow == "send-letter"]
    assert len({job.id for job in jobs}) == 4
    assert [job.delay_seconds for job in jobs] == sorted(job.delay_seconds for job in jobs)
    assert (await letter_of(hands, request_id)).state is LetterState.SENDING

    hands.wait(hours=25)
    await send(hands)

    letter = await letter_of(hands, request_id)
    assert letter.state is LetterState.PREPARED
    assert "450 greylisted" in str(letter.state_words)
    assert len(await told(hands, request_id)) == 2


async def test_a_server_that_comes_back_gets_the_letter_once(hands: Hands, letters: Letters, postbox: Postbox) -> None:
    postbox.answers["DATA"] = "452 disk full"
    request_id = await asked(hands)
    await send(hands)
    del postbox.answers["DATA"]
    await send(hands)

    assert (await letter_of(hands, request_id)).state is LetterState.SENT
    assert len(postbox.letters) == 1


async def test_a_letter_whose_work_was_lost_is_begun_again(hands: Hands, letters: Letters, postbox: Postbox) -> None:
    request_id = await asked(hands)
    hands.wait(hours=1)
    await hands.sweep()
    await send(hands)

    assert (await letter_of(hands, request_id)).state is LetterState.SENT
    assert len(postbox.letters) == 1


async def test_a_request_that_ended_meanwhile_gets_no_letter(hands: Hands, letters: Letters, postbox: Postbox) -> None:
    request_id = await asked(hands)
    await hands.cancel(request_id)
    await send(hands)

    letter = await letter_of(hands, request_id)
    assert letter.state is LetterState.PREPARED
    assert "has ended meanwhile" in str(letter.state_words)
    assert postbox.letters == []


async def test_an_address_is_sealed_remembered_and_gone_once_forgotten(
    hands: Hands, letters: Letters, postbox: Postbox
) -> None:
    request_id = await asked(hands)
    assert await letters.hint(NORTHLIGHT, "maya.makes") == "m…@example.com"
    async with hands.storage.read(NORTHLIGHT) as uow:
        row = (await uow.addresses.of(["maya.makes"]))["maya.makes"]
        history = await uow.audit.of(request_id)
    assert "example.com" not in row.sealed_address
    assert MAYA not in repr([(entry.before, entry.after, entry.labels, entry.why) for entry in history])

    await letters.forget(NORTHLIGHT, "maya.makes", by=PersonId("U0ANA"))
    await send(hands)

    assert await letters.known(NORTHLIGHT, ["maya.makes"]) == frozenset()
    assert (await letter_of(hands, request_id)).state is LetterState.PREPARED
    assert postbox.letters == []


async def test_an_address_does_not_pass_on_with_a_handle(hands: Hands, letters: Letters, postbox: Postbox) -> None:
    request_id = await asked(hands)
    async with hands.storage.write(NORTHLIGHT) as uow:  # kept when the handle was another account's
        (await uow.addresses.of(["maya.makes"]))["maya.makes"].creator_ig_id = "901"
    await send(hands)

    letter = await letter_of(hands, request_id)
    assert letter.state is LetterState.PREPARED
    assert "another account" in str(letter.state_words)
    assert postbox.letters == []


async def test_of_two_people_who_mark_it_at_once_one_does_and_the_other_is_told_who(
    hands: Hands, letters: Letters
) -> None:
    request_id = await asked(hands, email=None)
    letter = await letter_of(hands, request_id)
    hands.wait(seconds=1)
    await letters.mark_sent(NORTHLIGHT, letter.id, person=PERSON)

    with pytest.raises(Refused) as refused:
        await letters.mark_sent(NORTHLIGHT, letter.id, person=BEN)

    assert f"<@{PERSON.id}> was quicker." in refused.value.sentence
    assert (await tags(hands, request_id))[-1] == "person:message:marked"


async def test_a_letter_that_came_back_later_is_marked_by_a_person(
    hands: Hands, letters: Letters, postbox: Postbox
) -> None:
    request_id = await asked(hands)
    await send(hands)
    letter = await letter_of(hands, request_id)
    await letters.mark_bounced(NORTHLIGHT, letter.id, person=BEN)

    letter = await letter_of(hands, request_id)
    assert (letter.state, letter.by) == (LetterState.BOUNCED, BEN.id)
    assert len(await told(hands, request_id)) == 2


async def test_a_guest_marks_nothing_and_an_unknown_letter_is_not_there(hands: Hands, letters: Letters) -> None:
    request_id = await asked(hands, email=None)
    letter = await letter_of(hands, request_id)
    guest = Person(id=PersonId("U0GUEST"), is_guest=True, is_in_channel=True)
    with pytest.raises(NotAllowed):
        await letters.mark_sent(NORTHLIGHT, letter.id, person=guest)
    with pytest.raises(GreenlightError):
        await letters.mark_sent(NORTHLIGHT, "nothing", person=PERSON)

    assert (await letter_of(hands, request_id)).state is LetterState.PREPARED
