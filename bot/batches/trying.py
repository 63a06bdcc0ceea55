"""A list is looked through before anything is asked: a verdict for each row, kept until somebody confirms it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from bot import policy
from bot.bulk.columns import Field
from bot.bulk.encoding import Encoding
from bot.bulk.identity import list_id
from bot.bulk.table import Row, Table
from bot.bulk.verdicts import Already, Faulty, Ready, Repeated, compare, judge
from bot.campaigns.place import place_of
from bot.errors import NotFound
from bot.permissions.durable import DurableWork
from bot.permissions.status import State
from bot.words import say
from storage.batches import Batch, BatchRow, Stage
from storage.ids import BatchId, CampaignId, PersonId, ProfileId, WorkspaceId

KEPT_FOR = timedelta(hours=24)
"""How long a list that nobody confirmed is kept."""

Verdict = Ready | Faulty | Repeated | Already[State]
NOT_USED = (Field.EMAIL, Field.TERM, Field.NOTE)
"""What a list may say and a request cannot hold."""


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What a list is for."""

    campaign_id: CampaignId
    profile_id: ProfileId
    message: str | None
    made_by: PersonId


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
        judged = await asyncio.to_thread(lambda: list(judge(table.rows, today=now.date())))
        handles = [each.entry.handle for each in judged if isinstance(each, Ready)]
        async with self.storage.write(workspace_id) as uow:
            campaign = await uow.campaigns.get(wish.campaign_id)
            policy.check(policy.Act.ASK, person=person, place=await place_of(uow, campaign))
            profile = await uow.profiles.get(wish.profile_id)
            if profile is None or not profile.can_send:
                raise NotFound(say("ask.profile_gone.happened"), todo=say("ask.profile_gone.todo"))
            standing = await uow.requests.live_of(profile.id, handles)
            already = {handle: State(request.state) for handle, request in standing.items()}
            verdicts = list(compare(judged, already=already))
            ready = [each.entry for each in verdicts if isinstance(each, Ready)]
            batch = Batch(
                id=BatchId(self.new_id()),
                campaign_id=wish.campaign_id,
                profile_id=wish.profile_id,
                list_id=list_id(ready, campaign_id=wish.campaign_id, profile_id=wish.profile_id),
                message=wish.message,
                stage=Stage.TRIED,
                made_by=wish.made_by,
                made_at=now,
            )
            await uow.batches.forget_tried(before=now - KEPT_FOR)
            await uow.batches.add(batch, [_row(batch.id, place, each) for place, each in enumerate(verdicts)])
        return Trial(
            batch_id=batch.id,
            verdicts=verdicts,
            encoding=table.encoding,
            is_headed=table.columns.is_headed,
            unread=table.columns.unread,
            unused=[field for field in NOT_USED if field in table.columns.places],
        )


def _row(batch_id: BatchId, place: int, verdict: Verdict) -> BatchRow:
    word, about = _said(verdict)
    return BatchRow(
        batch_id=batch_id,
        place=place,
        number=verdict.row.number,
        handle=None if isinstance(verdict, Faulty) else verdict.entry.handle,
        cells=_cells(verdict.row),
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


def _cells(row: Row) -> dict[str, Any]:
    return {name: value for name, value in asdict(row).items() if name != "number" and value}
