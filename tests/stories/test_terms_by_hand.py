"""Terms, one day at a time: when they begin, what is told of them and how often, and that nothing is revoked by itself."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.errors import NotAllowed, Refused, WrongInput
from bot.permissions.asking.ask import Ask
from bot.permissions.asking.moving import MovingRequests
from bot.permissions.facts import facts_of, history_of
from bot.permissions.status import State
from bot.permissions.tell import is_answer
from bot.policy import Person
from handlers.request.card import draw_history
from storage.ids import RequestId, new_id
from storage.tables import AuditEntry
from tests.handlers.desk import words_of
from tests.storage.builders import ANA, NORTHLIGHT, NOW, a_campaign, a_request
from tests.stories.hands import PERSON, Hands

GUEST = Person(id="U0GIL", is_guest=True, is_in_channel=True)


async def approved(hands: Hands) -> RequestId:
    """Have a permission given today."""
    request_id = await hands.ask()
    await hands.attempt()
    hands.meta.rows[0]["permission_status"] = "APPROVED"
    hands.wait(minutes=5)
    await hands.look()
    assert (await hands.request(request_id)).state == State.APPROVED
    return request_id


async def told(hands: Hands, request_id: RequestId) -> list[AuditEntry]:
    """Give the reminders that were handed over to be posted, oldest first."""
    posted = {job.args[1] for job in hands.engine.jobs if job.workflow == "deliver"}
    entries = [each for each in await hands.history(request_id) if f"tell:{each.id}" in posted]
    return [each for each in entries if each.tag.startswith("greenlight:request:term")]


async def live_through(hands: Hands, *, days: int) -> None:
    """Let days pass, hour by hour, with two ticks each: a restart in between changes nothing."""
    for _hour in range(days * 24):
        hands.wait(hours=1)
        await hands.engine.tick("remind")
        await hands.engine.tick("remind")


async def test_the_usual_term_begins_with_the_creators_yes(hands: Hands) -> None:
    await hands.rule(term_days=90)
    request_id = await approved(hands)

    assert (await hands.request(request_id)).until == NOW.date() + timedelta(days=90)


async def test_a_campaign_without_a_term_tells_of_none(hands: Hands) -> None:
    request_id = await approved(hands)

    request = await hands.request(request_id)
    assert (request.until, request.term_at) == (None, None)


async def test_each_warning_is_told_once_and_the_end_is_told_and_nothing_is_revoked(hands: Hands) -> None:
    await hands.rule(term_days=16)
    request_id = await approved(hands)
    await live_through(hands, days=20)

    entries = await told(hands, request_id)
    assert [entry.after["days"] for entry in entries] == [14, 7, 1, 0]
    assert [entry.tag.rpartition("-")[2] for entry in entries] == ["ending", "ending", "ending", "over"]
    assert all(is_answer(entry) for entry in entries)
    assert "14 more days, until 8 December 2026" in entries[0].why
    assert (await hands.request(request_id)).state == State.APPROVED
    assert hands.meta.rows[0]["permission_status"] == "APPROVED"


async def test_warnings_come_at_nine_on_the_clock_of_the_zone_and_never_in_quiet_hours(hands: Hands) -> None:
    await hands.rule(term_days=3, zone="America/New_York", quiet_begins=time(7), quiet_ends=time(11))
    request_id = await approved(hands)

    # The last day is 25 November; the day before, nine o'clock in New York is quiet until eleven: 16:00 in UTC.
    assert (await hands.request(request_id)).term_at == datetime(2026, 11, 24, 16, tzinfo=UTC)


async def test_quiet_hours_that_are_set_later_put_a_warning_off(hands: Hands) -> None:
    await hands.rule(term_days=2)
    request_id = await approved(hands)
    await hands.rule(quiet_begins=time(8), quiet_ends=time(20))
    hands.now = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    await hands.engine.tick("remind")
    assert await told(hands, request_id) == []

    hands.now = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)
    await hands.engine.tick("remind")
    assert len(await told(hands, request_id)) == 1


async def test_after_a_long_silence_only_the_newest_warning_is_told(hands: Hands) -> None:
    await hands.rule(term_days=16)
    request_id = await approved(hands)
    hands.wait(days=10)
    await hands.engine.tick("remind")

    assert [entry.after["days"] for entry in await told(hands, request_id)] == [7]


async def test_of_warnings_that_were_missed_one_is_told_with_the_days_that_are_left_and_the_later_ones_come(
    hands: Hands,
) -> None:
    await hands.rule(term_days=16)
    request_id = await approved(hands)
    hands.wait(days=11)  # nothing ran when fourteen days were left, nor when seven were
    await live_through(hands, days=7)

    entries = await told(hands, request_id)
    assert [entry.after["days"] for entry in entries] == [7, 1, 0]
    assert "5 more days, until 8 December 2026" in entries[0].why


async def test_a_reminder_offers_to_renew_and_to_revoke_and_mentions_who_asked(hands: Hands) -> None:
    await hands.rule(term_days=2)
    request_id = await approved(hands)
    await live_through(hands, days=2)
    (entry,) = await told(hands, request_id)
    async with hands.storage.read(NORTHLIGHT) as uow:
        request = await uow.requests.get(request_id)
        assert request is not None
        facts = await facts_of(uow, request)
    drawn = draw_history(history_of(entry, facts, called=ANA))

    buttons = [
        each["text"]["text"] for block in drawn.blocks if block["type"] == "actions" for each in block["elements"]
    ]
    assert buttons == ["Renew", "Revoke"]
    assert "<@U0ANA>" in drawn.text
    assert "1 more day" in words_of(drawn.blocks)


async def test_a_renewal_begins_anew_and_has_to_be_later(hands: Hands) -> None:
    await hands.rule(term_days=5)
    request_id = await approved(hands)
    await live_through(hands, days=5)
    until = (await hands.request(request_id)).until
    assert until is not None
    offer = await hands.agreeing.offer(NORTHLIGHT, request_id, person=PERSON)
    assert offer.suggested == until + timedelta(days=5)

    for not_later in (until, until - timedelta(days=1)):
        with pytest.raises(WrongInput, match="not later") as wrong:
            await hands.agreeing.set(NORTHLIGHT, request_id, until=not_later, is_renewal=True, person=PERSON)
        assert wrong.value.field == "until"
    for _delivery in range(2):
        with_day = offer.suggested
        if (await hands.request(request_id)).until != with_day:
            await hands.agreeing.set(NORTHLIGHT, request_id, until=with_day, is_renewal=True, person=PERSON)
    await live_through(hands, days=5)

    assert [entry.after["days"] for entry in await told(hands, request_id)] == [1, 1]


async def test_a_term_is_set_changed_and_taken_away(hands: Hands) -> None:
    request_id = await approved(hands)
    soon = NOW.date() + timedelta(days=30)
    await hands.agreeing.set(NORTHLIGHT, request_id, until=soon, is_renewal=False, person=PERSON)
    assert (await hands.request(request_id)).term_at is not None
    hands.wait(minutes=1)
    await hands.agreeing.set(NORTHLIGHT, request_id, until=None, is_renewal=False, person=PERSON)

    request = await hands.request(request_id)
    assert (request.until, request.term_at) == (None, None)
    changes = [entry for entry in await hands.history(request_id) if entry.tag == "person:request:term-set"]
    assert [(entry.before["until"], entry.after["until"]) for entry in changes] == [
        (None, soon.isoformat()),
        (soon.isoformat(), None),
    ]


@pytest.mark.parametrize("until", [date(2026, 11, 21), date(2031, 12, 31)])
async def test_a_day_that_has_passed_or_is_too_far_is_refused_beside_its_field(hands: Hands, until: date) -> None:
    request_id = await approved(hands)

    with pytest.raises(WrongInput) as wrong:
        await hands.agreeing.set(NORTHLIGHT, request_id, until=until, is_renewal=False, person=PERSON)
    assert wrong.value.field == "until"
    with pytest.raises(WrongInput):
        await hands.asking.accept(NORTHLIGHT, an_ask(hands, until=until), person=PERSON)


async def test_a_guest_sets_no_term_and_what_is_over_gets_none(hands: Hands) -> None:
    request_id = await approved(hands)
    later = NOW.date() + timedelta(days=30)
    with pytest.raises(NotAllowed):
        await hands.agreeing.set(NORTHLIGHT, request_id, until=later, is_renewal=False, person=GUEST)
    hands.meta.rows[0]["permission_status"] = "REVOKED"
    hands.wait(minutes=5)
    await hands.look()

    with pytest.raises(Refused, match="revoked already"):
        await hands.agreeing.set(NORTHLIGHT, request_id, until=later, is_renewal=False, person=PERSON)


async def test_a_day_from_the_form_goes_before_the_campaigns_and_a_permission_that_ends_is_told_no_more(
    hands: Hands,
) -> None:
    await hands.rule(term_days=90)
    until = NOW.date() + timedelta(days=20)
    (accepted,) = await hands.asking.accept(NORTHLIGHT, an_ask(hands, until=until), person=PERSON)
    await hands.attempt()
    assert (await hands.request(accepted.request.id)).term_at is None
    hands.meta.rows[0]["permission_status"] = "APPROVED"
    hands.wait(minutes=5)
    await hands.look()
    request = await hands.request(accepted.request.id)
    assert request.until == until
    assert request.term_at is not None

    hands.meta.rows[0]["permission_status"] = "REVOKED"
    hands.wait(minutes=5)
    await hands.look()
    await live_through(hands, days=8)
    assert await told(hands, request.id) == []


def an_ask(hands: Hands, *, until: date) -> Ask:
    return Ask(
        submission_id=new_id(),
        profile_id=hands.profile.id,
        campaign_id=hands.campaign.id,
        creators=["maya.makes"],
        message=None,
        asked_by=ANA,
        terms={"maya.makes": until},
    )


async def test_each_of_several_terms_is_told_once_however_often_the_power_is_cut_between_them(hands: Hands) -> None:
    request_ids = []
    async with hands.storage.write(NORTHLIGHT) as uow:
        for number in range(3):
            request = a_request(
                hands.profile,
                hands.campaign,
                creator_username=f"creator.{number}",
                state="approved",
                until=NOW.date(),
                term_set_at=NOW - timedelta(days=3),
                term_at=NOW,
            )
            uow.requests.add(request)
            await uow.flush()
            await hands.means.recorder.show(uow, request)
            request_ids.append(request.id)

    cuts = await hands.through_cuts(lambda: hands.engine.tick("remind"))
    await hands.engine.tick("remind")

    assert cuts > len(request_ids)
    for request_id in request_ids:
        assert [entry.after["days"] for entry in await told(hands, request_id)] == [1]


EAST = "Pacific/Kiritimati"
"""Its day begins fourteen hours before that of UTC."""


async def last_day_is_today(hands: Hands) -> RequestId:
    """Have a permission whose last day is today, by UTC."""
    request_id = await approved(hands)
    await hands.agreeing.set(NORTHLIGHT, request_id, until=hands.now.date(), is_renewal=False, person=PERSON)
    hands.wait(hours=5)
    assert hands.now.hour >= 10, "in the east it is tomorrow"
    return request_id


async def test_a_campaign_that_goes_to_another_zone_tells_the_end_when_it_is_the_end_there(hands: Hands) -> None:
    request_id = await last_day_is_today(hands)
    await hands.rule(zone=EAST)
    async with hands.storage.write(NORTHLIGHT) as uow:
        await uow.requests.think_of_terms(hands.campaign.id, at=hands.now)

    await hands.engine.tick("remind")

    assert [each.tag for each in await told(hands, request_id)] == ["greenlight:request:term-over"]


async def test_a_term_that_moves_to_a_campaign_elsewhere_ends_by_the_days_there(hands: Hands) -> None:
    request_id = await last_day_is_today(hands)
    async with hands.storage.write(NORTHLIGHT) as uow:
        there = a_campaign(name="East", zone=EAST)
        assert await uow.campaigns.add_unless_taken(there)

    moving = MovingRequests(hands.means)
    await moving.move(NORTHLIGHT, request_id, to=there.id, person_here=PERSON, person_there=PERSON)
    await hands.engine.tick("remind")

    assert [each.tag for each in await told(hands, request_id)] == ["greenlight:request:term-over"]
