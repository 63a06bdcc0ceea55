"""Moving a request to another campaign: what happens from then on is told there, and by that campaign's rules."""

from __future__ import annotations

from bot import policy
from bot.campaigns.place import place_of, workspace_roles
from bot.campaigns.rules import rules_of
from bot.errors import NotFound, Refused
from bot.permissions.durable import DurableWork
from bot.permissions.nudging.expecting import expect
from bot.permissions.record import MOVED
from bot.permissions.terms.lasting import watch
from bot.policy import Act, Person
from bot.words import say
from storage.ids import CampaignId, RequestId, WorkspaceId


class MovingRequests(DurableWork):
    """The use case."""

    async def move(
        self,
        workspace_id: WorkspaceId,
        request_id: RequestId,
        *,
        to: CampaignId,
        person_here: Person,
        person_there: Person,
    ) -> None:
        """Have a request belong to another campaign; `person_here` and `person_there` are one person, as each place sees them.

        Its card stays and says where it went; its news go to the other channel. Raises NotAllowed, NotFound, and Refused
        while somebody is still deciding about it: a sign-off of the one campaign says nothing of the other.
        """
        async with self.storage.write(workspace_id) as uow:
            request = await uow.requests.get(request_id, lock=True)
            target = await uow.campaigns.get(to)
            if request is None:
                raise NotFound(say("withdraw.gone"))
            if request.campaign_id is None:
                policy.check_workspace(Act.MOVE, person=person_here, workspace=await workspace_roles(uow))
            else:
                source = await uow.campaigns.get(request.campaign_id)
                policy.check(Act.MOVE, person=person_here, place=await place_of(uow, source))
            policy.check(Act.MOVE, person=person_there, place=await place_of(uow, target))
            if request.campaign_id == to:
                return  # Slack has delivered it again, or somebody was faster
            if request.sign_off_id is not None or request.leaves_at is not None:
                raise Refused(say("move.undecided.happened"), todo=say("move.undecided.todo"))
            request.campaign_id = to
            expect(request, campaign=target, now=self.now())
            assert target is not None, "place_of raises for none"
            watch(request, rules=rules_of(target), now=self.now())
            entry = await self.recorder.note(
                uow, request, tag=MOVED, by=person_there.id, before={"state": request.state}
            )
            await self.recorder.show(uow, request)
            await self.recorder.tell(uow, request, entry)
