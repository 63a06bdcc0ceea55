"""What use cases about posts, tags and ad codes are made with; the composition root puts it together once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.campaigns.place import place_of, workspace_roles
from bot.engine import Engine
from bot.graph import GraphClient
from bot.people import People
from bot.policy import Act, Person, check, check_workspace
from bot.slack.calls import SlackCalls
from storage.ids import CampaignId, PersonId, WorkspaceId
from storage.secrets import Secrets
from storage.tables import AuditEntry, Campaign
from storage.unit_of_work import Storage, UnitOfWork


@dataclass(frozen=True, kw_only=True)
class PostMeans:
    """What they read, grant, keep and tell with."""

    storage: Storage
    engine: Engine
    graph: GraphClient
    secrets: Secrets
    slack: SlackCalls
    """The patient one: nobody waits for an ack while durable work shows how far it is."""
    people: People
    now: Callable[[], datetime]
    new_id: Callable[[], str]

    async def allowed(
        self, workspace_id: WorkspaceId, campaign_id: CampaignId | None, *, person_id: PersonId, act: Act
    ) -> tuple[Campaign | None, Person]:
        """Return the campaign and who somebody is there, once the policy allows the act there, or in the workspace.

        Raises NotAllowed, NotFound, SlackError, DatabaseDown.
        """
        async with self.storage.read(workspace_id) as uow:
            if campaign_id is None:
                roles = await workspace_roles(uow)
                campaign = place = None
            else:
                campaign = await uow.campaigns.get(campaign_id)
                place = await place_of(uow, campaign)
        if place is None:
            person = await self.people.person(person_id, roles=[roles])
            check_workspace(act, person=person, workspace=roles)
            return None, person
        person = await self.people.person(person_id, place=place)
        check(act, person=person, place=place)
        return campaign, person

    def note(
        self,
        uow: UnitOfWork,
        *,
        tag: str,
        by: str,
        subject_id: str,
        before: Mapping[str, Any],
        after: Mapping[str, Any],
        labels: Mapping[str, Any],
        why: str = "",
    ) -> None:
        """Write one line of history."""
        uow.audit.append(
            AuditEntry(
                id=self.new_id(),
                at=self.now(),
                tag=tag,
                actor=by,
                subject_id=subject_id,
                before=dict(before),
                after=dict(after),
                labels=dict(labels),
                why=why,
            )
        )
