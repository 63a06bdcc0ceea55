"""Asking a creator for permission: what a person submits is accepted in one transaction, with its durable work.

What the work then does is in `bot.permissions.attempt`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot import policy
from bot.campaigns.place import place_of
from bot.engine import Queue
from bot.errors import NotFound, Refused
from bot.permissions.durable import DurableWork
from bot.permissions.record import LATE
from bot.permissions.schedule import SOONEST
from bot.permissions.status import State
from storage.ids import CampaignId, PersonId, ProfileId, RequestId, WorkspaceId
from storage.tables import Origin, Profile, Request
from storage.unit_of_work import Job, UnitOfWork

ASK = "ask"
ASKS = Queue(name="asks", at_once=20)


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


class Asking(DurableWork):
    """The use case."""

    async def accept(self, workspace_id: WorkspaceId, ask: Ask, *, person: policy.Person) -> list[Accepted]:
        """Accept a submission: after this returned, nothing of it is lost.

        The same submission delivered again, and a creator who is being asked already, answer with the request that exists.
        Raises NotAllowed when the person may not ask here, NotFound when the campaign or the profile is gone.
        """
        async with self.storage.write(workspace_id) as uow:
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
            profile.next_look_at = self.now() + SOONEST  # an idle profile is watched from now on
        return accepted

    async def _accept_one(self, uow: UnitOfWork, ask: Ask, *, profile: Profile, creator: str) -> Accepted:
        now = self.now()
        request = Request(
            id=RequestId(self.new_id()),
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
            sweep_at=now + LATE,
        )
        if not await uow.requests.add_unless_live(request):
            standing = await uow.requests.live(profile_id=profile.id, creator_username=creator)
            if standing is not None:
                return Accepted(request=standing, is_new=False)
            # It ended between the two statements: the next try will find the place free.
            raise Refused(f"The request to @{creator} changed at this very moment.", todo="Submit again.")
        await self.recorder.note(uow, request, tag="person:request:asked", by=ask.asked_by, before={"state": None})
        await uow.enqueue(ask_job(request))
        return Accepted(request=request, is_new=True)


def ask_job(request: Request, *, delay_seconds: float = 0.0) -> Job:
    """Return the work of asking; each run of it has its own id."""
    return Job(
        workflow=ASK,
        queue=ASKS.name,
        id=f"ask:{request.id}:{request.run}",
        args=(request.workspace_id, request.id),
        delay_seconds=delay_seconds,
    )
