"""Asking a creator for permission: what a person submits is accepted in one transaction, with its durable work.

What the work then does is in `bot.permissions.asking.attempt`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TypeVar

from bot import policy
from bot.campaigns.place import place_of
from bot.campaigns.rules import Rules, rules_of
from bot.errors import NotFound, Refused
from bot.homes.wanting import want_signers
from bot.letters.addresses import AddressBook
from bot.letters.template import Values, filled
from bot.letters.writing import Wish as LetterWish
from bot.letters.writing import draft
from bot.mail.masking import all_masked
from bot.permissions.durable import DurableWork
from bot.permissions.looking.schedule import SOONEST
from bot.permissions.record import LATE
from bot.permissions.signing.proposals import put_before_others
from bot.permissions.signing.rules import Matter, needs_signing
from bot.permissions.status import State
from bot.permissions.terms.agreeing import unfit
from bot.permissions.terms.rules import Unfit, agree
from bot.queues import ASKS
from bot.words import say
from storage.ids import CampaignId, PersonId, ProfileId, RequestId, SignOffId, WorkspaceId
from storage.tables import Origin, Profile, Request
from storage.unit_of_work import Job, UnitOfWork

Known = TypeVar("Known")

ASK = "ask"
ACCOUNT_CONFIRMED = "person:creator:account-confirmed"


@dataclass(frozen=True, kw_only=True)
class Ask:
    """One submission: who asks whom, as which profile, for which campaign."""

    submission_id: str
    profile_id: ProfileId
    campaign_id: CampaignId
    creators: Sequence[str]
    message: str | None
    """A template, whose places are filled for each creator."""
    asked_by: PersonId
    accounts: Mapping[str, str] = field(default_factory=dict)
    """Whose a handle is, by Instagram id, where a person has said which account is meant."""
    sender: str = ""
    """The name of who asks, for the message."""
    by_mail: bool = False
    """The message is sent by e-mail where an address is known."""
    addresses: Mapping[str, str] = field(default_factory=dict)
    """E-mail addresses by handle, to be remembered."""
    notes: Mapping[str, str] = field(default_factory=dict)
    """For the team's eyes only, by handle."""
    terms: Mapping[str, date] = field(default_factory=dict)
    """The last day of use, of creators with whom one is agreed from the beginning."""


@dataclass(frozen=True, kw_only=True)
class Beginning:
    """How what is accepted begins, where the list it came with decides for all of it."""

    sign_off_id: SignOffId | None
    """What has to be signed first; None: nothing, or not any more."""
    leaves_at: datetime | None
    """When it leaves; None: at once."""


@dataclass(frozen=True, kw_only=True)
class Accepted:
    """What became of one handle of a submission: a request of its own, or the one that stood there already."""

    request: Request
    is_new: bool


