"""The use cases about campaigns over a real database, with the sandbox for Slack, and durable work done by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.campaigns.basics import Basics
from bot.campaigns.campaigns import Campaigns, NewCampaign
from bot.campaigns.channels import Channels
from bot.campaigns.editing import Editing
from bot.campaigns.leavers import Leavers
from bot.campaigns.means import CampaignMeans
from bot.campaigns.moving import Moving
from bot.campaigns.team import Team
from bot.campaigns.telling import AboutCampaigns
from bot.digests.posting import Digesting
from bot.notices.telling import Noticing
from bot.people import People
from bot.permissions.record import Recorder
from bot.slack.calls import SlackCalls, slack_session, web_client
from handlers.campaign.notice import draw_news
from handlers.report.digest import draw_digest
from storage.database import connect
from storage.ids import ChannelId, PersonId, WorkspaceId, new_id
from storage.tables import AuditEntry, Campaign, Message
from storage.unit_of_work import Storage
from tests.running import Slack
from tests.storage.builders import a_profile, a_request
from tests.stories.hands import ByHand
from tests.stories.office import words_of


class Office:
    """One workspace whose campaigns are looked after when a test says so."""

    def __init__(self, database_url: str, *, slack: Slack) -> None:
        self.slack, self.engine, self._later = slack, ByHand(), timedelta()
        self.storage = Storage(connect(database_url), enqueue=self.engine.enqueue)
        self._session = slack_session()
        self.here = WorkspaceId(slack.world["team_id"])
        self.bot = str(slack.world["bot_user_id"])
        self.ana, self.ben, self.chloe = (PersonId(slack.user(name)) for name in ("ana", "ben", "chloe"))
        client = web_client(token=slack.world["bot_token"], url=slack.api_url, session=self._session, patient=False)
        calls = SlackCalls(client)
        self.means = CampaignMeans(
            storage=self.storage,
            engine=self.engine,
            slack=calls,
            people=People(slack=calls, now=self.now),
            recorder=Recorder(now=self.now, new_id=new_id),
            now=self.now,
            new_id=new_id,
        )
        self.campaigns, self.editing, self.team = Campaigns(self.means), Editing(self.means), Team(self.means)
        self.channels = Channels(self.means, slack=calls)
        noticing = Noticing(
            storage=self.storage,
            engine=self.engine,
            slack=calls,
            people=self.means.people,
            subjects=[AboutCampaigns(draw=draw_news)],
            now=self.now,
        )
        leavers = Leavers(self.means, slack=calls)
        self.digesting = Digesting(self.means, patient=calls, draw=draw_digest)
        for use_case in (self.channels, leavers, noticing, Moving(self.means), self.digesting):
            use_case.register()
        self._done: set[str] = set()

    async def set_up(self) -> None:
        """Make the workspace."""
        async with self.storage.across_workspaces() as everywhere:
            await everywhere.ensure(self.here, name="Northlight", now=self.now())

    async def close(self) -> None:
        """Close everything."""
        await self.storage.close()
        await self._session.close()

    def now(self) -> datetime:
        """Give the moment."""
        return datetime.now(UTC) + self._later

    def wait(self, **span: float) -> None:
        """Let time pass; what was remembered of people is asked anew."""
        self._later += timedelta(**span)

    # What people do

    async def channel(self, name: str, *, members: Sequence[str] = ("ana", "greenlight"), **about: Any) -> ChannelId:
        """Make a channel."""
        return ChannelId((await self.slack.post("channel", name=name, members=list(members), **about))["id"])

    async def campaign(self, name: str, *, channel: ChannelId, by: PersonId | None = None) -> Campaign:
        """Make a campaign."""
        basics = Basics(name=name, channel_id=channel, default_profile_id=None, template="")
        return await self.campaigns.create(
            self.here, NewCampaign(basics=basics, asker_ids=[], created_by=by or self.ana)
        )

    async def change(self, channel: ChannelId, **how: Any) -> None:
        """Let something become of a channel in Slack."""
        await self.slack.post("channel", id=channel, **how)

    async def leave(self, channel: ChannelId, user: str) -> None:
        """Take somebody out of a channel."""
        await self.slack.post("join", user=user, channel=channel, member=False)

    # What Greenlight does

    async def look_around(self) -> None:
        """Look at every channel, and tell what there is to tell."""
        await self.engine.tick("look-around")
        await self.tell()

    async def call_the_roll(self) -> None:
        """Look who has left, and tell what there is to tell."""
        await self.engine.tick("roll-call")
        await self.tell()

    async def tell(self) -> None:
        """Do the telling that was not done yet."""
        for job in [job for job in self.engine.jobs if job.workflow == "notify" and job.id not in self._done]:
            self._done.add(job.id)
            await self.engine.do(job)

    # What there is

    async def kept(self, campaign: Campaign) -> Campaign:
        """Return a campaign as it is stored."""
        async with self.storage.read(self.here) as uow:
            found = await uow.campaigns.get(campaign.id)
        assert found is not None
        return found

    async def seen_by(self, person: PersonId) -> set[str]:
        """Return the names of the campaigns that are there for somebody."""
        return {each.name for each in await self.campaigns.suggest(self.here, person_id=person)}

    async def letters(self, person: PersonId) -> list[str]:
        """Return the direct messages that somebody got, whole."""
        world = await self.slack.get("world")
        places = [each["id"] for each in world["channels"] if each["is_im"] and person in each["members"]]
        return [words_of(message) for place in places for message in await self.slack.messages(place)]

    async def history(self, campaign: Campaign) -> list[AuditEntry]:
        """Return the lines of a campaign's history."""
        async with self.storage.read(self.here) as uow:
            return list(await uow.audit.of(campaign.id))

    async def hold_a_card(self, campaign: Campaign) -> str:
        """Have a card wait for the campaign's channel; returns its key."""
        async with self.storage.write(self.here) as uow:
            profile = a_profile()
            request = a_request(profile, campaign)
            uow.profiles.add(profile)
            await uow.flush()
            uow.requests.add(request)
            await uow.flush()
            card = Message(
                key=f"card:{request.id}",
                request_id=request.id,
                channel_id=campaign.channel_id,
                sweep_at=self.now(),
                held_since=self.now(),
                held_words="It is archived.",
                tries=0,
                run=0,
                created_at=self.now(),
            )
            uow.messages.add(card)
        return card.key

    async def message(self, key: str) -> Message:
        """Return a message as it is stored."""
        async with self.storage.read(self.here) as uow:
            found = await uow.messages.get(key)
        assert found is not None
        return found
