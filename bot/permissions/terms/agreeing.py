"""Agreeing on a term: until when the team may use a permission. Meta is not told: it knows no end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot import policy
from bot.campaigns.place import place_of
from bot.campaigns.quiet import local_day
from bot.campaigns.rules import Rules, rules_of
from bot.errors import NotFound, Refused, WrongInput
from bot.permissions.durable import DurableWork
from bot.permissions.status import LIVE
from bot.permissions.terms.lasting import day_words, put, term_of, watch
from bot.permissions.terms.rules import Unfit, agree, renew, suggested_renewal
from bot.words import say
from storage.ids import RequestId, WorkspaceId
from storage.tables import Request
from storage.unit_of_work import UnitOfWork

TERM_SET = "person:request:term-set"


@dataclass(frozen=True, kw_only=True)
class Offer:
    """What a form for a term begins with."""

    creator_username: str
    until: date | None
    """As it is agreed now."""
    suggested: date
    """As long again as it was."""


class Agreeing(DurableWork):
    """The use case."""

    async def offer(self, workspace_id: WorkspaceId, request_id: RequestId, *, person: policy.Person) -> Offer:
        """Return what to offer; raises as `set` does."""
        async with self.storage.read(workspace_id) as uow:
            request, rules = await self._allowed(uow, request_id, person=person)
        term = term_of(request, rules=rules)
        today = local_day(self.now(), rules.quiet.zone)
        suggested = suggested_renewal(term, now=self.now()) if term is not None else today
        return Offer(creator_username=request.creator_username, until=request.until, suggested=suggested)

    async def set(
        self,
        workspace_id: WorkspaceId,
        request_id: RequestId,
        *,
        until: date | None,
        is_renewal: bool,
        person: policy.Person,
    ) -> Request:
        """Agree on a last day, or that there is none; a renewal has to be later than what is agreed now.

        Raises NotAllowed, NotFound, Refused for a request that is over, and WrongInput (field `until`).
        """
        async with self.storage.write(workspace_id) as uow:
            request, rules = await self._allowed(uow, request_id, person=person, lock=True)
            before, now = request.until, self.now()
            if until is not None and until != before:
                term = term_of(request, rules=rules) if is_renewal else None
                zone = rules.quiet.zone
                fit = renew(term, until=until, now=now) if term is not None else agree(until, zone=zone, now=now)
                if isinstance(fit, Unfit):
                    raise unfit(fit)
            elif is_renewal:
                raise unfit(Unfit.NOT_LATER)
            if until == before and request.term_set_at is not None:
                return request  # as it was: a form sent twice
            put(request, until=until, now=now)
            watch(request, rules=rules, now=now)
            entry = await self.recorder.note(
                uow,
                request,
                tag=TERM_SET,
                by=person.id,
                before={"state": request.state, "until": before.isoformat() if before else None},
                why=say("term.set_until", day=day_words(until)) if until else say("term.set_without_end"),
                until=until.isoformat() if until else None,
            )
            await self.recorder.show(uow, request)
            await self.recorder.tell(uow, request, entry)
            return request

    async def _allowed(
        self, uow: UnitOfWork, request_id: RequestId, *, person: policy.Person, lock: bool = False
    ) -> tuple[Request, Rules]:
        request = await uow.requests.get(request_id, lock=lock)
        campaign = await uow.campaigns.get(request.campaign_id) if request and request.campaign_id else None
        if request is None or campaign is None:
            raise NotFound(say("withdraw.gone"))
        policy.check(policy.Act.SET_TERM, person=person, place=await place_of(uow, campaign))
        if request.state not in LIVE:
            raise Refused(
                say("term.over.happened", creator=request.creator_username),
                why=say("withdraw.not_now.over", state=say(f"state.within.{request.state}")),
                todo=say("term.over.todo"),
            )
        return request, rules_of(campaign)


def unfit(reason: Unfit) -> WrongInput:
    """Say why a day cannot be the last one, beside its field."""
    return WrongInput("until", say(f"term.unfit.{reason}"), todo=say("term.unfit_todo"))
