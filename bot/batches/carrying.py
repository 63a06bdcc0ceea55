"""A confirmed list is carried out: taken in piece by piece, each in a transaction of its own, and shown on one card.

A piece holds the database for a moment only, and what is accepted is accepted for good: the next piece is enqueued with it,
so a crash at any point is followed by the piece that was cut off.
"""

from __future__ import annotations

import hashlib
import itertools
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot import policy
from bot.batches.facts import BatchFacts, DrawBatch, batch_facts_of
from bot.batches.keeping import opened
from bot.bulk.cells import read_address, read_date
from bot.campaigns.place import place_of
from bot.campaigns.rules import rules_of
from bot.errors import NotFound, Refused
from bot.homes.wanting import want_signers
from bot.permissions.asking.ask import Ask, Asking, Beginning
from bot.permissions.durable import DurableWork, Means
from bot.permissions.record import LATE, SHOW_BATCH, deliver_job, show_batch
from bot.permissions.signing.proposals import put_before_others
from bot.permissions.signing.rules import Matter, needs_signing
from bot.queues import LISTS
from bot.slack.calls import SlackCalls
from bot.slack.errors import SlackBusy, SlackError
from bot.words import say
from storage.batches import Batch, BatchRow, Outcome, Stage
from storage.ids import BatchId, RequestId, SignOffId, WorkspaceId
from storage.repositories.messages import card_key
from storage.tables import AuditEntry, Campaign, Message, Profile
from storage.unit_of_work import Job, UnitOfWork

log = logging.getLogger(__name__)

TAKE_IN = "take-in"
PIECE = 40
"""Rows in one transaction: it holds the profile, and on SQLite the whole file, for some tenths of a second."""


@dataclass(frozen=True, kw_only=True)
class Confirmed:
    """What a confirmation led to."""

    facts: BatchFacts
    is_other: bool
    """The very same list was being asked already: that one is told of, and this one asks nobody."""


