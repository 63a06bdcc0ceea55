"""From stored campaigns and roles to what the policy needs to know of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.people import People
from bot.policy import Person, Place, Role, Roles, no_such_campaign
from storage.ids import CampaignId, ChannelId, PersonId, WorkspaceId
from storage.tables import Campaign, ChannelState
from storage.unit_of_work import Storage, UnitOfWork

_MANAGING = frozenset({Role.MANAGER.word, Role.ADMIN.word})


async def place_of(uow: UnitOfWork, campaign: Campaign | None) -> Place:
    """Describe a campaign for the rule; raises NotFound when there is none."""
    if campaign is None:
        raise no_such_campaign()
    here, everywhere = await uow.roles.that_count_in(campaign.id)
    return _place(campaign, here=here, workspace=_roles(everywhere, everybody=await uow.roles.everybody()))


async def places_of(uow: UnitOfWork, campaigns: Sequence[Campaign]) -> dict[CampaignId, Place]:
    """Describe several campaigns for the rule, in a few questions however many they are."""
    if not campaigns:
        return {}
    given = await uow.roles.in_campaigns([each.id for each in campaigns])
    workspace = await workspace_roles(uow)
    return {each.id: _place(each, here=given.get(each.id, {}), workspace=workspace) for each in campaigns}


async def managers_of(uow: UnitOfWork, campaign: Campaign) -> list[PersonId]:
    """Return who manages a campaign by name, who made it first if they do."""
    given = await uow.roles.given(campaign.id)
    managers = [PersonId(holder) for holder, role in given.items() if role in _MANAGING and not holder.startswith("S")]
    return sorted(managers, key=lambda holder: holder != campaign.created_by)


def inside_of(campaign: Campaign) -> ChannelId | None:
    """Return the channel that people must be in to hear of a campaign; None where that keeps nobody away.

    Where the channel is gone nobody is in it: then who manages the campaign by name may know, as `bot.policy.sees` has it.
    """
    is_there = campaign.channel_state is not ChannelState.GONE
    return campaign.channel_id if campaign.is_private and is_there else None


async def workspace_roles(uow: UnitOfWork) -> Roles:
    """Return the roles given in the workspace itself."""
    return _roles(await uow.roles.given(), everybody=await uow.roles.everybody())


async def someone_here(
    workspace_id: WorkspaceId, person_id: PersonId, *, storage: Storage, people: People, is_afresh: bool = False
) -> tuple[Person, Roles]:
    """Describe a person by the roles given in the workspace, their user groups' too; return those roles as well.

    `is_afresh` as in `bot.people.People.person`. Raises SlackError, DatabaseDown.
    """
    async with storage.read(workspace_id) as uow:
        roles = await workspace_roles(uow)
    return await people.person(person_id, roles=[roles], is_afresh=is_afresh), roles


def _place(campaign: Campaign, *, here: Mapping[str, str], workspace: Roles) -> Place:
    return Place(
        name=campaign.name,
        channel_id=campaign.channel_id,
        is_private=campaign.is_private,
        is_closed=campaign.closed_at is not None,
        is_channel_gone=campaign.channel_state is ChannelState.GONE,
        roles=_roles(here, everybody=campaign.everybody),
        workspace=workspace,
    )


def _roles(given: Mapping[str, str], *, everybody: str | None) -> Roles:
    return Roles(
        everybody=Role.of_word(everybody) if everybody else None,
        given={holder: Role.of_word(role) for holder, role in given.items()},
    )
