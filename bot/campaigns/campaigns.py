"""Campaigns: making one, finding those a person may see, and what there is to say about each."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.campaigns.basics import Basics, check_profile, name_taken, of_channel, writable
from bot.campaigns.facts import CampaignFacts, Creators, campaign_facts
from bot.campaigns.means import CampaignMeans
from bot.campaigns.usual_rules import usual_columns
from bot.digests.planning import plan_digest
from bot.letters.template import default_template
from bot.permissions.facts import facts_of
from bot.permissions.status import State
from bot.policy import Act, Person, Role, WorkspaceAct, check_workspace
from storage.ids import CampaignId, ChannelId, PersonId, WorkspaceId
from storage.tables import Campaign

CREATORS_SHOWN = 10
CAMPAIGNS_SHOWN = 10


@dataclass(frozen=True, kw_only=True)
class NewCampaign:
    """What the campaign modal collects."""

    basics: Basics
    asker_ids: Sequence[str]
    """Who may ask, cancel and revoke; empty leaves it to the workspace."""
    created_by: PersonId


@dataclass(frozen=True, kw_only=True)
class Standing:
    """One campaign of a list, and how many of its creators stand where."""

    campaign: Campaign
    states: dict[State, int]


class Campaigns:
    """The use cases."""

    def __init__(self, means: CampaignMeans) -> None:
        self._means = means

    async def create(self, workspace_id: WorkspaceId, new: NewCampaign) -> Campaign:
        """Make a campaign in a channel Greenlight can write to, joining it where it may. Who makes it manages it.

        It begins with the workspace's rules.

        Raises WrongInput (fields `name`, `channel`, `profile`, `template`), NotAllowed, SlackError, DatabaseDown.
        """
        means, by = self._means, new.created_by
        async with means.storage.read(workspace_id) as uow:
            usual = await uow.letters.usual_template() or default_template()
            rules = usual_columns(await uow.campaigns.usual_rules())
        columns = new.basics.columns(usual_template=usual)
        person, roles = await means.here(workspace_id, by)
        check_workspace(WorkspaceAct.CREATE_CAMPAIGN, person=person, workspace=roles)
        channel = await writable(new.basics.channel_id, by=by, slack=means.slack, people=means.people)
        campaign = Campaign(
            id=CampaignId(means.new_id()),
            **columns,
            **rules,
            **of_channel(channel),
            everybody=Role.VIEWER.word if new.asker_ids else None,
            created_by=by,
            created_at=means.now(),
        )
        given = dict.fromkeys(new.asker_ids, Role.REQUESTER.word) | {by: Role.MANAGER.word}
        async with means.storage.write(workspace_id) as uow:
            await check_profile(uow, new.basics.default_profile_id)
            if not await uow.campaigns.add_unless_taken(campaign):
                raise name_taken(campaign.name)
            plan_digest(campaign, now=means.now())
            await uow.roles.give(given, campaign_id=campaign.id, by=by, at=means.now(), new_id=means.new_id)
            after = {"name": campaign.name, "channel_id": campaign.channel_id, "roles": given}
            means.note(uow, campaign, deed="created", by=by, before={}, after=after)
        return campaign

    async def suggest(
        self, workspace_id: WorkspaceId, *, person_id: PersonId, text: str = "", channel_id: ChannelId | None = None
    ) -> Sequence[Campaign]:
        """Return the open campaigns this person may see whose name contains `text`, the channel's own first."""
        sight = await self._means.people.sight(person_id)
        async with self._means.storage.read(workspace_id) as uow:
            return await uow.campaigns.find(sight=sight, text=text, channel_id=channel_id)

    async def page(
        self,
        workspace_id: WorkspaceId,
        *,
        person_id: PersonId,
        text: str = "",
        channel_id: ChannelId | None = None,
        is_closed: bool = False,
        offset: int = 0,
    ) -> tuple[Sequence[Standing], bool]:
        """Return a page of the campaigns this person may see, the channel's own first, and whether more follow."""
        sight = await self._means.people.sight(person_id)
        async with self._means.storage.read(workspace_id) as uow:
            found = await uow.campaigns.find(
                sight=sight,
                text=text,
                channel_id=channel_id,
                is_closed=is_closed,
                limit=CAMPAIGNS_SHOWN + 1,
                offset=offset,
            )
            counts = await uow.creators.count([each.id for each in found[:CAMPAIGNS_SHOWN]])
        standings = [
            Standing(campaign=each, states={State(state): count for state, count in counts.get(each.id, {}).items()})
            for each in found[:CAMPAIGNS_SHOWN]
        ]
        return standings, len(found) > CAMPAIGNS_SHOWN

    async def get(
        self, workspace_id: WorkspaceId, campaign_id: CampaignId, *, person_id: PersonId, act: Act = Act.SEE
    ) -> tuple[Campaign, Person]:
        """Return a campaign and the person in it, once the policy allows the act. Raises NotAllowed, NotFound."""
        campaign, _place, person = await self._means.allowed(workspace_id, campaign_id, person_id=person_id, act=act)
        return campaign, person

    async def person(
        self, workspace_id: WorkspaceId, campaign_id: CampaignId | None, *, person_id: PersonId, act: Act
    ) -> Person:
        """Return a person as a campaign sees them, or the workspace for what is in none, once the policy allows the act.

        Raises NotAllowed, NotFound, SlackError, DatabaseDown.
        """
        if campaign_id is not None:
            _campaign, _place, person = await self._means.allowed(
                workspace_id, campaign_id, person_id=person_id, act=act
            )
            return person
        person, roles = await self._means.here(workspace_id, person_id)
        check_workspace(act, person=person, workspace=roles)
        return person

    async def look(
        self, workspace_id: WorkspaceId, campaign_id: CampaignId, *, person_id: PersonId, act: Act = Act.SEE
    ) -> CampaignFacts:
        """Return what there is to say about a campaign, to somebody who may `act` in it. Raises NotAllowed, NotFound."""
        campaign, place, person = await self._means.allowed(workspace_id, campaign_id, person_id=person_id, act=act)
        async with self._means.storage.read(workspace_id) as uow:
            profile = await uow.profiles.get(campaign.default_profile_id) if campaign.default_profile_id else None
            counts = await uow.creators.count([campaign.id])
        return campaign_facts(campaign, place=place, person=person, profile=profile, states=counts.get(campaign.id, {}))

    async def creators(
        self,
        workspace_id: WorkspaceId,
        campaign_id: CampaignId,
        *,
        person_id: PersonId,
        states: Collection[State] | None = None,
        offset: int = 0,
    ) -> Creators:
        """Return a page of a campaign's creators, the newest change first; no `states` means all. Raises NotFound."""
        await self._means.allowed(workspace_id, campaign_id, person_id=person_id, act=Act.SEE)
        async with self._means.storage.read(workspace_id) as uow:
            wanted = [state.value for state in states] if states is not None else None
            found, total = await uow.creators.page(campaign_id, states=wanted, limit=CREATORS_SHOWN, offset=offset)
            rows = [await facts_of(uow, request) for request in found]
        return Creators(rows=rows, offset=offset, total=total)
