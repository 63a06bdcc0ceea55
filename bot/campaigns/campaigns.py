"""Campaigns: making one, and finding those a person may see."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.campaigns.place import place_of, workspace_roles
from bot.errors import WrongInput
from bot.people import People
from bot.policy import Act, Person, Role, WorkspaceAct, check, check_workspace
from bot.slack.calls import Channel, SlackCalls
from bot.slack.errors import ChannelClosed
from bot.words import say
from storage.ids import CampaignId, ChannelId, PersonId, ProfileId, WorkspaceId
from storage.tables import AuditEntry, Campaign
from storage.unit_of_work import Storage, UnitOfWork

LONGEST_NAME = 80
LONGEST_MESSAGE_BYTES = 1_000
"""Instagram's limit for one direct message, which is how the optional message travels most often."""


@dataclass(frozen=True, kw_only=True)
class NewCampaign:
    """What the campaign modal collects."""

    name: str
    channel_id: ChannelId
    default_profile_id: ProfileId | None
    template: str
    asker_ids: Sequence[str]
    created_by: PersonId


class Campaigns:
    """The use cases."""

    def __init__(
        self,
        *,
        storage: Storage,
        slack: SlackCalls,
        people: People,
        now: Callable[[], datetime],
        new_id: Callable[[], str],
    ) -> None:
        self._storage = storage
        self._slack = slack
        self._people = people
        self._now = now
        self._new_id = new_id

    async def create(self, workspace_id: WorkspaceId, new: NewCampaign) -> Campaign:
        """Make a campaign in a channel Greenlight can write to, joining it where it may.

        Raises WrongInput (fields `name`, `channel`, `template`), NotAllowed for guests, SlackError.
        """
        name = " ".join(new.name.split())
        if not name:
            raise WrongInput("name", say("campaign.nameless.happened"), todo=say("campaign.nameless.todo"))
        if len(name) > LONGEST_NAME:
            raise WrongInput(
                "name",
                say("campaign.name_too_long.happened", count=len(name)),
                todo=say("campaign.name_too_long.todo", most=LONGEST_NAME),
            )
        check_message(new.template, field="template")
        async with self._storage.read(workspace_id) as uow:
            roles = await workspace_roles(uow)
        person = await self._people.person(new.created_by, roles=[roles])
        check_workspace(WorkspaceAct.CREATE_CAMPAIGN, person=person, workspace=roles)
        channel = await self._reachable(new.channel_id)
        if channel.is_private and not await self._people.shares(channel.id, person_id=new.created_by):
            raise WrongInput(
                "channel", say("campaign.not_in_channel.happened"), todo=say("campaign.not_in_channel.todo")
            )
        campaign = Campaign(
            id=CampaignId(self._new_id()),
            name=name,
            name_key=name.casefold(),
            channel_id=new.channel_id,
            channel_name=channel.name,
            is_private=channel.is_private,
            default_profile_id=new.default_profile_id,
            template=new.template.strip() or default_template(),
            everybody=Role.VIEWER.word if new.asker_ids else None,
            is_shared=channel.is_shared,
            created_by=new.created_by,
            created_at=self._now(),
        )
        given = dict.fromkeys(new.asker_ids, Role.REQUESTER.word) | {new.created_by: Role.MANAGER.word}
        async with self._storage.write(workspace_id) as uow:
            await self._check_profile(uow, new.default_profile_id)
            if not await uow.campaigns.add_unless_taken(campaign):
                raise name_taken(name)
            await uow.roles.give(given, campaign_id=campaign.id, by=new.created_by, at=self._now(), new_id=self._new_id)
            uow.audit.append(
                AuditEntry(
                    id=self._new_id(),
                    at=self._now(),
                    tag="person:campaign:created",
                    actor=new.created_by,
                    subject_id=campaign.id,
                    before={},
                    after={"name": name, "channel_id": new.channel_id, "roles": given},
                    labels={"campaign": name, "channel": channel.name},
                )
            )
        return campaign

    async def suggest(
        self, workspace_id: WorkspaceId, *, person_id: PersonId, text: str = "", channel_id: ChannelId | None = None
    ) -> Sequence[Campaign]:
        """Return the open campaigns this person may see whose name contains `text`, the channel's own first."""
        sight = await self._people.sight(person_id)
        async with self._storage.read(workspace_id) as uow:
            return await uow.campaigns.find(sight=sight, text=text, channel_id=channel_id)

    async def get(
        self, workspace_id: WorkspaceId, campaign_id: CampaignId, *, person_id: PersonId, act: Act = Act.SEE
    ) -> tuple[Campaign, Person]:
        """Return a campaign and the person in it, once the policy allows the act. Raises NotAllowed, NotFound."""
        async with self._storage.read(workspace_id) as uow:
            campaign = await uow.campaigns.get(campaign_id)
            place = await place_of(uow, campaign)
        assert campaign is not None, "place_of raises for none"
        person = await self._people.person(person_id, place=place)
        check(act, person=person, place=place)
        return campaign, person

    async def _check_profile(self, uow: UnitOfWork, profile_id: ProfileId | None) -> None:
        profile = await uow.profiles.get(profile_id) if profile_id is not None else None
        if profile_id is not None and (profile is None or not profile.can_send):
            raise WrongInput("profile", say("ask.profile_gone.happened"), todo=say("ask.profile_gone.todo"))

    async def _reachable(self, channel_id: ChannelId) -> Channel:
        try:
            channel = await self._slack.channel(channel_id)
            if channel.is_archived:
                raise ChannelClosed("is_archived", channel_id=channel_id)
            if not channel.is_member:
                if channel.is_private:
                    raise ChannelClosed("not_in_channel", channel_id=channel_id)
                await self._slack.join(channel_id)
        except ChannelClosed as error:
            raise WrongInput("channel", error.happened, why=error.why, todo=error.todo) from None
        return channel


def name_taken(name: str) -> WrongInput:
    """Say that an open campaign of the channel has the name."""
    return WrongInput("name", say("campaign.name_taken.happened", campaign=name), todo=say("campaign.name_taken.todo"))


def check_message(message: str, *, field: str) -> None:
    """Raise WrongInput when a message to a creator is longer than Instagram takes in one direct message."""
    size = len(message.strip().encode())
    if size > LONGEST_MESSAGE_BYTES:
        raise WrongInput(
            field,
            say("campaign.message_too_long.happened", count=size, most=LONGEST_MESSAGE_BYTES),
            todo=say("campaign.message_too_long.todo", over=size - LONGEST_MESSAGE_BYTES),
        )


def default_template() -> str:
    """Return the message that a campaign begins with, its places still to be filled."""
    return say("campaign.default_template", creator="{creator}", profile="{profile}", campaign="{campaign}")


def filled(template: str, *, creator: str, profile: str, campaign: str) -> str:
    """Fill a template's `{creator}`, `{profile}` and `{campaign}`; any other braces stay as they were typed."""
    return template.replace("{creator}", creator).replace("{profile}", profile).replace("{campaign}", campaign)