class Carrying(DurableWork):
    """The use case."""

    def __init__(self, means: Means, *, asking: Asking, slack: SlackCalls, draw_batch: DrawBatch) -> None:
        super().__init__(means)
        self._asking = asking
        self._slack = slack
        self._draw_batch = draw_batch

    def register(self) -> None:
        """Give the engine this use case's workflows."""
        self.engine.workflow(TAKE_IN, self._take_in)
        self.engine.workflow(SHOW_BATCH, self._show)

    async def tried(self, workspace_id: WorkspaceId, batch_id: BatchId) -> Batch:
        """Return a list that was looked through; raises NotFound when it is there no more."""
        async with self.storage.read(workspace_id) as uow:
            return _known(await uow.batches.get(batch_id))

    async def confirm(self, workspace_id: WorkspaceId, batch_id: BatchId, *, person: policy.Person) -> Confirmed:
        """Have a list carried out: after this returned, all of it will be asked, once.

        Pressed twice, and confirmed again while the same list runs, it answers with the one that runs. Raises NotAllowed,
        NotFound, and Refused for a list that asks nobody.
        """
        async with self.storage.write(workspace_id) as uow:
            batch = _known(await uow.batches.get(batch_id))
            profile = await uow.profiles.get(batch.profile_id, lock=True)  # first of all, as whoever asks does
            batch = _known(await uow.batches.get(batch_id, lock=True))
            campaign = await uow.campaigns.get(batch.campaign_id)
            policy.check(policy.Act.ASK, person=person, place=await place_of(uow, campaign))
            if batch.stage is not Stage.TRIED:
                return Confirmed(facts=await batch_facts_of(uow, batch), is_other=False)
            if profile is None or not profile.can_send:
                raise NotFound(say("ask.profile_gone.happened"), todo=say("ask.profile_gone.todo"))
            if (other := await uow.batches.running(batch.list_id)) is not None:
                return Confirmed(facts=await batch_facts_of(uow, other), is_other=True)
            facts = await batch_facts_of(uow, batch)
            if not facts.wanted:
                raise Refused(say("import.nobody.happened"), todo=say("import.nobody.todo"))
            batch.stage = Stage.RUNNING
            batch.confirmed_at = self.now()
            assert campaign is not None, "place_of raises for none"
            await self._begin(uow, batch, campaign=campaign)
            uow.audit.append(
                AuditEntry(
                    id=self.new_id(),
                    at=self.now(),
                    tag="person:list:confirmed",
                    actor=person.id,
                    subject_id=batch.id,
                    before={},
                    after={"creators": facts.wanted},
                    labels={"campaign": facts.campaign_name, "profile": facts.profile_username},
                )
            )
            await uow.enqueue(_piece(batch, number=0))
            return Confirmed(facts=await batch_facts_of(uow, batch), is_other=False)

    async def _begin(self, uow: UnitOfWork, batch: Batch, *, campaign: Campaign) -> None:
        """Put the whole list before a second person, or hold it back for undoing, as the campaign's rules have it."""
        rules = rules_of(campaign)
        if needs_signing(rules.signing, Matter.REQUEST):
            sign_off = put_before_others(
                batch,
                rule=rules.signing,
                matter=Matter.REQUEST,
                by=batch.made_by,
                now=self.now(),
                new_id=SignOffId(self.new_id()),
            )
            uow.sign_offs.add(sign_off)
            await want_signers(uow, sign_off.campaign_id, now=self.now())
        else:
            batch.leaves_at = rules.undo.leaves_at(self.now())

    async def _take_in(self, workspace_id: str, batch_id: str, number: str) -> None:
        await self.engine.step("take in", self._take_piece_in, workspace_id, batch_id, int(number))

    async def _take_piece_in(self, workspace_id: str, batch_id: str, number: int) -> None:
        async with self.storage.write(WorkspaceId(workspace_id)) as uow:
            batch = _known(await uow.batches.get(BatchId(batch_id)))
            profile = await uow.profiles.get(batch.profile_id, lock=True)
            batch = _known(
                await uow.batches.get(BatchId(batch_id), lock=True)
            )  # what is decided of it waits for a piece
            campaign = await uow.campaigns.get(batch.campaign_id)
            assert profile is not None, "a list's profile is never deleted"
            assert campaign is not None, "a list's campaign is never deleted"
            rows = await uow.batches.to_take_in(batch.id, limit=PIECE)
            if (why := batch.end_words or _hindered(profile, campaign)) is not None:
                for row in rows:
                    row.outcome, row.outcome_words = Outcome.REFUSED, why
            else:
                await self._ask(uow, batch, rows, profile=profile)
            await uow.flush()
            await self._begin_card(uow, batch, rows, campaign=campaign)
            if len(rows) == PIECE:
                await uow.enqueue(_piece(batch, number=number + 1))
            await show_batch(uow, batch.id, channel_id=campaign.channel_id, now=self.now())

    async def _ask(self, uow: UnitOfWork, batch: Batch, rows: Sequence[BatchRow], *, profile: Profile) -> None:
        """Ask everybody of these rows; those that bring a message of their own with that."""
        cells = {row.handle: opened(row.cells, self.secrets) for row in rows if row.handle is not None}
        of = {row.handle: row for row in rows if row.handle is not None}
        for message, some in itertools.groupby(cells, key=lambda handle: cells[handle].get("message") or batch.message):
            told = {handle: cells[handle] for handle in some}
            ask = Ask(
                submission_id=batch.id,
                profile_id=batch.profile_id,
                campaign_id=batch.campaign_id,
                creators=list(told),
                message=message,
                asked_by=batch.made_by,
                sender=batch.sender,
                by_mail=batch.by_mail,
                addresses=_addresses(told) if batch.by_mail else {},
                terms=_terms(told),
                notes={handle: each["note"] for handle, each in told.items() if "note" in each},
            )
            beginning = Beginning(sign_off_id=batch.sign_off_id, leaves_at=batch.leaves_at)
            for each in await self._asking.take_in(uow, ask, profile=profile, beginning=beginning):
                row = of[each.request.creator_username]
                row.request_id = each.request.id
                row.outcome = Outcome.ASKED if each.is_new else Outcome.STOOD

    async def _begin_card(self, uow: UnitOfWork, batch: Batch, rows: Sequence[BatchRow], *, campaign: Campaign) -> None:
        """Have the card posted once something of the list is asked."""
        first = next((row.request_id for row in rows if row.outcome is Outcome.ASKED), None)
        if first is None or await uow.messages.get(card_key(batch.id)) is not None:
            return
        card = Message(
            key=card_key(batch.id),
            request_id=RequestId(first),
            channel_id=campaign.channel_id,
            created_at=self.now(),
            sweep_at=self.now() + LATE,
            run=0,
        )
        uow.messages.add(card)
        await uow.enqueue(deliver_job(card, workspace_id=uow.workspace_id))

    async def _show(self, workspace_id: str, batch_id: str) -> None:
        await self.engine.step("show", self._edit, workspace_id, batch_id)

    async def _edit(self, workspace_id: str, batch_id: str) -> None:
        """Bring the card of a list up to what is true now; doing it twice changes nothing."""
        ws, bid = WorkspaceId(workspace_id), BatchId(batch_id)
        async with self.storage.write(ws) as uow:
            batch = _known(await uow.batches.get(bid, lock=True))
            facts = await batch_facts_of(uow, batch)
            if facts.is_through and batch.stage is Stage.RUNNING:
                batch.stage = Stage.DONE
                facts = await batch_facts_of(uow, batch)
            card = await uow.messages.get(card_key(bid))
            seen = _digest(facts)
            if card is None or card.ts is None or batch.drawn == seen:
                return
            key, ts, channel_id = card.key, card.ts, card.channel_id
        try:
            await self._slack.edit(self._draw_batch(facts, self.now()), channel_id=channel_id, ts=ts, key=key)
        except SlackBusy:
            async with self.storage.write(ws) as uow:
                await show_batch(uow, bid, channel_id=channel_id, now=self.now())
            return
        except SlackError as error:
            log.warning("the card of a list could not be edited: %s", error)
        async with self.storage.write(ws) as uow:
            batch = _known(await uow.batches.get(bid, lock=True))
            batch.drawn = seen


