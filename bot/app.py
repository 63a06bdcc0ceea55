"""The composition root: settings -> storage -> engine -> services -> handlers -> web. Nothing else wires."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime
from functools import partial
from typing import Any

import aiohttp
import httpx
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from starlette.routing import Route

import handlers
from bot.batches.carrying import Carrying
from bot.batches.results import Results
from bot.batches.settling import Settling
from bot.batches.trying import Trying
from bot.budgets import SharedLedger
from bot.campaigns.campaigns import Campaigns
from bot.campaigns.channels import Channels
from bot.campaigns.editing import Editing
from bot.campaigns.leavers import Leavers
from bot.campaigns.means import CampaignMeans
from bot.campaigns.moving import Moving
from bot.campaigns.team import Team
from bot.campaigns.telling import AboutCampaigns
from bot.campaigns.usual import UsualTemplate
from bot.campaigns.usual_rules import UsualRules
from bot.codes.checking import CheckingCodes
from bot.codes.codes import Codes
from bot.codes.making import MakingCodes
from bot.codes.own import OwnCodes
from bot.comments.acting import Acting
from bot.comments.arriving import Arriving
from bot.comments.catching_up import CatchingUp
from bot.comments.doing import DoingWithComments
from bot.comments.gathering import GatheringComments
from bot.comments.hearing import Hearing
from bot.comments.ruling import RulingComments
from bot.comments.telling import TellingComments
from bot.connections.checking import Checking
from bot.connections.connecting import Connecting
from bot.connections.giving_back import GivingBack
from bot.connections.leaving import Leaving
from bot.connections.means import LoginMeans
from bot.connections.overview import Overview
from bot.connections.picking import Picking
from bot.connections.removed import Removing
from bot.connections.signing_in import SigningIn
from bot.connections.telling import AboutLogins
from bot.digests.posting import Digesting
from bot.engine import Engine
from bot.errors import GreenlightError, StorageDown
from bot.graph import Addresses, GraphClient, MetaApp, pooled_http
from bot.homes.keeping import Keeping
from bot.homes.morning import Morning
from bot.influencers.ending import EndingAssets
from bot.influencers.inviting import Inviting
from bot.influencers.joining import Joining
from bot.influencers.means import InfluencerMeans
from bot.influencers.moving import MovingAssets
from bot.influencers.returning import Returning
from bot.influencers.telling import AboutCreators
from bot.influencers.visiting import Visiting
from bot.languages import Languages
from bot.letters.letters import Letters
from bot.letters.sending import SendingLetters
from bot.letters.showing import ShowingLetters
from bot.notices.telling import Noticing
from bot.people import People
from bot.permissions.agreeing import Agreeing
from bot.permissions.ask import Asking
from bot.permissions.attempt import Attempting
from bot.permissions.chasing import Chasing
from bot.permissions.deciding import Deciding
from bot.permissions.durable import Means
from bot.permissions.finding import Finding
from bot.permissions.holding import Holding
from bot.permissions.lists import Lists
from bot.permissions.moving import MovingRequests
from bot.permissions.past import Past
from bot.permissions.preflight import Preflights
from bot.permissions.record import Recorder
from bot.permissions.reminding import Reminding
from bot.permissions.sweep import Sweeping
from bot.permissions.sync import Syncing
from bot.permissions.tell import Telling
from bot.permissions.withdraw import Withdrawing
from bot.posts.boostable import Boostable
from bot.posts.facts import CodeFacts
from bot.posts.finding import FindingPosts
from bot.posts.means import PostMeans
from bot.posts.promoting import Promoting
from bot.posts.readiness import Readiness
from bot.posts.telling import AboutDeeds, AboutTags
from bot.profiles.profiles import Profiles
from bot.reporting.facts import Draws
from bot.reporting.making import Reporting
from bot.reporting.naming import Naming
from bot.services import Services
from bot.settings import Settings, SlackMode, mail_server, secret_keys
from bot.slack.calls import SlackCalls, Whoami, slack_session, web_client
from bot.slack.errors import SlackBusy
from bot.slack.files import SlackFiles
from bot.slack.functions import SlackFunctions
from bot.slack.uploads import SlackUploads
from bot.steps.completing import CompletingSteps, Plain
from bot.steps.running import RunningSteps
from bot.tags.carrying import Carrying as CarryingTags
from bot.tags.rounds import Rounds
from bot.web import meta
from bot.web.answers import Answers
from bot.web.connect import ConnectPages
from bot.web.invite import InvitePages
from bot.web.own_posts import OwnPostPages
from bot.web.site import Server, listen, server, site
from bot.web.socket import SocketLine
from bot.words import shipped
from handlers.bulk.card import draw_batch
from handlers.campaign.notice import draw_news
from handlers.comments.card import draw_comments
from handlers.errors import plain_words
from handlers.home.card import draw_home
from handlers.invite.notice import draw_creator_news
from handlers.posts.codes import draw_code, draw_deed, draw_deed_notice
from handlers.profiles.notice import draw_notice
from handlers.report.card import draw_charts, draw_report
from handlers.report.digest import draw_digest
from handlers.report.modal import draw_failed, draw_finished, draw_progress
from handlers.request.card import draw_card, draw_history
from handlers.tags.modal import draw_round, draw_round_notice
from storage.database import DatabaseDown, connect
from storage.ids import WorkspaceId, new_id
from storage.migrate import migrate
from storage.secrets import Secrets
from storage.unit_of_work import Storage

log = logging.getLogger(__name__)

DEFAULT_PORT = 3000
LOCKED_TRIES = 8
LOCKED_PAUSE = 0.5
"""Seconds, on top of the two or three that each try waits for the lock by itself."""
SLACK_PAUSE = 3.0


def utc_now() -> datetime:
    """Return the present moment."""
    return datetime.now(UTC)


def draw_code_now(code: CodeFacts) -> dict[str, Any]:
    """Draw an ad code's window as it is now: its age is in it."""
    return draw_code(code, now=utc_now())


