"""Unmodified clients of the workspace: slack_sdk's web client, and Bolt over Socket Mode."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from tests.running import Slack, until


@pytest.fixture
def client(slack: Slack) -> AsyncWebClient:
    """Give a web client with the bot's token."""
    return AsyncWebClient(token=slack.world["bot_token"], base_url=slack.api_url, retry_handlers=[])


@pytest.fixture
def app(client: AsyncWebClient) -> AsyncApp:
    """Give a Bolt application without listeners yet."""
    return AsyncApp(client=client)


@pytest.fixture
async def connected(app: AsyncApp, slack: Slack) -> AsyncIterator[AsyncApp]:
    """Give the application, connected by Socket Mode."""
    handler = AsyncSocketModeHandler(app, slack.world["app_token"], web_client=AsyncWebClient(base_url=slack.api_url))
    await handler.connect_async()
    await until(lambda: slack.has_connections(1))
    yield app
    await handler.close_async()
    await until(lambda: slack.has_connections(0))
