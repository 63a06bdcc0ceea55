"""What new campaigns of a workspace begin with as their rules, where an admin has set them.

What is in no campaign has these for what can happen to it there: a revoke.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from typing import Any
from zoneinfo import ZoneInfo

from bot.campaigns.facts import RuleFacts
from bot.campaigns.means import CampaignMeans
from bot.campaigns.pace import Pace
from bot.campaigns.rules import SIGNING_ROLES, Often
from bot.campaigns.ruling import Ruling
from bot.digests.planning import DigestPlan
from bot.permissions.signing.rules import Matter
from bot.permissions.signing.rules import Rule as SigningRule
from bot.permissions.signing.undoing import Undo
from bot.policy import WorkspaceAct, check_workspace
from storage.ids import PersonId, WorkspaceId
from storage.tables import AuditEntry

OWN: Mapping[str, Any] = {
    **Ruling(
        signed=(),
        undo=Undo(seconds=0),
        term_days=None,
        zone=ZoneInfo("UTC"),
        pace=Pace(nudge_days="", nudge_template="", quiet_begins=None, quiet_ends=None, weekdays_off=()),
    ).columns(),
    **DigestPlan().columns(),
}
"""What Greenlight brings: nobody is disturbed, and nothing stands between a wish and Meta."""
HOURS = frozenset(name for name, value in OWN.items() if isinstance(value, time))
"""What is kept as text."""


class UsualRules:
    """The use cases. They are for admins: NotAllowed to others."""

    def __init__(self, means: CampaignMeans) -> None:
        self._means = means

    async def get(self, workspace_id: WorkspaceId, *, by: PersonId) -> RuleFacts:
        """Return the workspace's own, or those that Greenlight brings. Raises SlackError, DatabaseDown."""
        await self._check(workspace_id, by)
        async with self._means.storage.read(workspace_id) as uow:
            columns = usual_columns(await uow.campaigns.usual_rules())
        rules = {name: value for name, value in columns.items() if not name.startswith("digest")}
        rules["signed_matters"] = frozenset(Matter(word) for word in columns["signed_matters"])
        plan = DigestPlan(
            often=Often(columns["digest"]), hour=columns["digest_hour"], weekday=columns["digest_weekday"]
        )
        return RuleFacts(**rules, digest=plan)

    async def change(self, workspace_id: WorkspaceId, ruling: Ruling, digest: DigestPlan, *, by: PersonId) -> None:
        """Keep others; campaigns that are there keep theirs. Raises WrongInput for the fields of `ruling`, SlackError, DatabaseDown."""
        means, wanted = self._means, ruling.columns() | digest.columns()
        await self._check(workspace_id, by)
        kept = {name: value.isoformat() if name in HOURS else value for name, value in wanted.items()}
        async with means.storage.write(workspace_id) as uow:
            before = await uow.campaigns.usual_rules() or {}
            await uow.campaigns.use_rules(kept)
            changed = [name for name, value in kept.items() if before.get(name) != value]
            uow.audit.append(
                AuditEntry(
                    id=means.new_id(),
                    at=means.now(),
                    tag="person:workspace:edited",
                    actor=by,
                    subject_id=workspace_id,
                    before={name: before.get(name) for name in changed},
                    after={name: kept[name] for name in changed},
                    labels={},
                )
            )

    async def _check(self, workspace_id: WorkspaceId, by: PersonId) -> None:
        person, roles = await self._means.here(workspace_id, by)
        check_workspace(WorkspaceAct.SETTLE, person=person, workspace=roles)


def usual_columns(kept: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return what a new campaign begins with, by column; what an earlier version did not know is Greenlight's own."""
    known = {name: value for name, value in (kept or {}).items() if name in OWN}
    hours = {name: time.fromisoformat(known[name]) for name in HOURS if name in known}
    return {**OWN, **known, **hours}


def for_revokes(kept: Mapping[str, Any] | None) -> tuple[SigningRule, Undo]:
    """Return what holds for revoking what is in no campaign: who has to agree, and the while for undoing."""
    columns = usual_columns(kept)
    matters = frozenset(Matter(word) for word in columns["signed_matters"])
    return SigningRule(matters=matters, roles=SIGNING_ROLES), Undo(seconds=columns["undo_seconds"])
