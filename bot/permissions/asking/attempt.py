"""One try at asking, carried out once whatever dies in between.

Meta has no idempotency key, so each try reads before it writes: it lists what Meta has for this creator, adopts what
stands there, and asks only when nothing does. That the request may already have left (`sent_at`) is committed before it
leaves, and so is which permissions were there before it (`seen_before`): any other one is this request's own.
https://developers.facebook.com/docs/instagram-platform/partnership-ads
"""

from __future__ import annotations

import asyncio
import math
from datetime import datetime, timedelta

from bot.graph import (
    CreatorById,
    CreatorByUsername,
    CreatorNotFound,
    GraphError,
    GraphNonsense,
    GraphThrottled,
    GraphTransient,
    GraphUnanswered,
    GraphUnreachable,
    LoginDead,
)
from bot.permissions.asking.ask import ASK, ask_job
from bot.permissions.durable import DurableWork, Means
from bot.permissions.looking.diff import Listed, row_of
from bot.permissions.looking.following import Following
from bot.permissions.looking.knowing import LONGEST_NAME, known_of, listed_of
from bot.permissions.record import GREENLIGHT, LATE, META, Change
from bot.permissions.status import LIVE, State, state_of
from bot.profiles.access import NoLogin, access_of
from bot.words import say
from storage.ids import RequestId, WorkspaceId
from storage.tables import Health, Request
from storage.unit_of_work import UnitOfWork

SETTLE_SECONDS = 1.0
"""Before reading back after a crash or a lost answer: a call that was in flight may still be landing."""
REPEAT_AFTER = timedelta(seconds=60)
"""How long Meta's list must have shown nothing of a request that may have left, before it is sent again: the longest a
call may take, and as much again for a list that lags behind."""
REPEAT_AFTER_CRASH = timedelta(seconds=5)
"""The same where a worker died in the middle: its connection died with it, and another has promised to be quick."""
FIRST_PAUSE = 5.0
LONGEST_PAUSE = 600.0
GIVE_UP_AFTER = timedelta(hours=24)

TRY_AGAIN = (GraphUnreachable, GraphUnanswered, GraphTransient, GraphThrottled, GraphNonsense)
_UNDER_WAY = frozenset({State.QUEUED, State.CHECKING, State.UNSURE})


