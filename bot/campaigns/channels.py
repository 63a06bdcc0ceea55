"""Channels that change: what Slack says of a campaign's channel is kept up to date, and what follows is told.

Slack tells of most changes by events, in no promised order and not surely once; so an event only makes us look. That a
public channel was made private is no event at all: twice a minute Greenlight asks for the channels it is in, which is one
call for a thousand of them, and looks one by one at those it is not in.
https://docs.slack.dev/reference/events, https://docs.slack.dev/reference/methods/users.conversations
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from bot.campaigns.means import CampaignMeans
from bot.campaigns.moving import Which, redraw_job
from bot.campaigns.standing import Standing, kept_of, news_of, seen_as
from bot.campaigns.telling import Kind
from bot.engine import Schedule
from bot.notices.announcing import announce
from bot.permissions.record import GREENLIGHT
from bot.permissions.tell import send_again
from bot.slack.calls import Channel, SlackCalls
from bot.slack.errors import ChannelClosed, SlackError
from storage.ids import ChannelId, WorkspaceId
from storage.tables import Campaign
from storage.unit_of_work import UnitOfWork

log = logging.getLogger(__name__)

LOOK_AROUND = "look-around"
LOOKED_AT_ONE_BY_ONE = 10
"""Channels that Greenlight is not in, each time: Slack answers fifty times a minute (tier 3), and others ask too."""

Place = tuple[WorkspaceId, ChannelId]


class Channels:
    """The use cases and the schedule. `slack` may wait for Slack's limits: nobody waits for these looks."""

    def __init__(self, means: CampaignMeans, *, slack: SlackCalls) -> None:
        self._means = means
        self._slack = slack

    def register(self) -> None:
        """Give the engine this use case's schedule."""
        self._means.engine.schedule(Schedule(name=LOOK_AROUND, cron="10,40 * * * * *", run=self._look_around))

    async def look(self, workspace_id: WorkspaceId, channel_id: ChannelId, *, is_surely_deleted: bool = False) -> None:
        """Look at one channel and keep what Slack says; one without a campaign costs nothing. Raises SlackError.

        `is_surely_deleted`: Slack has told that it was; else one that is not shown may have been made private.
        """
        async with self._means.storage.read(workspace_id) as uow:
            known = [kept_of(each) for each in await uow.campaigns.of_channel(channel_id, is_closed=None)]
        if known:
            channel = None if is_surely_deleted else await self._described(channel_id)
            await self._keep((workspace_id, channel_id), known, channel, is_surely_deleted=is_surely_deleted)

    async def follow(self, workspace_id: WorkspaceId, *, old: ChannelId, new: ChannelId) -> None:
        """Take over another id of a channel, which Slack may give it when it is shared. Raises SlackError.

        A campaign whose name somebody gave to another one at the new id in between stays behind: its channel is gone.
        https://docs.slack.dev/reference/events/channel_id_changed
        """
        async with self._means.storage.write(workspace_id) as uow:
            for campaign in await uow.campaigns.in_channel(old):
                await uow.campaigns.change_unless_taken(campaign, channel_id=new)
            await uow.messages.follow(old=old, new=new)
            await uow.digests.follow(old=old, new=new)
        for channel_id in (new, old):
            await self.look(workspace_id, channel_id)

    async def _look_around(self, scheduled: datetime, _context: Any) -> None:
        await self._means.engine.step("look around", self._look_at_all, int(scheduled.timestamp()) // 30)

    async def _look_at_all(self, turn: int) -> None:
        """Look at every campaign's channel; those Greenlight is not in, ten each time in turn."""
        known: dict[Place, list[Standing]] = defaultdict(list)
        async with self._means.storage.across_workspaces() as everywhere:
            for campaign in await everywhere.campaigns():
                known[campaign.workspace_id, campaign.channel_id].append(kept_of(campaign))
        if not known:
            return
        try:
            own = await self._slack.own_channels()
        except SlackError as error:
            log.warning("channels could not be looked at: %s", error)
            return
        for place in known:
            if channel := own.get(place[1]):
                await self._keep(place, known[place], channel)
        for place in in_turn([place for place in known if place[1] not in own], turn=turn):
            try:
                await self._keep(place, known[place], await self._described(place[1]))
            except SlackError as error:
                log.warning("a channel could not be looked at: %s", error)

    async def _described(self, channel_id: ChannelId) -> Channel | None:
        """Return what Slack shows of a channel; None where it shows nothing. Raises SlackError for anything else."""
        try:
            return await self._slack.channel(channel_id)
        except ChannelClosed:
            return None

    async def _keep(
        self, place: Place, known: Iterable[Standing], channel: Channel | None, *, is_surely_deleted: bool = False
    ) -> None:
        """Write down how a channel stands, where that is not `known`, with who is to be told of it."""
        if all(seen_as(channel, before=each, is_surely_deleted=is_surely_deleted) == each for each in known):
            return
        workspace_id, channel_id = place
        async with self._means.storage.write(workspace_id) as uow:
            for campaign in await uow.campaigns.in_channel(channel_id):
                await self._change(uow, campaign, channel, is_surely_deleted=is_surely_deleted)
            if channel is not None and channel.is_member and not channel.is_archived:
                await send_again(uow, await uow.messages.held_in(channel_id))

    async def _change(
        self, uow: UnitOfWork, campaign: Campaign, channel: Channel | None, *, is_surely_deleted: bool
    ) -> None:
        before = kept_of(campaign)
        after = seen_as(channel, before=before, is_surely_deleted=is_surely_deleted)
        if after == before:
            return
        for name, value in after.columns().items():
            setattr(campaign, name, value)
        audit_id = self._means.note(
            uow,
            campaign,
            deed="channel-changed",
            by=GREENLIGHT,
            before=before.columns(),
            after=after.columns(),
        )
        if after.is_private is not before.is_private:
            await uow.enqueue(redraw_job(campaign, Which.ELSEWHERE, why=audit_id))
        news = news_of(before, after)
        if news and campaign.closed_at is None:
            about = {"campaign": campaign.id, "news": [each.value for each in news], "channel": after.name}
            await announce(uow, Kind.CHANNEL, of=audit_id, about=about, to=None, now=self._means.now())


def in_turn(places: list[Place], *, turn: int) -> list[Place]:
    """Return those whose turn it is, so that all have theirs when there are more than fit into one look around."""
    start = turn * LOOKED_AT_ONE_BY_ONE % len(places) if places else 0
    return (places[start:] + places[:start])[:LOOKED_AT_ONE_BY_ONE]
