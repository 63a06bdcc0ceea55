"""What the command line needs to act on a workspace without running the app."""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import Self

from sqlalchemy import Connection

from bot.app import migrated
from bot.comments.subscribing import Subscribing
from bot.graph import pooled_http
from bot.profiles.profiles import Profiles
from bot.settings import Settings, secret_keys
from bot.slack.calls import SlackCalls, slack_session, web_client
from bot.web.meta import WEBHOOKS
from bot.wiring.outside import graph_client, utc_now
from storage.database import connect
from storage.ids import WorkspaceId, new_id
from storage.secrets import Secrets
from storage.unit_of_work import Job, Storage


class Operator:
    """The use cases of the command line, on the same database as a running app."""

    profiles: Profiles
    subscribing: Subscribing

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    async def __aenter__(self) -> Self:
        settings = self._settings
        await asyncio.to_thread(migrated, settings.database_url)
        self._session = slack_session()
        self._http = pooled_http()
        self._storage = Storage(connect(settings.database_url), enqueue=no_durable_work)
        self.slack = SlackCalls(
            web_client(
                token=settings.slack_bot_token.get_secret_value(),
                url=settings.slack_api_url,
                session=self._session,
                patient=False,
            )
        )
        self.graph = graph_client(self._http, settings, storage=self._storage)
        self.profiles = Profiles(
            storage=self._storage,
            graph=self.graph,
            secrets=Secrets(secret_keys(settings)),
            now=utc_now,
            new_id=new_id,
        )
        self.subscribing = Subscribing(
            graph=self.graph,
            address=f"{settings.public_url.rstrip('/')}{WEBHOOKS}",
            verify_token=settings.meta_verify_token,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._storage.close()
        await self._http.aclose()
        await self._session.close()

    async def workspace_id(self) -> WorkspaceId:
        """Return the workspace that the Slack token is for. Raises SlackError."""
        whoami = await self.slack.whoami()
        async with self._storage.across_workspaces() as everywhere:
            await everywhere.ensure(WorkspaceId(whoami.team_id), name=whoami.team_name, now=utc_now())
        return WorkspaceId(whoami.team_id)


def no_durable_work(_connection: Connection, job: Job) -> None:
    """Refuse a job: it would be done in a process that ends at once."""
    raise RuntimeError(f"the command line cannot begin durable work ({job.workflow}): the running app does that")
