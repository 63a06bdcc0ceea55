"""Nudging creators who do not answer: by the campaign's plan, or because somebody wants it now; then a person takes over.

Meta has no call that reminds: a second permission request would be another request, so a nudge is a letter like the one
that went with the ask, by e-mail where an address is known, otherwise by hand. Which step was taken is written down with
its letter, under the request's lock, so each is taken once.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot import policy
from bot.campaigns.place import place_of
from bot.campaigns.rules import rules_of
from bot.engine import Schedule
from bot.errors import NotFound, Refused
from bot.letters.filling import filled_for
from bot.letters.template import default_nudge
from bot.letters.writing import HAND_OFF, Wish, draft, nudge_purpose
from bot.permissions.durable import DurableWork, Means
from bot.permissions.nudging.expecting import expect, write_down
from bot.permissions.nudging.rules import APART, Due, Step
from bot.permissions.record import GREENLIGHT, HANDED_OFF, NUDGED, NUDGED_BY_PERSON
from bot.permissions.status import State
from bot.words import say, speaking
from storage.ids import PersonId, RequestId, WorkspaceId
from storage.letters import Letter
from storage.tables import Campaign, Request
from storage.unit_of_work import UnitOfWork

NUDGE = "nudge"
AT_ONCE = 200
TOGETHER = 40
"""Creators of one list in one transaction, and in one entry."""
FRESH = timedelta(minutes=20)
"""How long ago Meta's list may have been read: somebody who has answered meanwhile is not nudged."""
PUT_OFF = timedelta(minutes=1)
"""Until it is thought of again where Meta's list is older, or somebody is taking the request back."""


@dataclass(frozen=True, kw_only=True)
class _Due:
    """A step whose time has come."""

    request: Request
    campaign: Campaign
    due: Due