def _piece(batch: Batch, *, number: int) -> Job:
    return Job(
        workflow=TAKE_IN,
        queue=LISTS.name,
        id=f"{TAKE_IN}:{batch.id}:{number}",
        args=(batch.workspace_id, batch.id, str(number)),
    )


def _terms(told: Mapping[str, Mapping[str, str]]) -> dict[str, date]:
    """Return the last days that rows bring; each was looked at when the list was."""
    read = {handle: read_date(cells.get("term", "")) for handle, cells in told.items()}
    return {handle: day for handle, day in read.items() if day is not None}


def _addresses(told: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Read the addresses that rows bring, by handle; a row whose address has no shape was never ready."""
    read = {handle: read_address(cells.get("email", "")) for handle, cells in told.items()}
    return {handle: address for handle, address in read.items() if address is not None}


def _hindered(profile: Profile, campaign: Campaign) -> str | None:
    """Say why nobody can be asked any more; None when they can."""
    if campaign.closed_at is not None:
        return say("import.campaign_closed")
    return None if profile.can_send else say("ask.profile_gone.happened")


def _digest(facts: BatchFacts) -> str:
    shown = repr(
        (
            facts.stage,
            facts.sign_off and facts.sign_off.content,
            facts.leaves_at,
            facts.end_words,
            sorted(facts.states.items()),
            sorted(map(str, facts.outcomes.items())),
            (facts.moved_to, facts.is_left_behind),
        )
    )
    return hashlib.sha256(shown.encode()).hexdigest()


def _known(batch: Batch | None) -> Batch:
    if batch is None:
        raise NotFound(say("import.gone.happened"), todo=say("import.gone.todo"))
    return batch
