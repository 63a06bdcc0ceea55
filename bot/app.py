"""The whole application, started and stopped as one; what it is made of is put together in `bot.wiring`."""

from __future__ import annotations

import asyncio
import logging
from functools import partial

import aiohttp
import httpx
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from starlette.routing import Route

import handlers
from bot.engine import Engine
from bot.errors import GreenlightError, StorageDown
from bot.graph import pooled_http
from bot.languages import Languages
from bot.services import Services
from bot.settings import Settings, SlackMode
from bot.slack.calls import SlackCalls, Whoami, slack_session, web_client
from bot.slack.errors import SlackBusy
from bot.slack.functions import SlackFunctions
from bot.slack.uploads import SlackUploads
from bot.web.site import Server, listen, server, site
from bot.web.socket import SocketLine
from bot.wiring import Outside, wired
from bot.wiring.outside import utc_now
from bot.words import shipped
from handlers.errors import plain_words
from storage.database import DatabaseDown, connect
from storage.ids import WorkspaceId
from storage.migrate import migrate
from storage.unit_of_work import Storage

log = logging.getLogger(__name__)

DEFAULT_PORT = 3000
LOCKED_TRIES = 8
LOCKED_PAUSE = 0.5
"""Seconds, on top of the two or three that each try waits for the lock by itself."""
SLACK_PAUSE = 3.0


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
        outside = Outside(
            settings=settings,
            languages=self._languages,
            storage=self._storage,
            engine=self._engine,
            http=self._http,
            session=session,
            patient=SlackCalls(patient),
            prompt=SlackCalls(prompt),
            uploads=SlackUploads(patient, session),
            functions=SlackFunctions(patient),
            plain=partial(plain_words, client=patient),
        )
        services, self._pages = wired(outside)
        await self._engine.start()

        whoami = await _introduced(services.slack)
        await _noted(whoami, storage=self._storage)
        app = listening(settings, prompt, services)
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


def listening(settings: Settings, client: AsyncWebClient, services: Services) -> AsyncApp:
    """Make Bolt's app, with every listener."""
    app = AsyncApp(
        client=client,
        name="greenlight",  # without it Bolt searches every loaded module for the file of its caller: half of a start
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