class Chasing(DurableWork):
    """The use case, and its schedule."""

    def __init__(self, means: Means, *, is_mail_set_up: bool) -> None:
        super().__init__(means)
        self._is_mail_set_up = is_mail_set_up

    def register(self) -> None:
        """Give the engine this schedule."""
        self.engine.schedule(Schedule(name=NUDGE, cron="5,25,45 * * * * *", run=self._nudge))

    async def nudge_now(self, workspace_id: WorkspaceId, request_id: RequestId, *, person: policy.Person) -> Letter:
        """Write a nudge because a person wants it; in quiet hours nothing is e-mailed, and the text is theirs to send.

        Raises NotAllowed, NotFound, and Refused where nobody is waited for, or the creator was nudged within the last day.
        """
        async with self.storage.write(workspace_id) as uow:
            request = await uow.requests.get(request_id, lock=True)
            campaign = await uow.campaigns.get(request.campaign_id) if request and request.campaign_id else None
            if request is None or campaign is None:
                raise NotFound(say("withdraw.gone"))
            policy.check(policy.Act.NUDGE, person=person, place=await place_of(uow, campaign))
            now = self.now()
            _check_wanted(request, now=now)
            due = Due(step=Step.NUDGE, number=request.nudge_number, at=now)
            is_quiet = rules_of(campaign).quiet.covers(now)
            about = _Due(request=request, campaign=campaign, due=due)
            words = say("nudge.quiet_now") if is_quiet else None
            return await self._take(uow, about, by=PersonId(person.id), words=words)

    async def _nudge(self, scheduled: datetime, _context: Any) -> None:
        await self.engine.step("nudge", self._nudge_once)

    async def _nudge_once(self) -> None:
        async with self.storage.across_workspaces() as everywhere:
            due = await everywhere.nudges_due(now=self.now(), limit=AT_ONCE)
        for ws, together in _asked_together(due):
            with speaking(await self.languages.of(ws)):
                await self._step(ws, together)

    async def _step(self, ws: WorkspaceId, request_ids: Sequence[RequestId]) -> None:
        """Take the steps that are due about requests that were asked together, each once.

        Creators of one list who have to be written to by hand get the same text, and one entry in its thread tells of all.
        """
        async with self.storage.write(ws) as uow:
            steps = [step for each in request_ids if (step := await self._due(uow, each)) is not None]
            threads = [await self._thread_of(uow, each) for each in steps]
            told_in: dict[tuple[str, Step], str | None] = {}
            for each, thread in zip(steps, threads, strict=True):
                if thread is None or threads.count(thread) < 2:
                    await self._take(uow, each, by=None)
                    continue
                letter = await self._take(
                    uow, each, by=None, creator=say("nudge.each_of_them"), told_in=told_in.get(thread)
                )
                told_in[thread] = letter.told_key

    async def _due(self, uow: UnitOfWork, request_id: RequestId) -> _Due | None:
        """Return the step that is due about a request; rules that changed since put it off, or end it."""
        request, now = await uow.requests.get(request_id, lock=True), self.now()
        if request is None or request.nudge_at is None or request.nudge_at > now:
            return None
        campaign = await uow.campaigns.get(request.campaign_id) if request.campaign_id else None
        due = expect(request, campaign=campaign, now=now)
        if due is None or campaign is None:
            await self.recorder.drop_nudges(uow, request, why=say("nudge.not_needed"))
            await self.recorder.show(uow, request)
            return None
        if due.at > now:
            await self.recorder.show(uow, request)
            return None
        if request.ending_by is not None or not await self._was_read(uow, request):
            request.nudge_at = now + PUT_OFF
            return None
        return _Due(request=request, campaign=campaign, due=due)

    async def _thread_of(self, uow: UnitOfWork, about: _Due) -> tuple[str, Step] | None:
        """Return the card in whose thread a person is told what to send; None where it goes by e-mail."""
        request = about.request
        is_nudge = about.due.step is Step.NUDGE
        if is_nudge and self._is_mail_set_up and await uow.addresses.of([request.creator_username]):
            return None
        card = await uow.messages.card_for(request)
        return (card.key, about.due.step) if card is not None else None

    async def _was_read(self, uow: UnitOfWork, request: Request) -> bool:
        profile = await uow.profiles.get(request.profile_id)
        if profile is None or profile.last_read_at is None or profile.unreadable_since is not None:
            return False
        return self.now() - profile.last_read_at <= FRESH

    async def _take(
        self,
        uow: UnitOfWork,
        about: _Due,
        *,
        by: PersonId | None,
        words: str | None = None,
        creator: str | None = None,
        told_in: str | None = None,
    ) -> Letter:
        """Write the letter of a step, and that it was taken. `words` say why it is by hand although it could be mailed.

        `creator` is how several are called who get the same text, `told_in` the entry that tells of the others.
        """
        request, campaign, due = about.request, about.campaign, about.due
        now, is_nudge = self.now(), due.step is Step.NUDGE
        template = campaign.nudge_template or default_nudge()
        await self.recorder.drop_nudges(uow, request, why=say("nudge.replaced"))
        write_down(request, due, now=now)
        wish = Wish(
            text=await filled_for(uow, request, campaign, template=template, by=by, creator=creator),
            by_mail=is_nudge and self._is_mail_set_up and words is None and creator is None,
            purpose=nudge_purpose(request.nudges) if is_nudge else HAND_OFF,
        )
        letter = draft(uow, request, wish, now=now, new_id=self.new_id)
        letter.state_words = words
        expect(request, campaign=campaign, now=now)
        tag = (NUDGED_BY_PERSON if by else NUDGED) if is_nudge else HANDED_OFF
        await self.recorder.hand_over(uow, request, letter, tag=tag, by=by or GREENLIGHT, told_in=told_in)
        await self.recorder.show(uow, request)
        return letter


def _asked_together(due: Sequence[Request]) -> Iterator[tuple[WorkspaceId, Sequence[RequestId]]]:
    """Name what was asked in one go, in pieces that are one transaction each, in an order that is the same for all who lock."""
    ordered = sorted(due, key=lambda each: (each.workspace_id, each.submission_id, each.id))
    for (ws, _submission), some in itertools.groupby(ordered, key=lambda each: (each.workspace_id, each.submission_id)):
        ids = [each.id for each in some]
        for begin in range(0, len(ids), TOGETHER):
            yield ws, ids[begin : begin + TOGETHER]


def _check_wanted(request: Request, *, now: datetime) -> None:
    if request.state != State.WAITING or request.ending_by is not None:
        raise Refused(
            say("nudge.not_waiting.happened", creator=request.creator_username), todo=say("nudge.not_waiting.todo")
        )
    if request.nudged_at is not None and now - request.nudged_at < APART:
        raise Refused(
            say("nudge.too_soon.happened", creator=request.creator_username),
            why=say("nudge.too_soon.why"),
            todo=say("nudge.too_soon.todo"),
        )
