"""People who left the workspace: their roles end, and somebody is told of campaigns that nobody manages any more.

That they may do nothing is `bot.policy`'s, from the minute they are gone. Their names stood on, though, among those who
manage a campaign: in its window, and where a refusal says whom to ask.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.campaigns.means import CampaignMeans
from bot.campaigns.place import managers_of
from bot.campaigns.telling import Kind
from bot.engine import Schedule
from bot.notices.announcing import announce
from bot.people import UNKNOWN_CODES
from bot.permissions.record import GREENLIGHT
from bot.slack.calls import SlackCalls
from bot.slack.errors import SlackError, SlackRefused
from storage.ids import CampaignId, PersonId, WorkspaceId
from storage.tables import AuditEntry
from storage.unit_of_work import UnitOfWork

log = logging.getLogger(__name__)

ROLL_CALL = "roll-call"


class Leavers:
    """The schedule. Slack's event for it would come with every change of anybody's status, so the few are asked for."""

    def __init__(self, means: CampaignMeans, *, slack: SlackCalls) -> None:
        self._means = means
        self._slack = slack

    def register(self) -> None:
        """Give the engine this use case's schedule."""
        self._means.engine.schedule(Schedule(name=ROLL_CALL, cron="0 7 * * * *", run=self._call_the_roll))

    async def _call_the_roll(self, _scheduled: datetime, _context: Any) -> None:
        await self._means.engine.step("call the roll", self._look_at_all)

    async def _look_at_all(self) -> None:
        async with self._means.storage.across_workspaces() as everywhere:
            holders = await everywhere.holders_of_roles()
        for workspace_id, person_id in holders:
            try:
                if await self._has_left(person_id):
                    await self._end_roles(workspace_id, person_id)
            except SlackError as error:
                log.warning("nobody knows who has left: %s", error)
                return

    async def _has_left(self, person_id: PersonId) -> bool:
        """Tell whether Slack says so; somebody it does not show may be there all the same. Raises SlackError."""
        try:
            return (await self._slack.someone(person_id)).is_gone
        except SlackRefused as error:
            if error.code in UNKNOWN_CODES:
                return False
            raise

    async def _end_roles(self, workspace_id: WorkspaceId, person_id: PersonId) -> None:
        """Take every role of somebody away; doing it twice changes nothing."""
        async with self._means.storage.write(workspace_id) as uow:
            for campaign_id, role in (await uow.roles.end(person_id)).items():
                await self._note(uow, campaign_id, before={"roles": {person_id: role}})
                if campaign_id is not None:
                    await self._tell_if_unmanaged(uow, campaign_id, person_id)

    async def _tell_if_unmanaged(self, uow: UnitOfWork, campaign_id: CampaignId, person_id: PersonId) -> None:
        campaign = await uow.campaigns.get(campaign_id)
        if campaign is None or campaign.closed_at is not None or await managers_of(uow, campaign):
            return
        about = {"campaign": campaign_id, "person": person_id}
        await announce(
            uow, Kind.UNMANAGED, of=f"{campaign_id}:{person_id}", about=about, to=None, now=self._means.now()
        )

    async def _note(self, uow: UnitOfWork, campaign_id: CampaignId | None, *, before: Mapping[str, Any]) -> None:
        campaign = await uow.campaigns.get(campaign_id) if campaign_id is not None else None
        if campaign is not None:
            self._means.note(uow, campaign, deed="role-ended", by=GREENLIGHT, before=before, after={"roles": {}})
            return
        uow.audit.append(
            AuditEntry(
                id=self._means.new_id(),
                at=self._means.now(),
                tag=f"{GREENLIGHT}:workspace:role-ended",
                actor=GREENLIGHT,
                subject_id=uow.workspace_id,
                before=dict(before),
                after={"roles": {}},
                labels={},
            )
        )
