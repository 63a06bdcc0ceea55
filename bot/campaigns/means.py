"""What use cases about campaigns are made with; the composition root puts it together once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.campaigns.place import place_of, someone_here
from bot.engine import Engine
from bot.people import People
from bot.permissions.record import Recorder
from bot.policy import Act, Person, Place, Roles, check
from bot.slack.calls import SlackCalls
from storage.ids import CampaignId, PersonId, WorkspaceId
from storage.tables import AuditEntry, Campaign
from storage.unit_of_work import Storage, UnitOfWork


@dataclass(frozen=True, kw_only=True)
class CampaignMeans:
    """What they make, show, change and close with."""

    storage: Storage
    engine: Engine
    slack: SlackCalls
    people: People
    recorder: Recorder
    now: Callable[[], datetime]
    new_id: Callable[[], str]

    async def allowed(
        self, workspace_id: WorkspaceId, campaign_id: CampaignId, *, person_id: PersonId, act: Act
    ) -> tuple[Campaign, Place, Person]:
        """Return a campaign and who somebody is there, once the policy allows the act.

        Raises NotAllowed, NotFound, SlackError, DatabaseDown.
        """
        async with self.storage.read(workspace_id) as uow:
            campaign = await uow.campaigns.get(campaign_id)
            place = await place_of(uow, campaign)
        assert campaign is not None, "place_of raises for none"
        person = await self.people.person(person_id, place=place)
        check(act, person=person, place=place)
        return campaign, place, person

    async def here(self, workspace_id: WorkspaceId, person_id: PersonId) -> tuple[Person, Roles]:
        """Return who somebody is in the workspace, and the roles given there. Raises SlackError, DatabaseDown."""
        return await someone_here(workspace_id, person_id, storage=self.storage, people=self.people)

    async def locked(self, uow: UnitOfWork, campaign_id: CampaignId, *, person: Person, act: Act) -> Campaign:
        """Return a campaign that nobody else changes until the commit, once the policy allows the act as things are now."""
        campaign = await uow.campaigns.get(campaign_id, lock=True)
        check(act, person=person, place=await place_of(uow, campaign))
        assert campaign is not None, "place_of raises for none"
        return campaign

    def note(
        self,
        uow: UnitOfWork,
        campaign: Campaign,
        *,
        deed: str,
        by: str,
        before: Mapping[str, Any],
        after: Mapping[str, Any],
    ) -> str:
        """Write one line of a campaign's history, and return its id."""
        entry_id = self.new_id()
        uow.audit.append(
            AuditEntry(
                id=entry_id,
                at=self.now(),
                tag=f"{'greenlight' if by == 'greenlight' else 'person'}:campaign:{deed}",
                actor=by,
                subject_id=campaign.id,
                before=dict(before),
                after=dict(after),
                labels={"campaign": campaign.name, "channel": campaign.channel_name},
            )
        )
        return entry_id
