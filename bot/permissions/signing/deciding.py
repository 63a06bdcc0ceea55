"""Sign-off: a second person agrees to what somebody asked for, or refuses it; in time nobody does, and it is over.

Two people who press at once are put in a row by the sign-off's own lock: the first decides, the other reads who did.
"""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from bot import policy
from bot.batches.settling import Settling
from bot.campaigns.place import place_of
from bot.campaigns.rules import rules_of
from bot.engine import Schedule
from bot.errors import NotFound, Refused, WrongInput
from bot.homes.wanting import want_signers
from bot.permissions.asking.ask import Asking
from bot.permissions.asking.withdraw import Withdrawing
from bot.permissions.durable import DurableWork, Means
from bot.permissions.record import GREENLIGHT, Change
from bot.permissions.signing.proposals import content_of, settle, sign_off_of
from bot.permissions.signing.rules import Matter, Obstacle, Signer, SignOff, Stage, expire, refuse, sign
from bot.permissions.status import State
from bot.words import say, speaking
from storage.batches import Batch
from storage.ids import PersonId, SignOffId, WorkspaceId
from storage.sign_offs import SignOffRow
from storage.tables import Campaign, Request
from storage.unit_of_work import UnitOfWork

log = logging.getLogger(__name__)

TIME_OUT = "time-out"
AT_ONCE = 200
LONGEST_REASON = 500

Subject = Request | Batch


