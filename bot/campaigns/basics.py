"""What makes a campaign, as its form has it: read, and checked against Slack and the profiles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.errors import WrongInput
from bot.letters.template import check_places, check_size
from bot.people import People
from bot.slack.calls import Channel, SlackCalls
from bot.slack.errors import ChannelClosed
from bot.words import say
from storage.ids import ChannelId, PersonId, ProfileId
from storage.tables import ChannelState
from storage.unit_of_work import UnitOfWork

LONGEST_NAME = 80


@dataclass(frozen=True, kw_only=True)
class Basics:
    """Name, channel, default profile and message template."""

    name: str
    channel_id: ChannelId
    default_profile_id: ProfileId | None
    template: str

    def columns(self, *, usual_template: str) -> dict[str, Any]:
        """Return what is kept of them, the channel apart; an empty template means the usual one. Raises WrongInput (fields `name`, `template`)."""
        name = " ".join(self.name.split())
        if not name:
            raise WrongInput("name", say("campaign.nameless.happened"), todo=say("campaign.nameless.todo"))
        if len(name) > LONGEST_NAME:
            raise WrongInput(
                "name",
                say("campaign.name_too_long.happened", count=len(name)),
                todo=say("campaign.name_too_long.todo", most=LONGEST_NAME),
            )
        check_places(self.template, field="template")
        check_size(self.template, field="template")
        return {
            "name": name,
            "name_key": name.casefold(),
            "default_profile_id": self.default_profile_id,
            "template": self.template.strip() or usual_template,
        }


def of_channel(channel: Channel) -> dict[str, Any]:
    """Return what a campaign keeps of its channel while Greenlight can write to it."""
    return {
        "channel_id": ChannelId(channel.id),
        "channel_name": channel.name[:80],
        "is_private": channel.is_private,
        "is_shared": channel.is_shared,
        "channel_state": ChannelState.OPEN,
    }


async def writable(channel_id: ChannelId, *, by: PersonId, slack: SlackCalls, people: People) -> Channel:
    """Return a channel that Greenlight can write to, joining it where it may.

    Raises WrongInput (field `channel`) where it cannot, or where the channel is private and `by` is not in it; SlackError.
    """
    try:
        channel = await slack.channel(channel_id)
        if channel.is_archived:
            raise ChannelClosed("is_archived", channel_id=channel_id)
        if not channel.is_member:
            if channel.is_private:
                raise ChannelClosed("not_in_channel", channel_id=channel_id)
            await slack.join(channel_id)
    except ChannelClosed as error:
        raise WrongInput("channel", error.happened, why=error.why, todo=error.todo) from None
    if channel.is_private and not await people.shares(channel.id, person_id=by):
        raise WrongInput("channel", say("campaign.not_in_channel.happened"), todo=say("campaign.not_in_channel.todo"))
    return channel


async def check_profile(uow: UnitOfWork, profile_id: ProfileId | None) -> None:
    """Raise WrongInput (field `profile`) unless requests can be sent from the profile, where one was chosen."""
    profile = await uow.profiles.get(profile_id) if profile_id is not None else None
    if profile_id is not None and (profile is None or not profile.can_send):
        raise WrongInput("profile", say("ask.profile_gone.happened"), todo=say("ask.profile_gone.todo"))


def name_taken(name: str) -> WrongInput:
    """Say that an open campaign of the channel has the name."""
    return WrongInput("name", say("campaign.name_taken.happened", campaign=name), todo=say("campaign.name_taken.todo"))
