"""Asking a creator for permission: accepted in one transaction, carried out once, whatever dies in between.

Meta has no idempotency key, so each attempt reads before it writes: it lists what Meta has for this creator, adopts what
stands there, and asks only when nothing does. That the request may already have left (`sent_at`) is committed before it
leaves, and so is which permissions were there before it (`seen_before`): any other one is this request's own.
https://developers.facebook.com/docs/instagram-platform/partnership-ads
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot import policy
from bot.campaigns.place import place_of
from bot.engine import Engine, Queue
from bot.errors import NotFound, Refused
from bot.graph import (
    CreatorById,
    CreatorByUsername,
    CreatorNotFound,
    GraphClient,
    GraphError,
    GraphNonsense,
    GraphThrottled,
    GraphTransient,
    GraphUnanswered,
    GraphUnreachable,
    LoginDead,
)
from bot.permissions.diff import Listed, row_of
from bot.permissions.knowing import SEAL_BROKEN, known_of, listed_of
from bot.permissions.record import GREENLIGHT, META, Change, Recorder
from bot.permissions.schedule import SOONEST
from bot.permissions.status import State, state_of
from bot.profiles.access import access_of
from storage.ids import CampaignId, PersonId, ProfileId, RequestId, WorkspaceId
from storage.secrets import SealBroken, Secrets
from storage.tables import Health, Origin, Profile, Request
from storage.unit_of_work import Job, Storage, UnitOfWork

ASK = "ask"
ASKS = Queue(name="asks", at_once=20)

SETTLE_SECONDS = 1.0
"""Before reading back after a crash or a lost answer: a call that was in flight may still be landing."""
FIRST_PAUSE = 5.0
LONGEST_PAUSE = 600.0
GIVE_UP_AFTER = timedelta(hours=24)

TRY_AGAIN = (GraphUnreachable, GraphUnanswered, GraphTransient, GraphThrottled, GraphNonsense)
_UNDER_WAY = frozenset({State.QUEUED, State.CHECKING, State.UNSURE})


@dataclass(frozen=True, kw_only=True)
class Ask:
    """One submission: who asks whom, as which profile, for which campaign."""

    submission_id: str
    profile_id: ProfileId
    campaign_id: CampaignId
    creators: Sequence[str]
    message: str | None
    asked_by: PersonId


@dataclass(frozen=True, kw_only=True)
class Accepted:
    """What became of one handle of a submission: a request of its own, or the one that stood there already."""

    request: Request
    is_new: bool


class Asking:
    """The use case and its durable work."""

    def __init__(
        self,
        *,
        storage: Storage,
        engine: Engine,
        graph: GraphClient,
        secrets: Secrets,
        recorder: Recorder,
        now: Callable[[], datetime],
        new_id: Callable[[], str],
    ) -> None:
        self._storage = storage
        self._engine = engine
        self._graph = graph
        self._secrets = secrets
        self._recorder = recorder
        self._now = now
        self._new_id = new_id

    def register(self) -> None:
        """Give the engine this use case's workflow and queue."""
        self._engine.workflow(ASK, self._carry_out)
        self._engine.queue(ASKS)

    async def accept(self, workspace_id: WorkspaceId, ask: Ask, *, person: policy.Person) -> list[Accepted]:
        """Accept a submission: after this returned, nothing of it is lost.

        The same submission delivered again, and a creator who is being asked already, answer with the request that exists.
        Raises NotAllowed when the person may not ask here, NotFound when the campaign or the profile is gone.
        """
        async with self._storage.write(workspace_id) as uow:
            campaign = await uow.campaigns.get(ask.campaign_id)
            # The profile is always locked before its requests, here as in the sync: else the two could wait for each other.
            profile = await uow.profiles.get(ask.profile_id, lock=True)
            policy.check(policy.Act.ASK, person=person, place=place_of(campaign))
            if profile is None:
                raise NotFound("That profile is not connected any more.", todo="Choose another sending profile.")
            earlier = {each.creator_username: each for each in await uow.requests.of_submission(ask.submission_id)}
            accepted = []
            for creator in ask.creators:
                if creator in earlier:
                    accepted.append(Accepted(request=earlier[creator], is_new=True))
                else:
                    accepted.append(await self._accept_one(uow, ask, profile=profile, creator=creator))
            profile.next_look_at = self._now() + SOONEST  # an idle profile is watched from now on
        return accepted

    async def _accept_one(self, uow: UnitOfWork, ask: Ask, *, profile: Profile, creator: str) -> Accepted:
        now = self._now()
        request = Request(
            id=RequestId(self._new_id()),
            profile_id=profile.id,
            campaign_id=ask.campaign_id,
            creator_username=creator,
            state=State.QUEUED.value,
            message=ask.message,
            origin=Origin.ASKED,
            asked_by=ask.asked_by,
            asked_at=now,
            changed_at=now,
            submission_id=ask.submission_id,
        )
        if not await uow.requests.add_unless_live(request):
            standing = await uow.requests.live(profile_id=profile.id, creator_username=creator)
            if standing is not None:
                return Accepted(request=standing, is_new=False)
            # It ended between the two statements: the next try will find the place free.
            raise Refused(f"The request to @{creator} changed at this very moment.", todo="Submit again.")
        await self._recorder.note(uow, request, tag="person:request:asked", by=ask.asked_by, before={"state": None})
        await uow.enqueue(ask_job(request))
        return Accepted(request=request, is_new=True)

    async def _carry_out(self, workspace_id: str, request_id: str) -> None:
        await self._engine.step("ask", self._attempt, workspace_id, request_id)

    async def _attempt(self, workspace_id: str, request_id: str) -> None:
        """Try once. Every way it can end is written down in the same transaction as the state it leads to."""
        ws, rid = WorkspaceId(workspace_id), RequestId(request_id)
        async with self._storage.write(ws) as uow:
            request = await uow.requests.get(rid, lock=True)
            if request is None or request.state not in _UNDER_WAY:
                return
            profile = await uow.profiles.get(request.profile_id)
            assert profile is not None, "a request's profile is never deleted"
            may_have_left = request.sent_at is not None
            request.tries += 1
            request.next_try_at = None
            request.changed_at = self._now()
            this_try = request.tries
            if request.state == State.QUEUED:
                request.state = State.CHECKING.value
        try:
            access = access_of(profile, self._secrets)
        except SealBroken:
            await self._end(ws, rid, words=SEAL_BROKEN, may_have_left=may_have_left)
            return
        if may_have_left:
            await asyncio.sleep(SETTLE_SECONDS)

        try:
            listed = [
                listed_of(permission)
                async for permission in self._graph.permissions(access, creator_username=request.creator_username)
            ]
        except GraphError as error:
            await self._not_now(ws, rid, error, may_have_left=may_have_left)
            return
        row = row_of(known_of(request), listed)
        if row is not None:
            await self._adopt(ws, rid, row)
            return

        try:
            creator = await self._graph.discover(access, username=request.creator_username)
            creator_ig_id = creator.ig_id
        except CreatorNotFound as error:
            await self._end(ws, rid, words=error.sentence, may_have_left=may_have_left)
            return
        except LoginDead as error:
            await self._not_now(ws, rid, error, may_have_left=may_have_left)
            return
        except GraphError:
            # Looking up is metered and scoped apart from asking: asking by handle works without it.
            creator_ig_id = None

        async with self._storage.write(ws) as uow:
            request = await uow.requests.get(rid, lock=True)
            if request is None or request.state not in _UNDER_WAY or request.tries != this_try:
                return  # decided meanwhile, or a worker that took this one for dead has begun the next try
            if creator_ig_id and not await uow.requests.take_ig_id(request, ig_id=creator_ig_id):
                change = Change(to=State.FAILED, by=GREENLIGHT, words=_SAME_ACCOUNT.format(request.creator_username))
                await self._recorder.change(uow, request, change)
                return
            request.sent_at = self._now()
            if request.seen_before is None:
                request.seen_before = [each.permission_id for each in listed]

        whom = CreatorById(creator_ig_id) if creator_ig_id else CreatorByUsername(request.creator_username)
        try:
            permission_id = await self._graph.request_permission(access, whom)
        except GraphError as error:
            await self._not_now(ws, rid, error, may_have_left=may_have_left or error.may_have_happened)
            return
        async with self._storage.write(ws) as uow:
            request = await uow.requests.get(rid, lock=True)
            if request is None:
                return
            request.permission_id = request.permission_id or permission_id
            if request.state in _UNDER_WAY:  # else the sync was faster, and knows more
                await self._recorder.change(uow, request, Change(to=State.WAITING, by=GREENLIGHT))
            await self._sent(uow, request)

    async def _adopt(self, ws: WorkspaceId, rid: RequestId, row: Listed) -> None:
        async with self._storage.write(ws) as uow:
            request = await uow.requests.get(rid, lock=True)
            if request is None or request.state not in _UNDER_WAY:
                return
            if row.creator_ig_id and not await uow.requests.take_ig_id(request, ig_id=row.creator_ig_id):
                change = Change(to=State.FAILED, by=GREENLIGHT, words=_SAME_ACCOUNT.format(request.creator_username))
                await self._recorder.change(uow, request, change)
                return
            request.permission_id = row.permission_id
            request.last_checked_at = self._now()
            by = GREENLIGHT if state_of(row.status) is State.WAITING else META
            await self._recorder.change(uow, request, Change(to=state_of(row.status), by=by, meta_status=row.status))
            await self._sent(uow, request)

    async def _sent(self, uow: UnitOfWork, request: Request) -> None:
        """Once it stands at Meta: hand over the optional message."""
        if request.message and request.state in (State.WAITING, State.APPROVED):
            await self._recorder.hand_over_message(uow, request, by=request.asked_by or GREENLIGHT)

    async def _not_now(self, ws: WorkspaceId, rid: RequestId, error: GraphError, *, may_have_left: bool) -> None:
        """Write down what went wrong, and come back later where that can help."""
        if not isinstance(error, TRY_AGAIN):
            await self._end(
                ws, rid, words=error.sentence, may_have_left=may_have_left, login_dead=isinstance(error, LoginDead)
            )
            return
        async with self._storage.write(ws) as uow:
            request = await uow.requests.get(rid, lock=True)
            if request is None or request.state not in _UNDER_WAY:
                return
            if not may_have_left:
                request.sent_at = None
                if self._now() - request.asked_at > GIVE_UP_AFTER:
                    words = f"{error.sentence} Greenlight tried for a day and has stopped."
                    await self._recorder.change(uow, request, Change(to=State.FAILED, by=GREENLIGHT, words=words))
                    return
            state = State.UNSURE if may_have_left else State.QUEUED
            if (request.state, request.state_words) != (state, error.sentence):
                await self._recorder.change(uow, request, Change(to=state, by=GREENLIGHT, words=error.sentence))
            request.run += 1
            wait = error.wait_seconds if isinstance(error, GraphThrottled) else 0.0
            wait = max(wait, pause(request.run))
            request.next_try_at = self._now() + timedelta(seconds=wait)
            await uow.enqueue(ask_job(request, delay_seconds=wait))

    async def _end(
        self, ws: WorkspaceId, rid: RequestId, *, words: str, may_have_left: bool, login_dead: bool = False
    ) -> None:
        """End it: failed when Meta surely has nothing, unsure when it may have something and cannot be asked."""
        async with self._storage.write(ws) as uow:
            request = await uow.requests.get(rid)
            profile = await uow.profiles.get(request.profile_id, lock=True) if request is not None else None
            request = await uow.requests.get(rid, lock=True)
            if request is None or request.state not in _UNDER_WAY:
                return
            if login_dead and profile is not None:
                profile.health = Health.LOGIN_DEAD
                profile.health_words = words
            state = State.UNSURE if may_have_left else State.FAILED
            await self._recorder.change(uow, request, Change(to=state, by=GREENLIGHT, words=words))


def ask_job(request: Request, *, delay_seconds: float = 0.0) -> Job:
    """Return the work of asking; each run of it has its own id."""
    return Job(
        workflow=ASK,
        queue=ASKS.name,
        id=f"ask:{request.id}:{request.run}",
        args=(request.workspace_id, request.id),
        delay_seconds=delay_seconds,
    )


def pause(run: int) -> float:
    """Return how many seconds to wait before try number `run`: 5 s, doubling, at most ten minutes."""
    return min(FIRST_PAUSE * float(2 ** min(run - 1, 10)), LONGEST_PAUSE)


_SAME_ACCOUNT = (
    "@{} is an account that is being asked already, under another handle. Instagram gives the same account id for both. "
    "Look at the other card in this campaign; nothing more needs to be sent."
)
