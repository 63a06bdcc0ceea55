"""Taking a request back: cancelling one that waits, revoking a permission that was given.

Meta documents one verb for both, `revoke=true` by the creator's id; whether it cancels a pending request is unconfirmed.
So Greenlight asks, reads back, and shows what Meta's list says then, never what it hoped for.
https://developers.facebook.com/docs/instagram-platform/partnership-ads (revoking a permission)
"""

from __future__ import annotations

from datetime import timedelta

from bot import policy
from bot.campaigns.place import place_of, workspace_roles
from bot.campaigns.rules import rules_of
from bot.campaigns.usual_rules import for_revokes
from bot.errors import NotFound, Refused
from bot.graph import Access, CreatorById, GraphError, GraphThrottled
from bot.homes.wanting import want_signers
from bot.permissions.asking.attempt import TRY_AGAIN, is_settling, pause
from bot.permissions.durable import DurableWork
from bot.permissions.looking.diff import Listed, row_of
from bot.permissions.looking.knowing import known_of, listed_of
from bot.permissions.record import GREENLIGHT, LATE, META, Change
from bot.permissions.signing.proposals import put_before_others
from bot.permissions.signing.rules import Matter, Rule, needs_signing
from bot.permissions.signing.undoing import Undo
from bot.permissions.status import State, state_of
from bot.profiles.access import NoLogin, access_of
from bot.queues import ASKS
from bot.words import say
from storage.ids import PersonId, RequestId, SignOffId, WorkspaceId
from storage.tables import Campaign, Request
from storage.unit_of_work import Job, UnitOfWork

WITHDRAW = "withdraw"
MOST_TRIES = 8
_ENDS = {State.WAITING: policy.Act.CANCEL, State.UNSURE: policy.Act.CANCEL, State.APPROVED: policy.Act.REVOKE}


