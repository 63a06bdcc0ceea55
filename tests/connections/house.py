"""The use cases about logins over a real database, with the sandbox for Slack and Meta, and durable work done by hand."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

from pydantic import SecretStr

from bot.comments.hooking import Hooking
from bot.connections.checking import Checking
from bot.connections.facts import NoticeFacts
from bot.connections.giving_back import GivingBack
from bot.connections.leaving import Leaving
from bot.connections.means import LoginMeans
from bot.connections.overview import Overview
from bot.connections.picking import Choices, Picking
from bot.connections.removed import Removing
from bot.connections.signing_in import SigningIn
from bot.connections.telling import AboutLogins
from bot.graph import Addresses, GraphClient, MetaApp, pooled_http
from bot.languages import Languages
from bot.notices.telling import Noticing
from bot.people import People
from bot.permissions.durable import Means
from bot.permissions.looking.sync import Syncing
from bot.permissions.record import Recorder
from bot.policy import Person
from bot.profiles.profiles import NewProfile, Profiles
from bot.slack.calls import SlackCalls, Words, slack_session, web_client
from storage.database import connect
from storage.ids import ConnectionId, PersonId, ProfileId, WorkspaceId, new_id
from storage.logins import Connection, Life, Notice, SignIn, Way
from storage.secrets import Secrets
from storage.tables import Profile, Request
from storage.unit_of_work import Storage
from tests.running import Slack
from tests.stories.hands import ByHand
from tests.stories.meta import Meta

BASE = "http://127.0.0.1:4000"
KEYS = [SecretStr("a-key-for-connections-of-enough-characters")]
SKIN, HOME = "instagram:17841405309211845", "instagram:17841409876543213"
SKIN_PAGE = "page:104233445566701"
ELSEWHERE = WorkspaceId("T0ELSEWHERE")


class House:
    """One Greenlight whose durable work is done when a test says so."""

    def __init__(self, database_url: str, *, slack: Slack, meta: Meta, skew: float, base: str = BASE) -> None:
        self.slack, self.meta, self._skew, self.base = slack, meta, skew, base
        self.engine = ByHand()
        self.storage = Storage(connect(database_url), enqueue=self.engine.enqueue)
        self.secrets = Secrets(KEYS)
        self._http, self._session = pooled_http(), slack_session()
        self.ana, self.ben, self.chloe = (PersonId(slack.user(name)) for name in ("ana", "ben", "chloe"))
        self.here = WorkspaceId(slack.world["team_id"])
        app = MetaApp(id=meta.world["app_id"], secret=SecretStr(meta.world["app_secret"]))
        graph = GraphClient(
            self._http, app=app, addresses=Addresses(version="v26.0", graph=meta.url, login=meta.url), deadline=10
        )
        client = web_client(token=slack.world["bot_token"], url=slack.api_url, session=self._session, patient=True)
        self.means = LoginMeans(
            storage=self.storage,
            engine=self.engine,
            graph=graph,
            secrets=self.secrets,
            slack=(calls := SlackCalls(client)),
            people=(people := People(slack=calls, now=self.now)),
            app_id=meta.world["app_id"],
            public_url=base,
            keys=KEYS,
            now=self.now,
            new_id=self._new_id,
        )
        recorder = Recorder(now=self.now, new_id=new_id)
        self.signing_in = SigningIn(self.means)
        self.picking = Picking(self.means, signing_in=self.signing_in, recorder=recorder)
        self.checking, self.leaving = Checking(self.means), Leaving(self.means, recorder=recorder)
        self.noticing = Noticing(
            storage=self.storage,
            engine=self.engine,
            slack=self.means.slack,
            people=people,
            subjects=[AboutLogins(self.means, draw=self._drawn)],
            now=self.now,
        )
        self.removing = Removing(self.means, app_secret=app.secret)
        self.overview = Overview(self.means)
        self.profiles = Profiles(storage=self.storage, graph=graph, secrets=self.secrets, now=self.now, new_id=new_id)
        self.syncing = Syncing(
            Means(
                storage=self.storage,
                engine=self.engine,
                graph=graph,
                secrets=self.secrets,
                recorder=recorder,
                languages=Languages(),
                now=self.now,
                new_id=new_id,
            )
        )
        self.hooking = Hooking(self.means, is_heard=True)
        self.hooking.register()
        for use_case in (self.checking, GivingBack(self.means, parting=self.hooking.part), self.noticing, self.syncing):
            use_case.register()
        self.drawn: list[NoticeFacts] = []
        self.sign_in_ids: list[str] = []
        self._done: set[str] = set()

    async def set_up(self) -> None:
        """Make both workspaces."""
        async with self.storage.across_workspaces() as everywhere:
            await everywhere.ensure(self.here, name="Northlight", now=self.now())
            await everywhere.ensure(ELSEWHERE, name="Elsewhere", now=self.now())

    async def close(self) -> None:
        """Close everything."""
        await self.storage.close()
        await self._http.aclose()
        await self._session.close()

    def now(self) -> datetime:
        """Give the moment that Slack and Meta think it is too."""
        return datetime.fromtimestamp(time.time() + self._skew, UTC)

    async def wait(self, **span: float) -> None:
        """Let time pass, for everybody."""
        seconds = timedelta(**span).total_seconds()
        self._skew += seconds
        at_meta = (await self.meta.post("clock", advance_seconds=seconds))["now"]
        at_slack = (await self.slack.post("clock", advance_seconds=0))["now"]  # in one process they have one clock
        await self.slack.post("clock", advance_seconds=max(at_meta - at_slack, 0))

    def be_off(self, **span: float) -> None:
        """Put our own clock wrong."""
        self._skew += timedelta(**span).total_seconds()

    def configured(self, **changes: Any) -> SigningIn:
        """Give the use case with other settings."""
        return SigningIn(replace(self.means, **changes))

    def picking_of(self, signing_in: SigningIn) -> Picking:
        """Give the choice of accounts with other settings."""
        recorder = Recorder(now=self.now, new_id=new_id)
        return Picking(signing_in._means, signing_in=signing_in, recorder=recorder)

    # Somebody connects

    async def begin(
        self, *, person: PersonId | None = None, browser: str = "b" * 40, ws: WorkspaceId | None = None, **about: Any
    ) -> str:
        """Use a fresh link; returns the address of Meta's dialog."""
        link = self.signing_in.link(ws or self.here, person or self.ana, **about)
        self.sign_in_ids.append(self._newest_id)
        return await self.signing_in.begin(link.rsplit("/", 1)[1], browser=browser)

    async def answered(
        self, dialog: str, *, who: str = "nora", answer: str = "accept", assets: Sequence[str] | None = None
    ) -> dict[str, str]:
        """Answer Meta's dialog; returns what it leads back with."""
        body = {"person": who, "redirect": dialog, "answer": answer, "assets": assets}
        location = str((await self.meta.post("login", **body))["location"])
        query = parse_qs(urlsplit(location).query)
        return {name: values[0] for name, values in query.items()}

    async def choosing(
        self,
        *,
        who: str = "nora",
        answer: str = "accept",
        assets: Sequence[str] | None = None,
        person: PersonId | None = None,
        browser: str = "b" * 40,
        ws: WorkspaceId | None = None,
        **about: Any,
    ) -> Choices:
        """Go to the choice of accounts."""
        dialog = await self.begin(person=person, browser=browser, ws=ws, **about)
        query = await self.answered(dialog, who=who, answer=answer, assets=assets)
        sign_in_id = await self.signing_in.come_back(query, browser=browser)
        return await self.picking.choices(sign_in_id, browser=browser)

    async def connect(self, *keys: str, browser: str = "b" * 40, **how: Any) -> Choices:
        """Connect accounts, the whole way."""
        choices = await self.choosing(browser=browser, **how)
        await self.picking.connect(choices.sign_in_id, browser=browser, picked=keys)
        return choices

    async def paste(self, username: str = "northlight.skin") -> Profile:
        """Connect a profile with a pasted token, as an operator does."""
        known = self.meta.profile(username)
        new = NewProfile(ig_id=known["ig_id"], username=username, token=SecretStr(known["access_token"]))
        return (await self.profiles.connect(self.here, new)).profile

    # Durable work

    async def work(self, *kinds: str) -> int:
        """Do the work of those kinds that was not done yet, and what it brings along; returns how many pieces."""
        done = 0
        while todo := [job for job in self.engine.jobs if job.workflow in kinds and job.id not in self._done]:
            for job in todo:
                self._done.add(job.id)
                await self.engine.do(job)
                done += 1
        return done

    async def check(self) -> None:
        """Check every connection that is due, and do what comes of it but telling."""
        await self.engine.tick("tend")
        await self.work("inspect")

    async def look(self) -> None:
        """Look at every profile that is due."""
        await self.engine.tick("tick")
        await self.work("look", "look-across")

    # What there is

    async def profile(self, key: str, *, ws: WorkspaceId | None = None) -> Profile:
        """Return a profile by its account."""
        async with self.storage.read(ws or self.here) as uow:
            found = await uow.profiles.by_ig_id(key.split(":")[1])
        assert found is not None
        return found

    async def engine_is_idle_for(self, profile_id: ProfileId) -> bool:
        """Tell whether no look at a profile is due."""
        await self.engine.tick("tick")
        return all(profile_id not in " ".join([job.id, *job.args]) for job in self.engine.jobs)

    async def connections(self, *, ws: WorkspaceId | None = None) -> list[Connection]:
        """Return every connection of a workspace, the oldest first."""
        found: list[Connection] = []
        async with self.storage.across_workspaces() as everywhere:
            for user in await self._people():
                found += list(await everywhere.connections_of(user))
            found += await everywhere.unknown_grants()
        ours = [each for each in found if each.workspace_id == (ws or self.here)]
        return sorted(ours, key=lambda each: (each.granted_at, each.id))

    async def connection(self, *, ws: WorkspaceId | None = None) -> Connection:
        """Return the only connection."""
        (connection,) = await self.connections(ws=ws)
        return connection

    async def ways(self, profile_id: ProfileId) -> list[Way]:
        """Return the ways to a profile."""
        async with self.storage.read(self.here) as uow:
            return [way for way, _connection in await uow.connections.ways_to(profile_id)]

    async def sign_in(self, sign_in_id: str) -> SignIn | None:
        """Return a sign-in as it is kept."""
        async with self.storage.across_workspaces() as everywhere:
            return await everywhere.sign_in(sign_in_id)

    async def notices(self) -> list[Notice]:
        """Return what is still to be told."""
        async with self.storage.across_workspaces() as everywhere:
            return list(await everywhere.notices_unsent(now=self.now() + timedelta(days=400), limit=100))

    async def requests(self, profile_id: ProfileId) -> list[Request]:
        """Return the live requests of a profile."""
        async with self.storage.read(self.here) as uow:
            return list(await uow.requests.states_of_profile(profile_id))

    async def letters(self, person: PersonId) -> list[str]:
        """Return the direct messages that somebody got."""
        world = await self.slack.get("world")
        places = [each["id"] for each in world["channels"] if each["is_im"] and person in each["members"]]
        return [message["text"] for place in places for message in await self.slack.messages(place)]

    async def life_of(self, connection_id: ConnectionId) -> Life | None:
        """Return how far a connection has come; None when it is forgotten."""
        async with self.storage.read(self.here) as uow:
            found = await uow.connections.get(connection_id)
        return found.life if found else None

    def person(self, person_id: PersonId | None = None, *, is_guest: bool = False) -> Person:
        """Describe a person to the policy."""
        return Person(id=person_id or self.ana, is_guest=is_guest, is_in_channel=True)

    async def _people(self) -> list[str]:
        return [each["id"] for each in (await self.meta.get("world"))["people"]]

    def _new_id(self) -> str:
        self._newest_id = new_id()
        return self._newest_id

    def _drawn(self, facts: NoticeFacts) -> Words:
        self.drawn.append(facts)
        return Words(text=type(facts).__name__)
