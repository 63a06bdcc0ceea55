"""Socket Mode with a watchdog: the connection to Slack is kept, whatever the client library's own retries get stuck in.

slack_sdk's client retries a dead address for ever and may hang on closing, so each connection is given a fixed time to be
made and to be closed, and is built afresh when it stays down.
https://docs.slack.dev/apis/events-api/using-socket-mode
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress

import aiohttp
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.calls import open_socket_address
from bot.slack.errors import SlackError, SlackRefused

log = logging.getLogger(__name__)

CONNECT_SECONDS = 5.0
"""An address works once and the library tries it every five seconds, so a second try is never of use."""
CLOSE_SECONDS = 3.0
LOOK_EVERY = 1.0
DOWN_FOR = 5.0
"""How long the library may try to reconnect by itself before we build a new connection."""
PAUSE = 2.0
_FINAL = frozenset(
    {"invalid_auth", "not_authed", "not_allowed_token_type", "missing_scope", "account_inactive", "token_revoked"}
)


class SocketLine:
    """The line to Slack: opened, watched, opened again."""

    def __init__(self, app: AsyncApp, *, app_token: str, web_client: AsyncWebClient) -> None:
        self._app = app
        self._app_token = app_token
        self._web_client = web_client
        self._handler: AsyncSocketModeHandler | None = None
        self._watching: asyncio.Task[None] | None = None
        self.is_up = False

    async def open(self) -> None:
        """Open the line and keep it open until `close`. Raises SlackRefused when the app token is no good."""
        while not await self._opened():
            log.warning("Slack cannot be reached over Socket Mode; trying again in %.0f s", PAUSE)
            await asyncio.sleep(PAUSE)
        self._watching = asyncio.create_task(self._watch())

    async def close(self) -> None:
        """Close the line."""
        if self._watching is not None:
            self._watching.cancel()
            with suppress(asyncio.CancelledError):
                await self._watching
        await self._hang_up()

    async def _watch(self) -> None:
        down_since: float | None = None
        while True:
            await asyncio.sleep(LOOK_EVERY)
            now = asyncio.get_running_loop().time()
            if self._handler is not None and await self._handler.client.is_connected():
                if not self.is_up:
                    log.info("the line to Slack is up again")
                self.is_up, down_since = True, None
                continue
            if self.is_up:
                log.warning("the line to Slack is down")
            self.is_up = False
            down_since = down_since if down_since is not None else now
            if now - down_since >= DOWN_FOR:
                await self._hang_up()
                try:
                    await self._opened()
                except SlackRefused as error:
                    log.error("Slack refuses the connection: %s", error)
                down_since = asyncio.get_running_loop().time()

    async def _opened(self) -> bool:
        try:
            # Asked for here and not by the library: it would try a token that Slack refuses for ever, and not say so.
            address = await open_socket_address(self._web_client, app_token=self._app_token)
        except SlackRefused as error:
            if error.code in _FINAL:
                raise
            return False
        except SlackError:
            return False
        handler = AsyncSocketModeHandler(self._app, self._app_token, web_client=self._web_client)
        handler.client.wss_uri = address
        self._handler = handler
        try:
            await asyncio.wait_for(handler.connect_async(), timeout=CONNECT_SECONDS)
        except (SlackClientError, aiohttp.ClientError, TimeoutError, OSError):
            await self._hang_up()
            return False
        self.is_up = True
        return True

    async def _hang_up(self) -> None:
        handler, self._handler = self._handler, None
        self.is_up = False
        if handler is None:
            return
        client = handler.client
        try:
            await asyncio.wait_for(handler.close_async(), timeout=CLOSE_SECONDS)
        except (TimeoutError, aiohttp.ClientError, OSError):
            log.warning("the old line to Slack did not close in time; it is dropped")
        for task in (client.current_session_monitor, client.message_receiver, client.message_processor):
            if task is not None:
                task.cancel()
        if not client.aiohttp_client_session.closed:
            await client.aiohttp_client_session.close()