class Withdrawing(DurableWork):
    """The use case and its durable work."""

    def register(self) -> None:
        """Give the engine this use case's workflow."""
        self.engine.workflow(WITHDRAW, self._carry_out)

    async def accept(
        self, workspace_id: WorkspaceId, request_id: RequestId, *, person: policy.Person, wish: policy.Act
    ) -> Request:
        """Accept the wish to cancel or to revoke; asking twice is asking once.

        Raises NotAllowed, NotFound, and Refused when the request is in no state that could be taken back, or when a second
        person has to agree and no campaign says who.
        """
        async with self.storage.write(workspace_id) as uow:
            request = await uow.requests.get(request_id, lock=True)
            if request is None:
                raise NotFound(say("withdraw.gone"))
            state = State(request.state)
            if state not in _ENDS:
                raise Refused(
                    say("withdraw.not_now.happened", creator=request.creator_username),
                    why=say("withdraw.not_now.being_sent")
                    if state in (State.QUEUED, State.CHECKING)
                    else say("withdraw.not_now.over", state=say(f"state.within.{state}")),
                    todo=say("withdraw.not_now.todo"),
                )
            if _ENDS[state] is not wish:
                raise Refused(
                    say(
                        "withdraw.changed.happened",
                        creator=request.creator_username,
                        state=say(f"state.within.{state}"),
                    ),
                    todo=say("withdraw.changed.todo"),
                )
            campaign = await uow.campaigns.get(request.campaign_id) if request.campaign_id else None
            if request.campaign_id is not None:
                policy.check(_ENDS[state], person=person, place=await place_of(uow, campaign))
            else:
                policy.check_workspace(_ENDS[state], person=person, workspace=await workspace_roles(uow))
            if request.creator_ig_id is None:
                raise Refused(
                    say("withdraw.no_id.happened", creator=request.creator_username),
                    why=say("withdraw.no_id.why"),
                    todo=say("withdraw.no_id.todo"),
                )
            if request.ending_by is not None or request.sign_off_id is not None:
                return request
            signing, undo = await _rules(uow, campaign)
            is_signed_first = wish is policy.Act.REVOKE and needs_signing(signing, Matter.REVOKE)
            if is_signed_first and campaign is None:  # no channel could be asked, and no manager
                raise Refused(
                    say("withdraw.no_campaign.happened", creator=request.creator_username),
                    why=say("withdraw.no_campaign.why"),
                    todo=say("withdraw.no_campaign.todo"),
                )
            await self.recorder.note(
                uow,
                request,
                tag=f"person:request:{'revoke' if state is State.APPROVED else 'cancel'}-asked",
                by=person.id,
                before={"state": request.state},
            )
            if is_signed_first:
                sign_off = put_before_others(
                    request,
                    rule=signing,
                    matter=Matter.REVOKE,
                    by=PersonId(person.id),
                    now=self.now(),
                    new_id=SignOffId(self.new_id()),
                )
                uow.sign_offs.add(sign_off)
                await want_signers(uow, sign_off.campaign_id, now=self.now())
                await self.recorder.show(uow, request)
            else:
                await self.begin(uow, request, by=PersonId(person.id), wish=wish, undo=undo)
            return request

    async def begin(self, uow: UnitOfWork, request: Request, *, by: PersonId, wish: policy.Act, undo: Undo) -> None:
        """Have a request ended for somebody; a revoke is held back for undoing first, because it cannot be taken back."""
        request.ending_by = by
        request.run += 1
        request.leaves_at = undo.leaves_at(self.now()) if wish is policy.Act.REVOKE else None
        held = (request.leaves_at - self.now()).total_seconds() if request.leaves_at else 0.0
        request.sweep_at = self.now() + timedelta(seconds=held) + LATE
        await self.recorder.show(uow, request)
        await uow.enqueue(_job(request, wish=wish, tried=0, delay_seconds=held))

    async def _carry_out(self, workspace_id: str, request_id: str, wish: str, tried: str) -> None:
        await self.engine.step("withdraw", self._attempt, workspace_id, request_id, wish, int(tried))

    async def _attempt(self, workspace_id: str, request_id: str, wish: str, tried: int) -> None:
        """Revoke unless Meta's list says it is over, and write down what the list says afterwards.

        A wish to cancel takes nothing back that the creator has given meanwhile: nobody has asked for that.
        """
        ws, rid = WorkspaceId(workspace_id), RequestId(request_id)
        async with self.storage.read(ws) as uow:
            request = await uow.requests.get(rid)
            if request is None or request.ending_by is None or request.creator_ig_id is None:
                return
            profile = await uow.profiles.get(request.profile_id)
            assert profile is not None, "a request's profile is never deleted"
        if request.leaves_at is not None and not await self._leaves(ws, rid, wish=wish, tried=tried):
            return
        try:
            access = access_of(profile, self.secrets)
            row = await self._row(access, request)
            is_taken_back = row is not None and state_of(row.status) in (State.WAITING, State.APPROVED)
            if row is None and tried < MOST_TRIES and is_settling(request.sent_at, now=self.now()):
                await self._again(ws, rid, wish=wish, tried=tried + 1, delay=pause(tried + 1))
                return  # Meta's list may be behind: what it does not show yet cannot be taken back, nor called over
            if row is not None and state_of(row.status) is State.APPROVED and wish == policy.Act.CANCEL:
                await self._came_too_late(ws, rid, row)
                return
            if is_taken_back:
                await self.graph.permissions.revoke(access, CreatorById(request.creator_ig_id))
                row = await self._row(access, request)
        except NoLogin as error:
            await self._stays(ws, rid, words=error.sentence)
            return
        except GraphError as error:
            if isinstance(error, TRY_AGAIN) and tried < MOST_TRIES:
                wait = error.wait_seconds if isinstance(error, GraphThrottled) else 0.0
                await self._again(ws, rid, wish=wish, tried=tried + 1, delay=max(wait, pause(tried + 1)))
            else:
                await self._stays(ws, rid, words=error.sentence)
            return
        async with self.storage.write(ws) as uow:
            request = await uow.requests.get(rid, lock=True)
            if request is None or request.ending_by is None:
                return
            by = request.ending_by
            if row is None:
                words = say("withdraw.listed_no_more" if is_taken_back else "withdraw.never_listed")
                ended = State.REVOKED if request.state == State.APPROVED else State.CANCELLED
                await self.recorder.change(uow, request, Change(to=ended, by=by, words=words))
                return
            state = state_of(row.status)
            if state in (State.WAITING, State.APPROVED):
                request.ending_by = None
                words = say("withdraw.still_listed", status=row.status)
                await self.recorder.change(uow, request, Change(to=state, by=META, words=words, meta_status=row.status))
                return
            await self.recorder.change(uow, request, Change(to=state, by=by, meta_status=row.status))

    async def _leaves(self, ws: WorkspaceId, rid: RequestId, *, wish: str, tried: int) -> bool:
        """Let a revoke go that was held back; False where it was undone, or it is too early. From then on it stands."""
        async with self.storage.write(ws) as uow:
            request = await uow.requests.get(rid, lock=True)
            if request is None or request.ending_by is None:
                return False
            if request.leaves_at is not None and self.now() < request.leaves_at:
                request.run += 1
                request.sweep_at = request.leaves_at + LATE
                wait = (request.leaves_at - self.now()).total_seconds()
                await uow.enqueue(_job(request, wish=wish, tried=tried, delay_seconds=wait))
                return False
            request.leaves_at = None
            return True

    async def _row(self, access: Access, request: Request) -> Listed | None:
        """Return what Meta lists of a request: under its handle, else anywhere, for the creator may be called otherwise by now."""
        for username in (request.creator_username, None):
            listed = [
                listed_of(each) async for each in self.graph.permissions.listed(access, creator_username=username)
            ]
            if (row := row_of(known_of(request), listed)) is not None:
                return row
        return None

    async def _again(self, ws: WorkspaceId, rid: RequestId, *, wish: str, tried: int, delay: float) -> None:
        async with self.storage.write(ws) as uow:
            request = await uow.requests.get(rid)
            if request is not None and request.ending_by is not None:
                request.sweep_at = self.now() + timedelta(seconds=delay) + LATE
                await uow.enqueue(_job(request, wish=wish, tried=tried, delay_seconds=delay))

    async def _came_too_late(self, ws: WorkspaceId, rid: RequestId, row: Listed) -> None:
        """Let go of a wish to cancel what has been approved meanwhile, and tell the approval."""
        async with self.storage.write(ws) as uow:
            request = await uow.requests.get(rid, lock=True)
            if request is None or request.ending_by is None:
                return
            request.ending_by = None
            change = Change(to=State.APPROVED, by=META, words=say("withdraw.too_late"), meta_status=row.status)
            await self.recorder.change(uow, request, change)

    async def _stays(self, ws: WorkspaceId, rid: RequestId, *, words: str) -> None:
        """Say that it could not be taken back: it stands as before."""
        async with self.storage.write(ws) as uow:
            request = await uow.requests.get(rid, lock=True)
            if request is None or request.ending_by is None:
                return
            request.ending_by = None
            told = say("withdraw.refused", reason=words)
            await self.recorder.change(uow, request, Change(to=State(request.state), by=GREENLIGHT, words=told))


async def _rules(uow: UnitOfWork, campaign: Campaign | None) -> tuple[Rule, Undo]:
    """Return the campaign's rules for taking back; the workspace's, for what is in none."""
    if campaign is None:
        return for_revokes(await uow.campaigns.usual_rules())
    rules = rules_of(campaign)
    return rules.signing, rules.undo


def _job(request: Request, *, wish: str, tried: int, delay_seconds: float = 0.0) -> Job:
    return Job(
        workflow=WITHDRAW,
        queue=ASKS.name,
        id=f"withdraw:{request.id}:{request.run}:{tried}",
        args=(request.workspace_id, request.id, wish, str(tried)),
        delay_seconds=delay_seconds,
    )
