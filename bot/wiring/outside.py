"""What Greenlight is put together from: its settings, and what each process opens once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import aiohttp
import httpx

from bot.budgets import SharedLedger
from bot.engine import Engine
from bot.graph import Addresses, GraphClient, MetaApp
from bot.languages import Languages
from bot.settings import Settings
from bot.slack.calls import SlackCalls
from bot.slack.functions import SlackFunctions
from bot.slack.uploads import SlackUploads
from bot.steps.completing import Plain
from storage.unit_of_work import Storage


@dataclass(frozen=True, kw_only=True)
class Outside:
    """What is outside the use cases: listeners get the prompt client (an ack waits), durable work the patient one."""

    settings: Settings
    languages: Languages
    storage: Storage
    engine: Engine
    http: httpx.AsyncClient
    session: aiohttp.ClientSession
    patient: SlackCalls
    prompt: SlackCalls
    uploads: SlackUploads
    functions: SlackFunctions
    plain: Plain
    """Writes sentences that name people as Slack does for a place that knows no such names."""


def utc_now() -> datetime:
    """Return the present moment."""
    return datetime.now(UTC)


def graph_client(http: httpx.AsyncClient, settings: Settings, *, storage: Storage) -> GraphClient:
    """Make the client of Meta's service that the settings describe; what it hears of limits goes into `storage`."""
    addresses = Addresses(
        version=settings.graph_version, graph=settings.graph_url, pages=settings.pages_url, login=settings.login_url
    )
    app = MetaApp(
        id=settings.meta_app_id, secret=settings.meta_app_secret, login_config_id=settings.meta_login_config_id
    )
    return GraphClient(http, app=app, addresses=addresses, ledger=SharedLedger(storage, now=utc_now), now=utc_now)