class Attempting(DurableWork):
    """The durable work of asking."""

    def __init__(self, means: Means) -> None:
        super().__init__(means)
        self._following = Following(means)

    def register(self) -> None:
        """Give the engine this workflow."""
        self.engine.workflow(ASK, self._carry_out)

    async def _carry_out(self, workspace_id: str, request_id: str) -> None:
        await self.engine.step("ask", self._attempt, workspace_id, request_id)

    async def _attempt(self, workspace_id: str, request_id: str) -> None:
        """Try once. Every way it can end is written down in the same transaction as the state it leads to."""
        ws, rid = WorkspaceId(workspace_id), RequestId(request_id)
        async with self.storage.write(ws) as uow:
            request = await uow.requests.get(rid, lock=True)
            if request is None or request.state not in _UNDER_WAY or request.ending_by is not None:
                return
            if request.leaves_at is not None:
                if self.now() < request.leaves_at:
                    await self._wait(uow, request, until=request.leaves_at)
                    return
                request.leaves_at = None  # from here on it cannot be undone
            profile = await uow.profiles.get(request.profile_id)
            assert profile is not None, "a request's profile is never deleted"
            sent_at = request.sent_at
            may_have_left = sent_at is not None
            request.tries += 1
            request.sweep_at = self.now() + LATE
            this_try = request.tries
            if request.state == State.QUEUED:
                request.state = State.CHECKING.value
        try:
            access = access_of(profile, self.secrets)
        except NoLogin as error:
            await self._end(ws, rid, words=error.sentence, may_have_left=may_have_left)
            return
        if is_settling(sent_at, now=self.now(), patience=REPEAT_AFTER_CRASH):
            await asyncio.sleep(SETTLE_SECONDS)

        try:
            listed = [
                listed_of(permission)
                async for permission in self.graph.permissions.listed(access, creator_username=request.creator_username)
            ]
        except GraphError as error:
            await self._not_now(ws, rid, error, may_have_left=may_have_left)
            return
        row = row_of(known_of(request), listed)
        if row is not None:
            await self._adopt(ws, rid, row)
            return
        # A lost answer was noticed and written down as unsure; anything else that may have left was cut off by a crash.
        patience = REPEAT_AFTER if request.state == State.UNSURE else REPEAT_AFTER_CRASH
        if sent_at is not None and is_settling(sent_at, now=self.now(), patience=patience):
            await self._read_back_later(ws, rid, until=sent_at + patience)
            return

        try:
            creator = await self.graph.creators.discover(access, username=request.creator_username)
            creator_ig_id = creator.ig_id if len(creator.ig_id) <= LONGEST_NAME else None
        except CreatorNotFound as error:
            await self._end(ws, rid, words=error.sentence, may_have_left=may_have_left)
            return
        except LoginDead as error:
            await self._not_now(ws, rid, error, may_have_left=may_have_left)
            return
        except GraphError:
            # Looking up is metered and scoped apart from asking: asking by handle works without it.
            creator_ig_id = None

        async with self.storage.write(ws) as uow:
            request = await uow.requests.get(rid, lock=True)
            if request is None or request.state not in _UNDER_WAY or request.tries != this_try:
                return  # decided meanwhile, or a worker that took this one for dead has begun the next try
            if request.ending_by is not None:
                return  # somebody wishes to take back what may have left: that comes first
            if not may_have_left and await self._following.stops(uow, request, ig_id=creator_ig_id):
                return
            if creator_ig_id is None and request.creator_ig_id is None:
                # It could not be looked up: whoever had the handle when we last knew it is meant, whatever it is called.
                creator_ig_id = await uow.handles.account_of(request.creator_username)
            if creator_ig_id and request.creator_ig_id not in (None, creator_ig_id):
                state = State.UNSURE if may_have_left else State.FAILED
                words = say("ask.other_account", creator=request.creator_username)
                if request.state != state or request.state_words != words:
                    await self.recorder.change(uow, request, Change(to=state, by=GREENLIGHT, words=words))
                return
            if creator_ig_id and not await uow.requests.take_ig_id(request, ig_id=creator_ig_id):
                change = Change(
                    to=State.FAILED, by=GREENLIGHT, words=say("ask.same_account", creator=request.creator_username)
                )
                await self.recorder.change(uow, request, change)
                return
            if not may_have_left or request.seen_before is None:
                request.seen_before = [each.permission_id for each in listed]
            request.sent_at = self.now()
            creator_ig_id = request.creator_ig_id

        whom = CreatorById(creator_ig_id) if creator_ig_id else CreatorByUsername(request.creator_username)
        try:
            permission_id = await self.graph.permissions.request(access, whom)
        except GraphError as error:
            await self._not_now(ws, rid, error, may_have_left=may_have_left or error.may_have_happened)
            return
        async with self.storage.write(ws) as uow:
            request = await uow.requests.get(rid, lock=True)
            if request is None or request.state not in LIVE:
                return  # taken back while it travelled: the next look finds what stands at Meta, and shows it
            request.permission_id = request.permission_id or permission_id[:LONGEST_NAME]
            if request.state in _UNDER_WAY:  # else the sync was faster, and knows more
                await self.recorder.change(uow, request, Change(to=State.WAITING, by=GREENLIGHT))

    async def _wait(self, uow: UnitOfWork, request: Request, *, until: datetime) -> None:
        """Come back when a request may leave: the sweep, or a clock, was early."""
        request.run += 1
        request.sweep_at = until + LATE
        await uow.enqueue(ask_job(request, delay_seconds=(until - self.now()).total_seconds()))

    async def _adopt(self, ws: WorkspaceId, rid: RequestId, row: Listed) -> None:
        async with self.storage.write(ws) as uow:
            request = await uow.requests.get(rid, lock=True)
            if request is None or request.state not in _UNDER_WAY:
                return
            if await self._following.stops(uow, request, ig_id=row.creator_ig_id):
                return
            if row.creator_ig_id and not await uow.requests.take_ig_id(request, ig_id=row.creator_ig_id):
                change = Change(
                    to=State.FAILED, by=GREENLIGHT, words=say("ask.same_account", creator=request.creator_username)
                )
                await self.recorder.change(uow, request, change)
                return
            request.permission_id = row.permission_id or request.permission_id
            request.last_checked_at = self.now()
            by = GREENLIGHT if state_of(row.status) is State.WAITING else META
            await self.recorder.change(uow, request, Change(to=state_of(row.status), by=by, meta_status=row.status))

    async def _read_back_later(self, ws: WorkspaceId, rid: RequestId, *, until: datetime) -> None:
        """Look once more before anything is sent again: what was sent may be travelling, or Meta's list behind."""
        async with self.storage.write(ws) as uow:
            request = await uow.requests.get(rid, lock=True)
            if request is None or request.state not in _UNDER_WAY:
                return
            request.run += 1
            left = (until - self.now()).total_seconds()
            wait = min(pause(request.run), max(left, SETTLE_SECONDS))
            request.sweep_at = self.now() + timedelta(seconds=wait) + LATE
            await uow.enqueue(ask_job(request, delay_seconds=wait))

    async def _not_now(self, ws: WorkspaceId, rid: RequestId, error: GraphError, *, may_have_left: bool) -> None:
        """Write down what went wrong, and come back later where that can help."""
        if not isinstance(error, TRY_AGAIN):
            await self._end(
                ws, rid, words=error.sentence, may_have_left=may_have_left, login_dead=isinstance(error, LoginDead)
            )
            return
        async with self.storage.write(ws) as uow:
            request = await uow.requests.get(rid, lock=True)
            if request is None or request.state not in _UNDER_WAY:
                return
            if not may_have_left:
                request.sent_at = None
                if self.now() - request.asked_at > GIVE_UP_AFTER:
                    words = say("ask.gave_up", reason=error.sentence)
                    await self.recorder.change(uow, request, Change(to=State.FAILED, by=GREENLIGHT, words=words))
                    return
            state = State.UNSURE if may_have_left else State.QUEUED
            words = _tried_again(error)
            if (request.state, request.state_words) != (state, words):
                await self.recorder.change(uow, request, Change(to=state, by=GREENLIGHT, words=words))
            request.run += 1
            wait = error.wait_seconds if isinstance(error, GraphThrottled) else 0.0
            wait = max(wait, pause(request.run))
            request.sweep_at = self.now() + timedelta(seconds=wait) + LATE
            await uow.enqueue(ask_job(request, delay_seconds=wait))

    async def _end(
        self, ws: WorkspaceId, rid: RequestId, *, words: str, may_have_left: bool, login_dead: bool = False
    ) -> None:
        """End it: failed when Meta surely has nothing, unsure when it may have something and cannot be asked."""
        async with self.storage.write(ws) as uow:
            request = await uow.requests.get(rid)
            profile = await uow.profiles.get(request.profile_id, lock=True) if request is not None else None
            request = await uow.requests.get(rid, lock=True)
            if request is None or request.state not in _UNDER_WAY:
                return
            if login_dead and profile is not None:
                profile.health = Health.LOGIN_DEAD
                profile.next_look_at = self.now()  # which changes to another login, or asks somebody to sign in again
                profile.health_words = words
            state = State.UNSURE if may_have_left else State.FAILED
            if (request.state, request.state_words) != (state, words):  # said once, however often it is tried again
                await self.recorder.change(uow, request, Change(to=state, by=GREENLIGHT, words=words))


def is_settling(sent_at: datetime | None, *, now: datetime, patience: timedelta = REPEAT_AFTER) -> bool:
    """Tell whether a request may still be on its way into Meta's list; a clock that was set back a little counts too."""
    return sent_at is not None and abs(now - sent_at) < patience


def pause(run: int) -> float:
    """Return how many seconds to wait before try number `run`: 5 s, doubling, at most ten minutes."""
    return min(FIRST_PAUSE * float(2 ** min(run - 1, 10)), LONGEST_PAUSE)


def _tried_again(error: GraphError) -> str:
    """Say what went wrong and when it is tried again; there is nothing for a person to do."""
    words = f"{error.happened} {error.why}"
    if not isinstance(error, GraphThrottled):
        return words
    return say("ask.asks_again", reason=words, count=math.ceil(error.wait_seconds / 60))