class Asking(DurableWork):
    """The use case."""

    async def accept(self, workspace_id: WorkspaceId, ask: Ask, *, person: policy.Person) -> list[Accepted]:
        """Accept a submission: after this returned, nothing of it is lost.

        The same submission delivered again, and a creator who is being asked already, answer with the request that exists.
        Raises WrongInput (field `until`) for a day that cannot be the last one, NotAllowed when the person may not ask here, NotFound when the campaign or the profile is gone.
        """
        async with self.storage.write(workspace_id) as uow:
            campaign = await uow.campaigns.get(ask.campaign_id)
            # The profile is always locked before its requests, here as in the sync: else the two could wait for each
            # other. It also makes whoever asks as this profile at the same moment wait, and then find what is there.
            profile = await uow.profiles.get(ask.profile_id, lock=True)
            policy.check(policy.Act.ASK, person=person, place=await place_of(uow, campaign))
            if profile is None or not profile.can_send:
                raise NotFound(say("ask.profile_gone.happened"), todo=say("ask.profile_gone.todo"))
            for until in set(ask.terms.values()):
                fit = agree(until, zone=rules_of(_there(campaign)).quiet.zone, now=self.now())
                if isinstance(fit, Unfit):
                    raise unfit(fit)
            return await self.take_in(uow, ask, profile=profile)

    async def confirm_account(
        self, workspace_id: WorkspaceId, request_id: RequestId, *, person: policy.Person
    ) -> Accepted:
        """Ask the account that has the handle now, once a person has said that it is the one that is meant.

        Pressed twice, or by two people, it asks once. Raises NotAllowed, NotFound, and Refused when it was decided before.
        """
        async with self.storage.write(workspace_id) as uow:
            seen = await uow.requests.get(request_id)
            profile = await uow.profiles.get(seen.profile_id, lock=True) if seen is not None else None
            request = await uow.requests.get(request_id, lock=True)
            if request is None or profile is None or request.campaign_id is None:
                raise NotFound(say("withdraw.gone"), todo=say("manage.no_such_request.todo"))
            campaign = await uow.campaigns.get(request.campaign_id)
            policy.check(policy.Act.ASK, person=person, place=await place_of(uow, campaign))
            if not profile.can_send:
                raise NotFound(say("ask.profile_gone.happened"), todo=say("ask.profile_gone.todo"))
            creator, ig_id = request.creator_username, request.other_ig_id
            if ig_id is None:
                raise Refused(say("ask.decided.happened", creator=creator), todo=say("ask.decided.todo"))
            request.other_ig_id = None
            await self.recorder.note(
                uow, request, tag=ACCOUNT_CONFIRMED, by=person.id, before={"state": request.state}, why=ig_id
            )
            await self.recorder.show(uow, request)
            standing = await uow.requests.live_account(profile.id, ig_id=ig_id)
            if standing is not None:
                return Accepted(request=standing, is_new=False)
            ask = Ask(
                submission_id=f"account:{request.id}",
                profile_id=profile.id,
                campaign_id=request.campaign_id,
                creators=[creator],
                message=request.message,
                asked_by=PersonId(person.id),
                accounts={creator: ig_id},
            )
            (accepted,) = await self.take_in(uow, ask, profile=profile)
            return accepted

    async def take_in(
        self, uow: UnitOfWork, ask: Ask, *, profile: Profile, beginning: Beginning | None = None
    ) -> list[Accepted]:
        """Take the creators of a submission in within the caller's unit of work, which has locked the profile.

        The campaign's rules decide whether each waits for a second person, and how long it is held back for undoing;
        `beginning` says so for a list, which has one card and one sign-off.
        """
        made_before = {
            each.creator_username: each for each in await uow.requests.of_submission(ask.submission_id, ask.creators)
        }
        standing = await uow.requests.live_of(profile.id, ask.creators)
        rules = rules_of(_there(await uow.campaigns.get(ask.campaign_id)))
        if beginning is not None:
            is_signed_first = beginning.sign_off_id is not None
        else:
            is_signed_first = needs_signing(rules.signing, Matter.REQUEST)
        accepted = []
        for creator in ask.creators:
            if creator in made_before:
                accepted.append(Accepted(request=made_before[creator], is_new=True))
            elif creator in standing:
                accepted.append(Accepted(request=standing[creator], is_new=False))
            else:
                state = State.SIGNING if is_signed_first else State.QUEUED
                message = await self._message(uow, ask, creator, profile)
                request = self._request(ask, creator, state=state, message=message)
                uow.requests.add(request)
                await self.recorder.note(
                    uow,
                    request,
                    tag="person:request:asked",
                    by=ask.asked_by,
                    before={"state": None},
                    why=all_masked(ask.notes.get(creator, "")),
                )
                if request.message:
                    await uow.flush()
                    wish = LetterWish(text=request.message, by_mail=ask.by_mail)
                    draft(uow, request, wish, now=self.now(), new_id=self.new_id)
                accepted.append(Accepted(request=request, is_new=True))
        if not profile.failed_looks:  # else Meta's own wait, or the back-off, is kept
            soon = self.now() + SOONEST  # an idle profile is watched from now on
            profile.next_look_at = min(profile.next_look_at or soon, soon)  # asks that never pause put no look off
        await AddressBook(self.secrets).keep(uow, ask.addresses, by=ask.asked_by, now=self.now())
        await uow.flush()
        new = [each.request for each in accepted if each.is_new and each.request.creator_username not in made_before]
        for request in new:
            await self._begin(uow, request, rules=rules, beginning=beginning)
        return accepted

    async def _begin(self, uow: UnitOfWork, request: Request, *, rules: Rules, beginning: Beginning | None) -> None:
        """Put a new request before a second person, hold it back for a while, or let it leave at once."""
        if beginning is not None:
            request.sign_off_id, request.leaves_at = beginning.sign_off_id, beginning.leaves_at
        elif request.state == State.SIGNING:
            sign_off = put_before_others(
                request,
                rule=rules.signing,
                matter=Matter.REQUEST,
                by=_there(request.asked_by),
                now=self.now(),
                new_id=SignOffId(self.new_id()),
            )
            uow.sign_offs.add(sign_off)
            await want_signers(uow, sign_off.campaign_id, now=self.now())
            await self.recorder.show(uow, request)
        else:
            request.leaves_at = rules.undo.leaves_at(self.now())
            if request.leaves_at is not None:
                await self.recorder.show(uow, request)
        if request.state == State.QUEUED:
            await self.send(uow, request)

    async def send(self, uow: UnitOfWork, request: Request) -> None:
        """Enqueue the work of asking: for when it leaves, where it is held back."""
        held = max((request.leaves_at - self.now()).total_seconds(), 0.0) if request.leaves_at else 0.0
        request.sweep_at = self.now() + timedelta(seconds=held) + LATE
        await uow.enqueue(ask_job(request, delay_seconds=held))

    async def _message(self, uow: UnitOfWork, ask: Ask, creator: str, profile: Profile) -> str | None:
        """Fill the message for one creator: what is kept is what was seen when it was asked."""
        if not ask.message:
            return None
        campaign = await uow.campaigns.get(ask.campaign_id)
        name = campaign.name if campaign else ""
        values = Values(creator=creator, profile=profile.username, campaign=name, sender=ask.sender)
        return filled(ask.message, values)

    def _request(self, ask: Ask, creator: str, *, state: State, message: str | None) -> Request:
        now = self.now()
        return Request(
            id=RequestId(self.new_id()),
            profile_id=ask.profile_id,
            campaign_id=ask.campaign_id,
            creator_username=creator,
            creator_ig_id=ask.accounts.get(creator),
            state=state.value,
            message=message,
            origin=Origin.ASKED,
            asked_by=ask.asked_by,
            asked_at=now,
            changed_at=now,
            submission_id=ask.submission_id,
            until=ask.terms.get(creator),
            term_set_at=now if creator in ask.terms else None,
            sweep_at=now + LATE,
            run=0,
        )


def ask_job(request: Request, *, delay_seconds: float = 0.0) -> Job:
    """Return the work of asking; each run of it has its own id."""
    return Job(
        workflow=ASK,
        queue=ASKS.name,
        id=f"ask:{request.id}:{request.run}",
        args=(request.workspace_id, request.id),
        delay_seconds=delay_seconds,
    )


def _there(value: Known | None) -> Known:
    assert value is not None, "what is asked here is asked by somebody, for a campaign"
    return value