class Deciding(DurableWork):
    """The use case."""

    def __init__(self, means: Means, *, asking: Asking, withdrawing: Withdrawing, settling: Settling) -> None:
        super().__init__(means)
        self._asking = asking
        self._withdrawing = withdrawing
        self._settling = settling

    def register(self) -> None:
        """Give the engine this use case's schedule."""
        self.engine.schedule(Schedule(name=TIME_OUT, cron="*/20 * * * * *", run=self._time_out))

    async def find(self, workspace_id: WorkspaceId, sign_off_id: SignOffId) -> SignOffRow:
        """Return a sign-off, to learn which campaign it belongs to; raises NotFound."""
        async with self.storage.read(workspace_id) as uow:
            return _known(await uow.sign_offs.get(sign_off_id))

    async def check(self, workspace_id: WorkspaceId, sign_off_id: SignOffId, *, person: policy.Person) -> None:
        """Raise what deciding would raise, before anybody types a reason for nothing."""
        async with self.storage.read(workspace_id) as uow:
            row = _known(await uow.sign_offs.get(sign_off_id))
            campaign, subject = await self._about(uow, row)
            policy.check(policy.Act.SIGN, person=person, place=await place_of(uow, campaign), owner=row.asked_by)
            if row.stage != Stage.OPEN:
                raise _in_the_way(Obstacle.SETTLED, row)
            if subject.sign_off_id != row.id:
                raise _in_the_way(Obstacle.CHANGED, row)

    async def sign(
        self, workspace_id: WorkspaceId, sign_off_id: SignOffId, *, person: policy.Person, seen: str
    ) -> SignOffRow:
        """Agree to what was asked for: it is held back for undoing, and leaves. Agreeing twice is agreeing once.

        `seen` is the fingerprint of what the person was shown. Raises NotAllowed, NotFound, and Refused where somebody was
        faster, its time is over, or it is not what was shown any more.
        """
        async with self.storage.write(workspace_id) as uow:
            row, campaign, subject = await self._locked(uow, sign_off_id)
            by = await self._signer(uow, row, campaign, person=person)
            if row.stage == Stage.SIGNED and row.settled_by == person.id:
                return row  # Slack has delivered the click again
            rules = rules_of(campaign)
            now = self.now()
            before = sign_off_of(row, content=content_of(subject))
            await self._settle(uow, row, subject, sign(before, rule=rules.signing, by=by, seen=seen, now=now))
            subject.sign_off_id = None
            if isinstance(subject, Batch):
                subject.leaves_at = rules.undo.leaves_at(now)
                await self._settling.begin(uow, subject, campaign=campaign, deed="signed", by=by.id)
            elif row.matter == Matter.REVOKE:
                entry = await self.recorder.note(
                    uow, subject, tag="person:request:revoke-signed", by=by.id, before={"state": subject.state}
                )
                await self._withdrawing.begin(uow, subject, by=row.asked_by, wish=policy.Act.REVOKE, undo=rules.undo)
                await self.recorder.tell(uow, subject, entry)
            else:
                entry = await self.recorder.change(uow, subject, Change(to=State.QUEUED, by=by.id, deed="signed"))
                subject.leaves_at = rules.undo.leaves_at(now)
                await self._asking.send(uow, subject)
                await self.recorder.tell(uow, subject, entry)
            return row

    async def refuse(
        self, workspace_id: WorkspaceId, sign_off_id: SignOffId, *, person: policy.Person, reason: str
    ) -> SignOffRow:
        """Refuse what was asked for, and tell who asked why; nothing of it is sent.

        Raises as `sign` does, and WrongInput (field `reason`) where there is none.
        """
        async with self.storage.write(workspace_id) as uow:
            row, campaign, subject = await self._locked(uow, sign_off_id)
            by = await self._signer(uow, row, campaign, person=person)
            if row.stage == Stage.REFUSED and row.settled_by == person.id:
                return row
            before = sign_off_of(row, content=content_of(subject))
            reason = reason.strip()[:LONGEST_REASON]
            settled = refuse(before, rule=rules_of(campaign).signing, by=by, reason=reason, now=self.now())
            await self._settle(uow, row, subject, settled)
            words = say("sign.refused", person=policy.mention(person.id), reason=reason)
            await self._not_signed(uow, row, subject, campaign=campaign, by=by.id, deed="refused", words=words)
            return row

    async def _not_signed(
        self,
        uow: UnitOfWork,
        row: SignOffRow,
        subject: Subject,
        *,
        campaign: Campaign,
        by: str,
        deed: str,
        words: str,
    ) -> None:
        """Let what was not signed come to its end, and tell who asked."""
        subject.sign_off_id = None
        if isinstance(subject, Batch):
            await self._settling.begin(uow, subject, campaign=campaign, deed=deed, by=by, words=words)
        elif row.matter == Matter.REVOKE:
            source = GREENLIGHT if by == GREENLIGHT else "person"
            entry = await self.recorder.note(
                uow,
                subject,
                tag=f"{source}:request:revoke-{deed}",
                by=by,
                before={"state": subject.state},
                why=words,
                to=row.asked_by,
            )
            await self.recorder.show(uow, subject)
            await self.recorder.tell(uow, subject, entry)
        else:
            change = Change(to=State.UNSIGNED, by=by, words=words, deed=deed)
            await self.recorder.change(uow, subject, change)

    async def _settle(self, uow: UnitOfWork, row: SignOffRow, subject: Subject, settled: SignOff | Obstacle) -> None:
        if isinstance(settled, SignOff) and subject.sign_off_id != row.id:
            settled = Obstacle.CHANGED  # the request became something else meanwhile
        if isinstance(settled, Obstacle):
            raise _in_the_way(settled, row)
        settle(row, settled)
        await want_signers(uow, row.campaign_id, now=self.now())

    async def _signer(self, uow: UnitOfWork, row: SignOffRow, campaign: Campaign, *, person: policy.Person) -> Signer:
        place = await place_of(uow, campaign)
        policy.check(policy.Act.SIGN, person=person, place=place, owner=row.asked_by)
        role = policy.role_of(person, place=place)
        return Signer(id=PersonId(person.id), roles=[role.word] if role else [])

    async def _locked(self, uow: UnitOfWork, sign_off_id: SignOffId) -> tuple[SignOffRow, Campaign, Subject]:
        """Lock what a sign-off is about, and then itself: everybody takes them in that order."""
        row = _known(await uow.sign_offs.get(sign_off_id))
        campaign, subject = await self._about(uow, row, lock=True)
        return _known(await uow.sign_offs.get(sign_off_id, lock=True)), campaign, subject

    async def _about(self, uow: UnitOfWork, row: SignOffRow, *, lock: bool = False) -> tuple[Campaign, Subject]:
        subject: Subject | None
        if row.batch_id is not None:
            subject = await uow.batches.get(row.batch_id, lock=lock)
        else:
            assert row.request_id is not None, "a sign-off is about the one or the other"
            subject = await uow.requests.get(row.request_id, lock=lock)
        campaign = await uow.campaigns.get(row.campaign_id)
        if subject is None or campaign is None:
            raise NotFound(say("withdraw.gone"))
        return campaign, subject

    async def _time_out(self, scheduled: datetime, _context: Any) -> None:
        await self.engine.step("time out", self._time_out_once)

    async def _time_out_once(self) -> None:
        async with self.storage.across_workspaces() as everywhere:
            over = await everywhere.sign_offs_over(now=self.now(), limit=AT_ONCE)
        for each in over:
            with speaking(await self.languages.of(each.workspace_id)):
                await self._expire(each.workspace_id, each.id)

    async def _expire(self, ws: WorkspaceId, sign_off_id: SignOffId) -> None:
        async with self.storage.write(ws) as uow:
            row, campaign, subject = await self._locked(uow, sign_off_id)
            if row.stage != Stage.OPEN:
                return
            settle(row, expire(sign_off_of(row, content=row.content), now=self.now()))
            await want_signers(uow, row.campaign_id, now=self.now())
            if subject.sign_off_id == row.id:
                await self._not_signed(
                    uow, row, subject, campaign=campaign, by=GREENLIGHT, deed="expired", words=say("sign.expired")
                )


def _in_the_way(obstacle: Obstacle, row: SignOffRow) -> Refused:
    """Say why what was pressed does nothing."""
    if obstacle is Obstacle.NO_REASON:
        return WrongInput("reason", say("sign.no_reason.happened"), todo=say("sign.no_reason.todo"))
    if obstacle is Obstacle.EXPIRED or (obstacle is Obstacle.SETTLED and row.stage == Stage.EXPIRED):
        return Refused(say("sign.over.happened"), todo=say("sign.over.todo"))
    if obstacle is Obstacle.SETTLED and row.settled_by is not None:
        return Refused(
            say(f"sign.settled.{row.stage}", person=policy.mention(row.settled_by)), todo=say("sign.settled.todo")
        )
    return Refused(say("sign.changed.happened"), todo=say("sign.changed.todo"))


def _known(row: SignOffRow | None) -> SignOffRow:
    if row is None:
        raise NotFound(say("withdraw.gone"))
    return row
