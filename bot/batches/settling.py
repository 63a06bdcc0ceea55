"""What was decided about a list as a whole reaches its requests piece by piece, each in a transaction of its own.

Signed, they leave; refused, expired or undone, they come to their end. A crash is followed by the piece that was cut off.
"""

from __future__ import annotations

from bot.permissions.asking.ask import Asking
from bot.permissions.durable import DurableWork, Means
from bot.permissions.record import GREENLIGHT, Change, show_batch
from bot.permissions.status import State
from storage.batches import Batch
from storage.ids import BatchId, WorkspaceId
from storage.repositories.messages import card_key
from storage.tables import AuditEntry, Campaign, Message
from storage.unit_of_work import Job, UnitOfWork

SETTLE = "settle-list"
PIECE = 40
"""Requests in one transaction, as when a list is taken in."""
LISTS = "lists"


class Settling(DurableWork):
    """The durable work of it."""

    def __init__(self, means: Means, *, asking: Asking) -> None:
        super().__init__(means)
        self._asking = asking

    def register(self) -> None:
        """Give the engine this workflow."""
        self.engine.workflow(SETTLE, self._settle)

    async def begin(
        self, uow: UnitOfWork, batch: Batch, *, campaign: Campaign, deed: str, by: str, words: str = ""
    ) -> None:
        """Write down what was decided and tell it in the thread; the requests follow."""
        batch.end_words = words or None
        entry = AuditEntry(
            id=self.new_id(),
            at=self.now(),
            tag=f"{'greenlight' if by == GREENLIGHT else 'person'}:list:{deed}",
            actor=by,
            subject_id=batch.id,
            before={},
            after={},
            labels={"campaign": campaign.name, "to": batch.made_by},
            why=words,
        )
        uow.audit.append(entry)
        await uow.flush()
        card = await uow.messages.get(card_key(batch.id))
        if card is not None:
            told = Message(
                key=f"tell:{entry.id}",
                request_id=card.request_id,
                channel_id=campaign.channel_id,  # the campaign may have moved since, to where only some may read it
                audit_id=entry.id,
                created_at=self.now(),
            )
            await self.recorder.post(uow, told)
        await uow.enqueue(_piece(batch, deed=deed, by=by, number=0))
        await show_batch(uow, batch.id, channel_id=campaign.channel_id, now=self.now())

    async def _settle(self, workspace_id: str, batch_id: str, deed: str, by: str, number: str) -> None:
        await self.engine.step("settle", self._settle_piece, workspace_id, batch_id, deed, by, int(number))

    async def _settle_piece(self, workspace_id: str, batch_id: str, deed: str, by: str, number: int) -> None:
        async with self.storage.write(WorkspaceId(workspace_id)) as uow:
            batch = await uow.batches.get(BatchId(batch_id))
            assert batch is not None, "a confirmed list is never deleted"
            held = await uow.batches.held(batch.id, limit=PIECE, is_signing=deed == "signed")
            for request in held:
                if deed == "signed":
                    change = Change(to=State.QUEUED, by=by, deed="signed", is_quiet=True)
                    await self.recorder.change(uow, request, change)
                    request.leaves_at = batch.leaves_at
                    await self._asking.send(uow, request)
                else:
                    to = State.CANCELLED if deed == "undone" else State.UNSIGNED
                    change = Change(to=to, by=by, words=batch.end_words, deed=deed, is_quiet=True)
                    await self.recorder.change(uow, request, change)
            if len(held) == PIECE:
                await uow.enqueue(_piece(batch, deed=deed, by=by, number=number + 1))


def _piece(batch: Batch, *, deed: str, by: str, number: int) -> Job:
    return Job(
        workflow=SETTLE,
        queue=LISTS,
        id=f"{SETTLE}:{batch.id}:{deed}:{number}",
        args=(batch.workspace_id, batch.id, deed, by, str(number)),
    )
