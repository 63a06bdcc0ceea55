"""A list is looked through before anything is asked: a verdict for each row, kept until somebody confirms it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot import policy
from bot.batches.keeping import kept
from bot.bulk.cells import read_creator
from bot.bulk.columns import Field
from bot.bulk.encoding import Encoding
from bot.bulk.identity import list_id
from bot.bulk.messages import Messages
from bot.bulk.table import Row, Table
from bot.bulk.verdicts import Already, Faulty, Ready, Repeated, Why, compare, judge
from bot.campaigns.place import place_of
from bot.errors import NotFound
from bot.letters.addresses import AddressBook
from bot.permissions.durable import DurableWork
from bot.permissions.status import State
from bot.words import say
from storage.batches import Batch, BatchRow, Stage
from storage.ids import BatchId, CampaignId, PersonId, ProfileId, WorkspaceId

LONGEST_SENDER = 120

Verdict = Ready | Faulty | Repeated | Already[State]
NOT_USED = (Field.EMAIL,)
"""What a list may say and nothing is done with, where nothing is e-mailed."""


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What a list is for."""

    campaign_id: CampaignId
    profile_id: ProfileId
    message: str | None
    """A template, for rows that bring none of their own."""
    made_by: PersonId
    sender: str
    """The name of who brought it, for the messages."""
    by_mail: bool
    """The messages are sent by e-mail where an address is known."""


@dataclass(frozen=True, kw_only=True)
class Trial:
    """What a list is like, and what would become of each row."""

    batch_id: BatchId
    verdicts: Sequence[Verdict]
    encoding: Encoding | None
    is_headed: bool
    unread: Sequence[str]
    unused: Sequence[Field]
    """Columns that were read and are not used."""
    given_up: frozenset[str] = frozenset()
    """Handles of ready rows whose account, when we last knew it, is called otherwise by now."""

    @property
    def ready(self) -> int:
        """How many would be asked."""
        return sum(isinstance(each, Ready) for each in self.verdicts)


class Trying(DurableWork):
    """The use case."""

    async def look_through(
        self, workspace_id: WorkspaceId, table: Table, wish: Wish, *, person: policy.Person
    ) -> Trial:
        """Judge a list and keep it; nobody is asked.

        Raises Unreadable where the list cannot be read on, NotAllowed, and NotFound when campaign or profile are gone.
        """
        now = self.now()
        # Thousands of rows take the better part of a second, in which others wait for their acks.
        rows = await asyncio.to_thread(lambda: list(table.rows))
        judged = await self._judged(workspace_id, rows, wish)
        cells = await asyncio.to_thread(lambda: [kept(row, self.secrets) for row in rows])
        handles = [each.entry.handle for each in judged if isinstance(each, Ready)]
        async with self.storage.write(workspace_id) as uow:
            campaign = await uow.campaigns.get(wish.campaign_id)
            policy.check(policy.Act.ASK, person=person, place=await place_of(uow, campaign))
            profile = await uow.profiles.get(wish.profile_id)
            if profile is None or not profile.can_send:
                raise NotFound(say("ask.profile_gone.happened"), todo=say("ask.profile_gone.todo"))
            standing = await uow.requests.live_of(profile.id, handles)
            given_up = await uow.handles.given_up(handles)
            already = {handle: State(request.state) for handle, request in standing.items()}
            verdicts = list(compare(judged, already=already))
            ready = [each.entry for each in verdicts if isinstance(each, Ready)]
            batch = Batch(
                id=BatchId(self.new_id()),
                campaign_id=wish.campaign_id,
                profile_id=wish.profile_id,
                list_id=list_id(ready, campaign_id=wish.campaign_id, profile_id=wish.profile_id),
                message=wish.message,
                sender=wish.sender[:LONGEST_SENDER],
                by_mail=wish.by_mail,
                stage=Stage.TRIED,
                made_by=wish.made_by,
                made_at=now,
            )
            judged_rows = enumerate(zip(verdicts, cells, strict=True))
            await uow.batches.add(
                batch, [_row(batch.id, place, each, cells=told) for place, (each, told) in judged_rows]
            )
        return Trial(
            batch_id=batch.id,
            verdicts=verdicts,
            encoding=table.encoding,
            is_headed=table.columns.is_headed,
            unread=table.columns.unread,
            unused=[field for field in _unused(wish) if field in table.columns.places],
            given_up=given_up - already.keys(),
        )

    async def _judged(
        self, workspace_id: WorkspaceId, rows: Sequence[Row], wish: Wish
    ) -> Sequence[Ready | Faulty | Repeated]:
        """Judge every row; one whose message is too long to be copied is looked at again for an address that is known."""
        async with self.storage.read(workspace_id) as uow:
            campaign, profile = await uow.campaigns.get(wish.campaign_id), await uow.profiles.get(wish.profile_id)
        messages = Messages(
            template=wish.message,
            profile=profile.username if profile else "",
            campaign=campaign.name if campaign else "",
            sender=wish.sender,
            by_mail=wish.by_mail,
        )
        judged = await asyncio.to_thread(_judge, rows, messages, self.now().date())
        long = [each.row for each in judged if isinstance(each, Faulty) and _is_long(each)] if wish.by_mail else []
        if not long:
            return judged
        handles = [handle for row in long if isinstance(handle := read_creator(row.creator), str)]
        async with self.storage.read(workspace_id) as uow:
            known = await AddressBook(self.secrets).known(uow, handles)
        return await asyncio.to_thread(_judge, rows, replace(messages, known=known), self.now().date())


def _judge(rows: Sequence[Row], messages: Messages, today: date) -> Sequence[Ready | Faulty | Repeated]:
    return list(judge(rows, today=today, check_message=messages.fault))


def _is_long(verdict: Faulty) -> bool:
    return any(fault.why is Why.LONG_MESSAGE for fault in verdict.faults)


def _unused(wish: Wish) -> Sequence[Field]:
    return () if wish.by_mail else NOT_USED


def _row(batch_id: BatchId, place: int, verdict: Verdict, *, cells: dict[str, Any]) -> BatchRow:
    word, about = _said(verdict)
    return BatchRow(
        batch_id=batch_id,
        place=place,
        number=verdict.row.number,
        handle=None if isinstance(verdict, Faulty) else verdict.entry.handle,
        cells=cells,
        verdict=word,
        about=about,
    )


def _said(verdict: Verdict) -> tuple[str, dict[str, Any]]:
    match verdict:
        case Ready():
            return "ready", {}
        case Faulty():
            return "faulty", {"faults": [{"field": each.field, "why": each.why} for each in verdict.faults]}
        case Repeated():
            return "repeated", {"first": verdict.first, "differs": verdict.differs}
        case Already():
            return "already", {"state": verdict.standing}
