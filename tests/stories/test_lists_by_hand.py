"""A confirmed list, one piece at a time: the power is cut after every piece and every edit, and each creator is asked once."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest

from bot.batches.carrying import PIECE, Carrying
from bot.batches.keeping import FAULTS_KEPT_FOR, TRIED_KEPT_FOR
from bot.batches.results import Results
from bot.batches.trying import Trying, Wish
from bot.bulk.table import read_paste
from bot.letters.addresses import AddressBook
from bot.letters.writing import HAND_OFF
from bot.permissions.asking.ask import Ask
from bot.permissions.facts import letters_told
from bot.permissions.record import Change
from bot.permissions.status import State
from bot.slack.calls import SlackCalls, Words, slack_session, web_client
from handlers.bulk.card import draw_batch
from handlers.letters.several import draw_letters
from storage.batches import Stage
from storage.ids import BatchId, ChannelId, RequestId, SignOffId, new_id
from storage.letters import Letter, LetterState
from storage.repositories.messages import card_key
from storage.tables import AuditEntry
from storage.unit_of_work import Job
from tests.running import Slack
from tests.storage.builders import ANA, NORTHLIGHT
from tests.stories.hands import PERSON, Hands, PowerCut
from tests.stories.office import words_of

PIECES = 2
CROWD = PIECE * (PIECES - 1) + 5


class List:
    """A list that was confirmed, and the hands that carry it."""

    def __init__(self, hands: Hands, slack: Slack, calls: SlackCalls, *, batch_id: BatchId, channel: str) -> None:
        self.hands, self.batch_id = hands, batch_id
        self._slack, self._calls, self._channel = slack, calls, channel

    def jobs(self, workflow: str) -> list[Job]:
        """Return the work of a kind there is."""
        return [job for job in self.hands.engine.jobs if job.workflow == workflow]

    async def cut_and_repeat(self, job: Job, *, after: str) -> None:
        """Do a piece of work whose end is never written down, and do it again as the engine would."""
        self.hands.engine.cut_after = after
        with pytest.raises(PowerCut):
            await self.hands.engine.do(job)
        await self.hands.engine.do(job)

    async def post_card(self) -> None:
        """Have the card there, as delivering does."""
        async with self.hands.storage.write(NORTHLIGHT) as uow:
            card = await uow.messages.get(card_key(self.batch_id), lock=True)
            assert card is not None
            card.ts = await self._calls.post(
                Words(text="A list"), channel_id=self._channel, key=card.key, thread_ts=None
            )

    async def card(self) -> str:
        """Return what the card says."""
        (shown,) = await self._slack.messages(self._channel)
        return words_of(shown)


@pytest.fixture
async def a_list(hands: Hands, services: tuple[str, str]) -> AsyncIterator[List]:
    """A list of three pieces, confirmed, on SQLite and on PostgreSQL."""
    async with Slack(services[0]) as slack:
        await slack.post("limits", enabled=False)
        session = slack_session()
        client = web_client(token=slack.world["bot_token"], url=slack.api_url, session=session, patient=False)
        channel = (await slack.post("channel", name="a-list", members=["ana", "greenlight"]))["id"]
        await hands.rule(channel_id=ChannelId(channel))
        calls = SlackCalls(client)
        carrying = Carrying(hands.means, asking=hands.asking, slack=calls, draw_batch=draw_batch)
        carrying.register()
        wish = Wish(
            campaign_id=hands.campaign.id,
            profile_id=hands.profile.id,
            message=None,
            made_by=ANA,
            sender="Ana",
            by_mail=False,
        )
        table = read_paste("\n".join(f"creator.{number:03}" for number in range(CROWD)))
        trial = await Trying(hands.means).look_through(NORTHLIGHT, table, wish, person=PERSON)
        for _press in range(2):
            await carrying.confirm(NORTHLIGHT, trial.batch_id, person=PERSON)
        yield List(hands, slack, calls, batch_id=trial.batch_id, channel=channel)
        await session.close()


async def test_the_power_is_cut_after_every_piece_and_each_creator_is_asked_once_on_one_card(a_list: List) -> None:
    for number in itertools.count():
        if number == len(a_list.jobs("take-in")):
            break
        await a_list.cut_and_repeat(a_list.jobs("take-in")[number], after="take in")

    asks = [job.args for job in a_list.jobs("ask")]
    assert len(asks) == len(set(asks)) == CROWD
    assert {job.args[1] for job in a_list.jobs("deliver")} == {card_key(a_list.batch_id)}
    async with a_list.hands.storage.read(NORTHLIGHT) as uow:
        rows = await uow.batches.rows(a_list.batch_id)
    assert len({request.id for _row, request in rows if request is not None}) == CROWD


async def test_the_power_is_cut_while_the_card_is_edited_and_in_the_end_it_says_what_is_so(a_list: List) -> None:
    await a_list.hands.engine.do(a_list.jobs("take-in")[0])
    await a_list.post_card()
    await a_list.cut_and_repeat(a_list.jobs("show-batch")[-1], after="show")
    assert f"A list of {CROWD} creators" in await a_list.card()

    for number in range(1, PIECES):
        await a_list.hands.engine.do(a_list.jobs("take-in")[number])
    async with a_list.hands.storage.write(NORTHLIGHT) as uow:
        for _row, request in await uow.batches.rows(a_list.batch_id):
            assert request is not None
            request.state = "waiting"
    a_list.hands.wait(seconds=3)
    await a_list.cut_and_repeat(a_list.jobs("show-batch")[-1], after="show")

    assert f"{CROWD} of {CROWD} sent" in await a_list.card()
    async with a_list.hands.storage.read(NORTHLIGHT) as uow:
        batch = await uow.batches.get(a_list.batch_id)
    assert batch is not None
    assert batch.stage is Stage.DONE


async def waiting(a_list: List) -> list[RequestId]:
    """Have every creator of the list asked, and nobody answer."""
    hands = a_list.hands
    for number in range(PIECES):
        await hands.engine.do(a_list.jobs("take-in")[number])
    async with hands.storage.write(NORTHLIGHT) as uow:
        requests = [request for _row, request in await uow.batches.rows(a_list.batch_id) if request is not None]
        for request in requests:
            request.sent_at = hands.now
            await hands.means.recorder.change(uow, request, Change(to=State.WAITING, by="meta"))
    return [request.id for request in requests]


async def nudged(a_list: List, **duration: float) -> list[str]:
    """Let time pass, and give the keys of the entries that nudges are told in, each once."""
    hands = a_list.hands
    hands.wait(**duration)
    async with hands.storage.write(NORTHLIGHT) as uow:
        profile = await uow.profiles.get(hands.profile.id)
        assert profile is not None
        profile.last_read_at = hands.now
    before = {job.args[1] for job in a_list.jobs("deliver")}
    hands.engine.cut_after = "nudge"
    with pytest.raises(PowerCut):
        await hands.engine.tick("nudge")
    await hands.engine.tick("nudge")
    return [job.args[1] for job in a_list.jobs("deliver") if job.args[1] not in before]


async def entry(a_list: List, letter: Letter) -> str:
    """Return what the entry of a letter says by now."""
    async with a_list.hands.storage.read(NORTHLIGHT) as uow:
        request = await uow.requests.get(letter.request_id)
        assert request is not None
        return words_of(draw_letters(await letters_told(uow, letter, request)).blocks)


async def newest(a_list: List, request_ids: Sequence[RequestId]) -> list[Letter]:
    async with a_list.hands.storage.read(NORTHLIGHT) as uow:
        found = [await uow.letters.newest_of(each) for each in request_ids]
    return [letter for letter in found if letter is not None]


async def test_nudges_of_a_list_that_are_due_together_are_one_entry_with_one_text_through_a_power_cut(
    a_list: List,
) -> None:
    hands = a_list.hands
    await hands.rule(nudge_days=[2])
    request_ids = await waiting(a_list)
    keys = await nudged(a_list, days=2)

    letters = await newest(a_list, request_ids)
    assert len(letters) == CROWD
    assert len(keys) == len(set(keys)) == PIECES
    assert {letter.told_key for letter in letters} == set(keys)
    (text,) = {letter.text for letter in letters}
    assert text.startswith("Hi there! Just a reminder")
    assert {letter.state for letter in letters} == {LetterState.PREPARED}

    async with hands.storage.write(NORTHLIGHT) as uow:
        request = await uow.requests.get(request_ids[0], lock=True)
        assert request is not None
        await hands.means.recorder.change(uow, request, Change(to=State.APPROVED, by="meta"))
    creators = sum(letter.told_key == letters[0].told_key for letter in letters)
    shown = await entry(a_list, letters[0])
    assert f"{creators - 1} creators of this list have not answered" in shown
    assert f"*Prepared, not sent* · {creators - 1}" in shown
    assert "*Not sent* · 1" in shown
    assert "Mark all as sent" in shown

    await hands.letters(None).mark_all_sent(NORTHLIGHT, letters[0].id, person=PERSON)
    states = [letter.state for letter in await newest(a_list, request_ids) if letter.told_key == letters[0].told_key]
    assert sorted(states) == [LetterState.DROPPED, *[LetterState.MARKED] * (creators - 1)]
    assert "Mark all as sent" not in await entry(a_list, letters[0])

    keys = await nudged(a_list, days=4)
    assert len(keys) == PIECES
    (over,) = {letter.purpose for letter in await newest(a_list, request_ids[1:])}
    assert over == HAND_OFF


async def waits_for_a_second_person(a_list: List, *, leaves_at: datetime | None = None) -> None:
    """Have the whole list taken in, with nothing of it sent: unsigned, or held back for undoing."""
    hands = a_list.hands
    async with hands.storage.write(NORTHLIGHT) as uow:
        batch = await uow.batches.get(a_list.batch_id, lock=True)
        assert batch is not None
        batch.sign_off_id, batch.leaves_at = (None if leaves_at else SignOffId(new_id())), leaves_at
    for number in range(PIECES):
        await hands.engine.do(a_list.jobs("take-in")[number])


async def settled(a_list: List, *, deed: str, words: str = "") -> list[Sequence[AuditEntry]]:
    """Decide about the whole list, with the power cut again and again while that reaches its requests; gives their history."""
    hands = a_list.hands
    async with hands.storage.write(NORTHLIGHT) as uow:
        batch = await uow.batches.get(a_list.batch_id, lock=True)
        campaign = await uow.campaigns.get(hands.campaign.id)
        assert batch is not None
        assert campaign is not None
        batch.sign_off_id = None
        await hands.settling.begin(uow, batch, campaign=campaign, deed=deed, by="U0BEN", words=words)
    cuts = 0
    for number in itertools.count():
        if number == len(a_list.jobs("settle-list")):
            break
        job = a_list.jobs("settle-list")[number]
        cuts += await hands.through_cuts(partial(hands.engine.do, job), stride=70)
    assert cuts >= PIECES
    async with hands.storage.read(NORTHLIGHT) as uow:
        rows = await uow.batches.rows(a_list.batch_id)
        return [await uow.audit.of(request.id) for _row, request in rows if request is not None]


async def states(a_list: List) -> set[tuple[str, str | None]]:
    """Return how the requests of the list stand, and why."""
    async with a_list.hands.storage.read(NORTHLIGHT) as uow:
        rows = await uow.batches.rows(a_list.batch_id)
    return {(request.state, request.state_words) for _row, request in rows if request is not None}


async def test_a_signed_list_leaves_once_however_often_the_power_is_cut_while_it_is_settled(a_list: List) -> None:
    await waits_for_a_second_person(a_list)
    assert a_list.jobs("ask") == []

    history = await settled(a_list, deed="signed")

    asks = [job.args for job in a_list.jobs("ask")]
    assert len({args[1] for args in asks}) == len(set(asks)) == CROWD
    assert await states(a_list) == {("queued", None)}
    assert all(sum(line.tag.endswith(":signed") for line in lines) == 1 for lines in history)


@pytest.mark.parametrize(("deed", "ends"), [("refused", "unsigned"), ("expired", "unsigned"), ("undone", "cancelled")])
async def test_a_list_that_nobody_signs_or_that_is_undone_ends_once_and_nobody_of_it_is_asked(
    a_list: List, deed: str, ends: str
) -> None:
    hands = a_list.hands
    await waits_for_a_second_person(a_list, leaves_at=hands.now + timedelta(minutes=1) if deed == "undone" else None)

    history = await settled(a_list, deed=deed, words="Over budget.")

    assert await states(a_list) == {(ends, "Over budget.")}
    assert all(sum(line.tag.endswith(f":{deed}") for line in lines) == 1 for lines in history)
    hands.wait(hours=1)
    for job in a_list.jobs("ask"):
        await hands.engine.do(job)
    assert hands.meta.asked == []


PRIVATE = """handle;email;note
maya.makes;maya.long@agency.example;met; asked for maya.long@agency.example
@@@;kai@agency.example;
juno.skates;juno@agency.example;
"""


async def test_a_lists_addresses_are_sealed_where_they_are_stored_and_one_that_is_forgotten_is_gone_from_lists_too(
    hands: Hands,
) -> None:
    trial = await Trying(hands.means).look_through(
        NORTHLIGHT,
        read_paste(PRIVATE.replace("met; asked", "met, asked")),
        Wish(
            campaign_id=hands.campaign.id,
            profile_id=hands.profile.id,
            message=None,
            made_by=ANA,
            sender="Ana",
            by_mail=True,
        ),
        person=PERSON,
    )

    async def stored() -> str:
        async with hands.storage.read(NORTHLIGHT) as uow:
            return repr([(row.cells, row.about) for row, _request in await uow.batches.rows(trial.batch_id)])

    async def read() -> list[Mapping[str, Any]]:
        return [each.cells for each in await Results(hands.means).of(NORTHLIGHT, trial.batch_id)]

    assert "agency" not in await stored()
    maya, kai, juno = await read()
    assert maya["note"] == "met, asked for maya.long@agency.example"
    assert [each["email"].split("@")[0] for each in (maya, kai, juno)] == ["maya.long", "kai", "juno"]

    await hands.letters(None).forget(NORTHLIGHT, "maya.makes", by=ANA)

    maya, kai, juno = await read()
    assert maya == {"creator": "maya.makes", "note": "met, asked for m…@agency.example"}
    assert juno["email"] == "juno@agency.example"
    assert "maya.long" not in await stored()


async def test_an_address_in_a_row_that_asks_nobody_is_forgotten_with_the_others_and_at_the_latest_after_30_days(
    hands: Hands,
) -> None:
    rows = "creator,email,note\nmaya.makes,maya.long@agency.example,\nno one at all,maya.long@agency.example,\n???,kai@agency.example,met"
    wish = Wish(
        campaign_id=hands.campaign.id,
        profile_id=hands.profile.id,
        message=None,
        made_by=ANA,
        sender="Ana",
        by_mail=True,
    )
    trial = await Trying(hands.means).look_through(NORTHLIGHT, read_paste(rows), wish, person=PERSON)
    assert len(trial.verdicts) == 3
    async with hands.storage.write(NORTHLIGHT) as uow:
        await AddressBook(hands.means.secrets).keep(
            uow, {"maya.makes": "maya.long@agency.example"}, by=ANA, now=hands.now
        )

    async def read() -> list[str]:
        return [str(each.cells) for each in await Results(hands.means).of(NORTHLIGHT, trial.batch_id)]

    async def forget() -> None:
        now = hands.now
        async with hands.storage.across_workspaces() as everywhere:
            await everywhere.forget_lists(tried_before=now - TRIED_KEPT_FOR, confirmed_before=now - FAULTS_KEPT_FOR)

    assert sum("maya.long" in each for each in await read()) == 2
    await hands.letters(None).forget(NORTHLIGHT, "maya.makes", by=ANA)
    assert not any("maya.long" in each for each in await read())
    assert "kai@agency.example" in (await read())[2]

    async with hands.storage.write(NORTHLIGHT) as uow:
        batch = await uow.batches.get(trial.batch_id, lock=True)
        assert batch is not None
        batch.stage, batch.confirmed_at = Stage.DONE, hands.now - timedelta(days=29)
    await forget()
    assert "kai@agency.example" in (await read())[2]
    async with hands.storage.write(NORTHLIGHT) as uow:
        batch = await uow.batches.get(trial.batch_id, lock=True)
        assert batch is not None
        batch.confirmed_at = hands.now - timedelta(days=31)
    await forget()
    assert "kai@agency.example" not in (await read())[2]
    assert "'note': 'met'" in (await read())[2]


async def test_a_note_goes_into_the_history_without_the_address_that_was_typed_in_it(hands: Hands) -> None:
    ask = Ask(
        submission_id=new_id(),
        profile_id=hands.profile.id,
        campaign_id=hands.campaign.id,
        creators=["maya.makes"],
        message=None,
        asked_by=ANA,
        notes={"maya.makes": "met in Lisbon, maya.long@agency.example"},
    )
    (accepted,) = await hands.asking.accept(NORTHLIGHT, ask, person=PERSON)

    assert [entry.why for entry in await hands.history(accepted.request.id)] == ["met in Lisbon, m…@agency.example"]
