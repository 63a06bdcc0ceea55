"""What new campaigns of a workspace begin with as their template of messages, where an admin has written one."""

from __future__ import annotations

from bot.campaigns.means import CampaignMeans
from bot.letters.template import check_places, check_size, default_template
from bot.policy import Act, WorkspaceAct, check_workspace
from storage.ids import PersonId, WorkspaceId
from storage.tables import AuditEntry


class UsualTemplate:
    """The use cases."""

    def __init__(self, means: CampaignMeans) -> None:
        self._means = means

    async def get(self, workspace_id: WorkspaceId, *, person_id: PersonId, act: Act | WorkspaceAct) -> str:
        """Return the workspace's own, or the one that Greenlight brings, to somebody who may `act` in the workspace.

        Raises NotAllowed, SlackError, DatabaseDown.
        """
        person, roles = await self._means.here(workspace_id, person_id)
        check_workspace(act, person=person, workspace=roles)
        async with self._means.storage.read(workspace_id) as uow:
            return await uow.letters.usual_template() or default_template()

    async def change(self, workspace_id: WorkspaceId, template: str, *, by: PersonId) -> None:
        """Keep another one; empty goes back to Greenlight's own. Campaigns that are there keep theirs.

        Raises WrongInput (field `template`), NotAllowed to all but admins, SlackError.
        """
        means, wanted = self._means, template.strip() or None
        check_places(template, field="template")
        check_size(template, field="template")
        person, roles = await means.here(workspace_id, by)
        check_workspace(WorkspaceAct.SETTLE, person=person, workspace=roles)
        async with means.storage.write(workspace_id) as uow:
            before = await uow.letters.usual_template()
            await uow.letters.use_template(wanted)
            uow.audit.append(
                AuditEntry(
                    id=means.new_id(),
                    at=means.now(),
                    tag="person:workspace:edited",
                    actor=by,
                    subject_id=workspace_id,
                    before={"template": before},
                    after={"template": wanted},
                    labels={},
                )
            )
