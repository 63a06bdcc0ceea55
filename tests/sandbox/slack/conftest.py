"""Unmodified clients of the workspace: slack_sdk's web client, and Bolt over Socket Mode."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest
import yaml
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from tests.nursery import running_sandbox
from tests.running import Slack, until

# What Greenlight's own manifest leaves out and the workspace knows.
_MORE_SCOPES = ["files:write", "team:read", "chat:write.public", "im:history", "usergroups:read"]
_MORE_EVENTS = ["message.channels", "user_change"]


@pytest.fixture(scope="session")
def wide_slack_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run one workspace whose app may do more than Greenlight's manifest asks for."""
    with open("manifest.yml") as file:
        manifest = yaml.safe_load(file)
    manifest["oauth_config"]["scopes"]["bot"] += _MORE_SCOPES
    manifest["settings"]["event_subscriptions"]["bot_events"] += _MORE_EVENTS
    manifest["features"]["slash_commands"][0]["should_escape"] = True
    path = tmp_path_factory.mktemp("wide") / "manifest.yml"
    path.write_text(yaml.safe_dump(manifest))
    with running_sandbox("slack", "--manifest", str(path)) as url:
        yield url


@pytest.fixture
async def wide_slack(wide_slack_url: str) -> AsyncIterator[Slack]:
    """Give the seeded workspace of the app with more scopes and events."""
    async with Slack(wide_slack_url) as workspace:
        yield workspace


@pytest.fixture
def wide_client(wide_slack: Slack) -> AsyncWebClient:
    """Give a web client of the app with more scopes."""
    token, url = wide_slack.world["bot_token"], wide_slack.api_url
    return AsyncWebClient(token=token, base_url=url, retry_handlers=[])


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
