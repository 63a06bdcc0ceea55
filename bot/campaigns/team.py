"""Giving roles: in a campaign by those who manage it, in the workspace by its admins."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence

from bot.campaigns.means import CampaignMeans
from bot.campaigns.place import workspace_roles
from bot.errors import WrongInput
from bot.policy import Act, Person, Role, Roles, WorkspaceAct, check_workspace, mention
from bot.slack.calls import UserGroup
from bot.words import all_of, say
from storage.ids import CampaignId, PersonId, WorkspaceId
from storage.tables import AuditEntry
from storage.unit_of_work import UnitOfWork

MOST_HOLDERS = 100
"""People and groups with one role in one place: a longer list is a user group."""
IN_CAMPAIGN = (Role.MANAGER, Role.REQUESTER, Role.VIEWER)
IN_WORKSPACE = (Role.ADMIN, Role.MANAGER, Role.REQUESTER, Role.VIEWER)
FOR_EVERYBODY = (Role.REQUESTER, Role.VIEWER)


class Team:
    """The use cases. `campaign_id` names the place; None is the workspace itself."""

    def __init__(self, means: CampaignMeans) -> None:
        self._means = means

    async def roles(self, workspace_id: WorkspaceId, *, person_id: PersonId) -> Roles:
        """Return the workspace's roles to somebody who may change them. Raises NotAllowed, SlackError."""
        person, roles = await self._means.here(workspace_id, person_id)
        check_workspace(WorkspaceAct.SETTLE, person=person, workspace=roles)
        return roles

    async def groups(self) -> Sequence[UserGroup]:
        """Return the user groups that could carry a role, by handle. Raises SlackError."""
        return await self._means.slack.user_groups()

    async def change(
        self,
        workspace_id: WorkspaceId,
        *,
        campaign_id: CampaignId | None,
        role: Role,
        added: Collection[str],
        removed: Collection[str],
        by: PersonId,
    ) -> None:
        """Give a role to people and groups, and take it from others; who gets it loses any other role in this place.

        What others changed meanwhile stays. Raises WrongInput (field `people` or `groups`), NotAllowed, NotFound,
        SlackError, DatabaseDown.
        """
        person = await self._person(workspace_id, campaign_id, by=by)
        await self._check_can_hold(added)
        async with self._means.storage.write(workspace_id) as uow:
            await self._check_again(uow, campaign_id, person=person)
            before = await uow.roles.given(campaign_id)
            after = {holder: word for holder, word in before.items() if not (holder in removed and word == role.word)}
            after |= dict.fromkeys(added, role.word)
            if campaign_id is not None and Role.MANAGER.word not in after.values():
                raise WrongInput("people", say("team.no_manager.happened"), todo=say("team.no_manager.todo"))
            if sum(word == role.word for word in after.values()) > MOST_HOLDERS:
                raise WrongInput(
                    "people", say("team.too_many.happened", count=MOST_HOLDERS), todo=say("team.too_many.todo")
                )
            await uow.roles.give(after, campaign_id=campaign_id, by=by, at=self._means.now(), new_id=self._means.new_id)
            await self._note(uow, campaign_id, by=by, before={"roles": before}, after={"roles": after})

    async def let_everybody(
        self, workspace_id: WorkspaceId, *, campaign_id: CampaignId | None, role: Role | None, by: PersonId
    ) -> None:
        """Say what members have who were given no role; None, in a campaign, leaves it to the workspace."""
        person = await self._person(workspace_id, campaign_id, by=by)
        async with self._means.storage.write(workspace_id) as uow:
            await self._check_again(uow, campaign_id, person=person)
            word = role.word if role is not None else None
            if campaign_id is None:
                before: str | None = await uow.roles.everybody()
                await uow.roles.let_everybody(word or Role.VIEWER.word)
            else:
                campaign = await uow.campaigns.get(campaign_id, lock=True)
                assert campaign is not None, "checked above"
                before, campaign.everybody = campaign.everybody, word
            await self._note(uow, campaign_id, by=by, before={"everybody": before}, after={"everybody": word})

    async def _person(self, workspace_id: WorkspaceId, campaign_id: CampaignId | None, *, by: PersonId) -> Person:
        if campaign_id is not None:
            _campaign, _place, person = await self._means.allowed(
                workspace_id, campaign_id, person_id=by, act=Act.GIVE_ROLES
            )
            return person
        person, roles = await self._means.here(workspace_id, by)
        check_workspace(WorkspaceAct.SETTLE, person=person, workspace=roles)
        return person

    async def _check_again(self, uow: UnitOfWork, campaign_id: CampaignId | None, *, person: Person) -> None:
        """Look at the rule once more with what is locked now: roles may have been taken meanwhile."""
        if campaign_id is not None:
            await self._means.locked(uow, campaign_id, person=person, act=Act.GIVE_ROLES)
            return
        await uow.roles.lock_workspace()
        check_workspace(WorkspaceAct.SETTLE, person=person, workspace=await workspace_roles(uow))

    async def _check_can_hold(self, holders: Collection[str]) -> None:
        people = [holder for holder in holders if not holder.startswith("S")]
        can = await asyncio.gather(*(self._means.people.can_hold_a_role(person) for person in people))
        if cannot := [mention(person) for person, is_able in zip(people, can, strict=True) if not is_able]:
            raise WrongInput(
                "people",
                say("team.cannot_hold.happened", people=all_of(cannot)),
                why=say("team.cannot_hold.why"),
                todo=say("team.cannot_hold.todo"),
            )
        groups = set(holders) - set(people)
        if groups and groups - {group.id for group in await self._means.slack.user_groups()}:
            raise WrongInput("groups", say("team.no_such_group.happened"), todo=say("team.no_such_group.todo"))

    async def _note(
        self,
        uow: UnitOfWork,
        campaign_id: CampaignId | None,
        *,
        by: PersonId,
        before: dict[str, object],
        after: dict[str, object],
    ) -> None:
        campaign = await uow.campaigns.get(campaign_id) if campaign_id is not None else None
        if campaign is not None:
            self._means.note(uow, campaign, deed="roles-given", by=by, before=before, after=after)
            return
        uow.audit.append(
            AuditEntry(
                id=self._means.new_id(),
                at=self._means.now(),
                tag="person:workspace:roles-given",
                actor=by,
                subject_id=uow.workspace_id,
                before=before,
                after=after,
                labels={},
            )
        )
