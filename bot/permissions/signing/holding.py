"""Taking back what has not left: within the while that is kept for it, or while it waits for a second person.

What decides is who comes first to the request's row: this, or the work that lets it leave. Nothing is taken back here that
Meta may have heard of; that is `bot.permissions.asking.withdraw`.
"""

from __future__ import annotations

from bot import policy
from bot.batches.settling import Settling
from bot.campaigns.place import place_of, workspace_roles
from bot.errors import NotFound, Refused
from bot.homes.wanting import want_signers
from bot.permissions.durable import DurableWork, Means
from bot.permissions.record import Change
from bot.permissions.signing.proposals import settle, sign_off_of
from bot.permissions.signing.rules import Matter, Obstacle, withdraw
from bot.permissions.status import State
from bot.words import say
from storage.ids import BatchId, PersonId, RequestId, WorkspaceId
from storage.sign_offs import SignOffRow
from storage.tables import Request
from storage.unit_of_work import UnitOfWork


class Holding(DurableWork):
    """The use case."""

    def __init__(self, means: Means, *, settling: Settling) -> None:
        super().__init__(means)
        self._settling = settling

    async def undo(self, workspace_id: WorkspaceId, request_id: RequestId, *, person: policy.Person) -> Request:
        """Stop an ask or a revoke before it leaves; stopping it twice is stopping it once.

        For whoever wished for it, and for those who manage the campaign. Raises NotAllowed, NotFound, and Refused where it
        has left.
        """
        async with self.storage.write(workspace_id) as uow:
            request = await uow.requests.get(request_id, lock=True)
            if request is None:
                raise NotFound(say("withdraw.gone"))
            waiting = await uow.sign_offs.get(request.sign_off_id, lock=True) if request.sign_off_id else None
            owner = waiting.asked_by if waiting is not None else request.ending_by or request.asked_by
            if request.campaign_id is not None:
                place = await place_of(uow, await uow.campaigns.get(request.campaign_id))
                policy.check(policy.Act.UNDO, person=person, place=place, owner=owner)
            elif request.leaves_at is not None:
                roles = await workspace_roles(uow)
                policy.check_workspace(policy.Act.UNDO, person=person, workspace=roles, owner=owner)
            by = PersonId(person.id)
            if waiting is not None:
                await self._take_back(uow, request, waiting, by=by)
            elif request.leaves_at is None:
                raise _has_left(request)
            elif request.ending_by is not None:
                request.ending_by = request.leaves_at = None
                await self.recorder.note(
                    uow, request, tag="person:request:revoke-undone", by=by, before={"state": request.state}
                )
                await self.recorder.show(uow, request)
            else:
                words = say("undo.undone", person=policy.mention(by))
                change = Change(to=State.CANCELLED, by=by, words=words, deed="undone")
                await self.recorder.change(uow, request, change)
            return request

    async def undo_list(self, workspace_id: WorkspaceId, batch_id: BatchId, *, person: policy.Person) -> None:
        """Stop what of a list has not left. Raises as `undo` does."""
        async with self.storage.write(workspace_id) as uow:
            batch = await uow.batches.get(batch_id, lock=True)
            if batch is None:
                raise NotFound(say("import.gone.happened"), todo=say("import.gone.todo"))
            campaign = await uow.campaigns.get(batch.campaign_id)
            assert campaign is not None, "a list's campaign is never deleted"
            place = await place_of(uow, campaign)
            policy.check(policy.Act.UNDO, person=person, place=place, owner=batch.made_by)
            if batch.undone_by is not None:
                return
            waiting = await uow.sign_offs.get(batch.sign_off_id, lock=True) if batch.sign_off_id else None
            if waiting is not None:
                await self._withdraw(uow, waiting, by=PersonId(person.id))
                batch.sign_off_id = None
            elif batch.leaves_at is None or self.now() >= batch.leaves_at:
                raise Refused(say("undo.list_left.happened"), todo=say("undo.list_left.todo"))
            batch.undone_by = PersonId(person.id)
            words = say("undo.undone", person=policy.mention(person.id))
            await self._settling.begin(uow, batch, campaign=campaign, deed="undone", by=person.id, words=words)

    async def _take_back(self, uow: UnitOfWork, request: Request, waiting: SignOffRow, *, by: PersonId) -> None:
        if waiting.batch_id is not None:
            raise Refused(say("undo.of_list.happened"), todo=say("undo.of_list.todo"))
        await self._withdraw(uow, waiting, by=by)
        if waiting.matter == Matter.REVOKE:
            request.sign_off_id = None
            await self.recorder.note(
                uow, request, tag="person:request:revoke-taken-back", by=by, before={"state": request.state}
            )
            await self.recorder.show(uow, request)
        else:
            words = say("undo.undone", person=policy.mention(by))
            change = Change(to=State.CANCELLED, by=by, words=words, deed="taken-back")
            await self.recorder.change(uow, request, change)

    async def _withdraw(self, uow: UnitOfWork, waiting: SignOffRow, *, by: PersonId) -> None:
        settled = withdraw(sign_off_of(waiting, content=waiting.content), by=by, now=self.now())
        if isinstance(settled, Obstacle):
            raise Refused(say("undo.theirs.happened"), todo=say("undo.theirs.todo"))
        settle(waiting, settled)
        await want_signers(uow, waiting.campaign_id, now=self.now())


def _has_left(request: Request) -> Refused:
    """Say truthfully that it is too late, and what can still be done."""
    state = State(request.state)
    if state in (State.CANCELLED, State.UNSIGNED):
        return Refused(say("undo.done_already.happened", creator=request.creator_username))
    return Refused(
        say("undo.late.happened", creator=request.creator_username),
        why=say("undo.late.why", state=say(f"state.within.{state}")),
        todo=say("undo.late.todo"),
    )