class Greenlight:
    """The whole application, started and stopped as one."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._languages = Languages(usual=shipped(settings.language))
        self._session: aiohttp.ClientSession | None = None
        self._http: httpx.AsyncClient | None = None
        self._storage: Storage | None = None
        self._engine: Engine | None = None
        self._line: SocketLine | None = None
        self._server: Server | None = None
        self._serving: asyncio.Task[None] | None = None
        self._pages: list[Route] = []

    async def start(self) -> Whoami:
        """Start everything; returns which workspace it works for.

        Work left by a crash goes on before Slack is reached: Meta's answers do not wait for Slack. Raises GreenlightError
        when it cannot start for a reason that waiting does not mend.
        """
        settings = self._settings
        for flaw in self._languages.usual.flaws:
            log.warning("the words of %s cannot be used where they are wrong: %s", settings.language, flaw)
        await asyncio.to_thread(migrated, settings.database_url)
        # One session for all calls: without it every call would open a connection of its own.
        session = self._session = slack_session()
        self._http = pooled_http()
        token = settings.slack_bot_token.get_secret_value()
        patient = web_client(token=token, url=settings.slack_api_url, session=session, patient=True)
        prompt = web_client(token=token, url=settings.slack_api_url, session=session, patient=False)
        self._engine = Engine(settings.database_url, languages=self._languages)
        self._storage = Storage(connect(settings.database_url), enqueue=self._engine.enqueue)
        services = self._wired(
            self._storage,
            self._engine,
            patient=SlackCalls(patient),
            prompt=SlackCalls(prompt),
            uploads=SlackUploads(patient, session),
            functions=SlackFunctions(patient),
            plain=partial(plain_words, client=patient),
        )
        await self._engine.start()

        whoami = await _introduced(services.slack)
        await _noted(whoami, storage=self._storage)
        app = _listening(settings, prompt, services)
        await self._reachable(app, session)
        return whoami

    async def stop(self) -> None:
        """Stop taking work and close everything; what is in flight is recorded and goes on at the next start."""
        if self._line is not None:
            await self._line.close()
        if self._server is not None and self._serving is not None:
            self._server.should_exit = True
            await self._serving
        if self._engine is not None:
            await self._engine.stop()
        if self._storage is not None:
            await self._storage.close()
        if self._http is not None:
            await self._http.aclose()
        if self._session is not None:
            await self._session.close()

    def _wired(
        self,
        storage: Storage,
        engine: Engine,
        *,
        patient: SlackCalls,
        prompt: SlackCalls,
        uploads: SlackUploads,
        functions: SlackFunctions,
        plain: Plain,
    ) -> Services:
        """Put the use cases together. Listeners get the prompt client (an ack waits), durable work the patient one."""
        settings = self._settings
        assert self._http is not None, "start opens it"
        assert self._session is not None, "start opens it"
        graph = graph_client(self._http, settings, storage=storage)
        secrets = Secrets(secret_keys(settings))
        recorder = Recorder(now=utc_now, new_id=new_id)
        people = People(slack=prompt, now=utc_now)
        means = Means(
            storage=storage,
            engine=engine,
            graph=graph,
            secrets=secrets,
            recorder=recorder,
            languages=self._languages,
            now=utc_now,
            new_id=new_id,
        )
        syncing, withdrawing = Syncing(means), Withdrawing(means)
        telling = Telling(
            storage=storage,
            engine=engine,
            slack=patient,
            draw_card=draw_card,
            draw_history=draw_history,
            draw_batch=draw_batch,
            people=people,
            now=utc_now,
        )
        server = mail_server(settings)
        asking = Asking(means)
        chasing = Chasing(means, is_mail_set_up=server is not None)
        settling = Settling(means, asking=asking)
        deciding = Deciding(means, asking=asking, withdrawing=withdrawing, settling=settling)
        carrying = Carrying(means, asking=asking, slack=patient, draw_batch=draw_batch)
        logins = LoginMeans(
            storage=storage,
            engine=engine,
            graph=graph,
            secrets=secrets,
            slack=prompt,
            people=people,
            app_id=settings.meta_app_id,
            public_url=settings.public_url.rstrip("/"),
            keys=secret_keys(settings),
            now=utc_now,
            new_id=new_id,
        )
        campaigning = CampaignMeans(
            storage=storage,
            engine=engine,
            slack=prompt,
            people=people,
            recorder=recorder,
            now=utc_now,
            new_id=new_id,
        )
        posting = PostMeans(
            storage=storage,
            engine=engine,
            graph=graph,
            secrets=secrets,
            slack=patient,
            people=people,
            now=utc_now,
            new_id=new_id,
        )
        boostable, promoting = Boostable(posting), Promoting(posting, draw=draw_deed)
        making_codes = MakingCodes(posting, draw=draw_code_now)
        channels = Channels(campaigning, slack=patient)
        leaving, signing_in = Leaving(logins, recorder=recorder), SigningIn(logins)
        creators = InfluencerMeans(campaigns=campaigning, logins=logins)
        noticing = Noticing(
            storage=storage,
            engine=engine,
            slack=patient,
            people=people,
            subjects=[
                AboutLogins(logins, draw=draw_notice),
                AboutCampaigns(draw=draw_news),
                AboutTags(draw=draw_round_notice),
                AboutCreators(creators, draw=draw_creator_news),
                AboutDeeds(draw=draw_deed_notice),
            ],
            now=utc_now,
        )
        campaigns, lists = Campaigns(campaigning), Lists(storage=storage, people=people)
        steps = RunningSteps(means, asking=asking, campaigns=campaigns, lists=lists, people=people)
        naming = Naming(storage=storage, engine=engine, slack=patient, now=utc_now)
        reporting = Reporting(
            campaigning,
            patient=patient,
            uploads=uploads,
            naming=naming,
            draws=Draws(
                charts=draw_charts,
                message=draw_report,
                progress=draw_progress,
                finished=draw_finished,
                failed=draw_failed,
            ),
        )
        digesting = Digesting(campaigning, patient=patient, draw=draw_digest)
        for use_case in (
            Attempting(means),
            withdrawing,
            syncing,
            telling,
            carrying,
            settling,
            deciding,
            Reminding(means),
            chasing,
            Sweeping(means),
            SendingLetters(means, server=server),
            steps,
            CompletingSteps(means, slack=patient, functions=functions, plain=plain),
            ShowingLetters(means, slack=patient, draw_history=draw_history),
            Moving(campaigning),
            channels,
            naming,
            reporting,
            digesting,
            Leavers(campaigning, slack=patient),
            CarryingTags(posting, draw=draw_round),
            promoting,
            making_codes,
            CheckingCodes(posting, draw=draw_code_now),
        ):
            use_case.register()
        ending_assets = EndingAssets(creators)
        for about_logins in (Checking(logins), GivingBack(logins), ending_assets, noticing):
            about_logins.register()
        Hearing(storage=storage, engine=engine, now=utc_now).register()
        CatchingUp(logins).register()
        GatheringComments(logins).register()
        DoingWithComments(creators).register()
        TellingComments(logins, patient=patient, draw=draw_comments).register()
        overview = Overview(logins)
        homes = Keeping(
            storage=storage,
            engine=engine,
            slack=patient,
            morning=Morning(storage=storage, people=people, overview=overview, now=utc_now),
            draw_home=draw_home,
            now=utc_now,
        )
        homes.register()
        self._pages = self._web_pages(
            logins,
            creators=creators,
            signing_in=signing_in,
            connecting=Connecting(logins, recorder=recorder),
            own=OwnCodes(posting, making=making_codes),
            recorder=recorder,
            plain=plain,
        )
        return Services(
            asking=asking,
            trying=Trying(means),
            carrying=carrying,
            results=Results(means),
            withdrawing=withdrawing,
            deciding=deciding,
            holding=Holding(means, settling=settling),
            agreeing=Agreeing(means),
            chasing=chasing,
            syncing=syncing,
            telling=telling,
            preflights=Preflights(storage=storage, graph=graph, secrets=secrets),
            letters=Letters(means, is_mail_set_up=server is not None),
            lists=lists,
            past=Past(storage=storage, lists=lists),
            moving=MovingRequests(means),
            finding=Finding(storage=storage, people=people),
            homes=homes,
            campaigns=campaigns,
            editing=Editing(campaigning),
            team=Team(campaigning),
            usual_template=UsualTemplate(campaigning),
            usual_rules=UsualRules(campaigning),
            channels=channels,
            profiles=Profiles(storage=storage, graph=graph, secrets=secrets, now=utc_now, new_id=new_id),
            reporting=reporting,
            digesting=digesting,
            overview=overview,
            signing_in=signing_in,
            leaving=leaving,
            inviting=Inviting(creators),
            ending_assets=ending_assets,
            moving_assets=MovingAssets(creators, leaving=leaving, recorder=recorder),
            commenting=Acting(creators),
            ruling_comments=RulingComments(campaigning),
            steps=steps,
            tags=Rounds(posting),
            posts=boostable,
            finding_posts=FindingPosts(posting),
            promoting=promoting,
            codes=Codes(posting),
            making_codes=making_codes,
            readiness=Readiness(posting, boostable=boostable),
            people=people,
            languages=self._languages,
            slack=prompt,
            files=SlackFiles(self._session, token=settings.slack_bot_token, host=settings.slack_files_url),
            now=utc_now,
        )

    def _web_pages(
        self,
        logins: LoginMeans,
        *,
        creators: InfluencerMeans,
        signing_in: SigningIn,
        connecting: Connecting,
        own: OwnCodes,
        recorder: Recorder,
        plain: Plain,
    ) -> list[Route]:
        """Put the pages together that people and Meta reach, where there is an address for them."""
        settings = self._settings
        if not settings.public_url:
            return []
        connect = ConnectPages(
            signing_in=signing_in,
            picking=Picking(logins, signing_in=signing_in, recorder=recorder),
            languages=self._languages,
            plain=plain,
            public_url=logins.public_url,
            login_url=settings.login_url,
        )
        joining = Joining(creators, signing_in=signing_in, connecting=connecting)
        returning = Returning(creators, joining=joining, connecting=connecting)
        invite = InvitePages(
            visiting=Visiting(creators, signing_in=signing_in),
            joining=joining,
            returning=returning,
            languages=self._languages,
            public_url=logins.public_url,
            login_url=settings.login_url,
        )
        own_posts = OwnPostPages(
            returning=returning,
            own=own,
            languages=self._languages,
            public_url=logins.public_url,
            login_url=settings.login_url,
        )
        answers = Answers(public_url=logins.public_url, login_url=settings.login_url)
        removing = Removing(logins, app_secret=settings.meta_app_secret)
        arriving = Arriving(
            storage=logins.storage,
            app_secret=settings.meta_app_secret,
            verify_token=settings.meta_verify_token,
            now=utc_now,
        )
        return [
            *connect.routes(),
            *invite.routes(),
            *own_posts.routes(),
            *meta.routes(removing, arriving, answers=answers, languages=self._languages),
        ]

    async def _reachable(self, app: AsyncApp, session: aiohttp.ClientSession) -> None:
        """Let Slack reach us: by a line we open, or at a port."""
        settings = self._settings
        by_socket = settings.slack_mode is SlackMode.SOCKET
        if by_socket:
            self._line = SocketLine(
                app,
                app_token=settings.slack_app_token.get_secret_value(),
                web_client=web_client(token="", url=settings.slack_api_url, session=session, patient=False),
            )
            await self._line.open()
        if not by_socket or settings.http_port is not None or self._pages:
            port = settings.http_port if settings.http_port is not None else DEFAULT_PORT
            try:
                listening = listen(port)
            except OSError:
                raise GreenlightError(
                    f"Port {port} cannot be listened on.",
                    why="Something else uses it, or it needs rights this process does not have.",
                    todo="Set GREENLIGHT_HTTP_PORT to a free port.",
                ) from None
            self._server = server(site(slack=None if by_socket else app, readiness=self._missing, pages=self._pages))
            self._serving = asyncio.create_task(self._server.serve(sockets=[listening]))

    async def _missing(self) -> dict[str, str]:
        missing = {}
        assert self._storage is not None, "start opens it"
        try:
            async with self._storage.across_workspaces() as everywhere:
                await everywhere.only()
        except DatabaseDown as error:
            missing["database"] = str(error)
        if self._line is not None and not self._line.is_up:
            missing["slack"] = "the line to Slack is down"
        return missing


def _listening(settings: Settings, client: AsyncWebClient, services: Services) -> AsyncApp:
    app = AsyncApp(
        client=client,
        # Socket Mode needs none, and Bolt insists on one: this one signs nothing.
        signing_secret=settings.slack_signing_secret.get_secret_value() or "socket-mode-has-no-signatures",
        request_verification_enabled=settings.slack_mode is SlackMode.HTTP,
    )
    handlers.register(app, services)
    return app


async def _introduced(slack: SlackCalls) -> Whoami:
    """Ask Slack who we are, for as long as it takes: durable work goes on meanwhile."""
    is_first = True
    while True:
        try:
            return await slack.whoami()
        except SlackBusy as error:
            if is_first:
                log.warning("%s %s Greenlight keeps trying every %.0f s.", error.happened, error.why, SLACK_PAUSE)
            is_first = False
            await asyncio.sleep(SLACK_PAUSE)


async def _noted(whoami: Whoami, *, storage: Storage) -> None:
    """Note the workspace. Work that a crash left goes on meanwhile, and may keep SQLite to itself for seconds."""
    for is_last in (*[False] * LOCKED_TRIES, True):
        try:
            async with storage.across_workspaces() as everywhere:
                await everywhere.ensure(WorkspaceId(whoami.team_id), name=whoami.team_name, now=utc_now())
        except DatabaseDown as error:
            if is_last or error.reason != "locked":
                raise
            await asyncio.sleep(LOCKED_PAUSE)
        else:
            return


def graph_client(http: httpx.AsyncClient, settings: Settings, *, storage: Storage) -> GraphClient:
    """Make the client of Meta's service that the settings describe; what it hears of limits goes into `storage`."""
    addresses = Addresses(
        version=settings.graph_version, graph=settings.graph_url, pages=settings.pages_url, login=settings.login_url
    )
    app = MetaApp(
        id=settings.meta_app_id, secret=settings.meta_app_secret, login_config_id=settings.meta_login_config_id
    )
    return GraphClient(http, app=app, addresses=addresses, ledger=SharedLedger(storage, now=utc_now), now=utc_now)


def migrated(url: str) -> None:
    """Bring the database to this version's schema; raises StorageDown with the words for whoever runs it."""
    try:
        migrate(url)
    except DatabaseDown as error:
        raise storage_down(error) from error


def storage_down(error: DatabaseDown) -> StorageDown:
    """Turn the driver's word for it into a person's."""
    why, todo = {
        "locked": ("Another process is writing to it.", "Stop that one, or wait for it, and start again."),
        "full": ("The disk is full, or the file may not be written to.", "Free some space, or mend the file's rights."),
        "gone": ("It cannot be opened or reached.", "Look at GREENLIGHT_DATABASE_URL, and whether the server runs."),
    }[error.reason]
    return StorageDown("The database cannot be used.", why=why, todo=todo)
