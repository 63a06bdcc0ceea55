"""HTTP mode: signed requests to Bolt's own request handler."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
import uvicorn
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from tests.running import Slack, until
from tests.sandbox.slack.blocks import JSON, asks, modal, option
from tests.sandbox.slack.listening import Ear


class Front:
    """The app's web server: Bolt behind it, unless `status` says what to answer instead."""

    def __init__(self, app: AsyncApp) -> None:
        self._handler = AsyncSlackRequestHandler(app)
        self.requests: list[Request] = []
        self.status: int | None = None
        self.headers: dict[str, str] = {}

    async def answer(self, request: Request) -> Response:
        """Answer one delivery."""
        await request.body()  # kept in the request for those who read it later
        self.requests.append(request)
        if self.status is not None:
            return PlainTextResponse("", status_code=self.status, headers=self.headers)
        return await self._handler.handle(request)


@pytest.fixture
def http_app(fresh_slack: Slack) -> AsyncApp:
    """Give a Bolt application that checks signatures."""
    client = AsyncWebClient(token=fresh_slack.world["bot_token"], base_url=fresh_slack.api_url)
    return AsyncApp(client=client, signing_secret=fresh_slack.world["signing_secret"])


@pytest.fixture
async def front(fresh_slack: Slack, http_app: AsyncApp) -> AsyncIterator[Front]:
    """Serve the application and tell the workspace where."""
    front = Front(http_app)
    web = Starlette(routes=[Route("/slack/events", front.answer, methods=["POST"])])
    server = uvicorn.Server(uvicorn.Config(web, port=0, log_level="critical", lifespan="off"))
    serving = asyncio.ensure_future(server.serve())

    async def started() -> bool:
        return server.started

    await until(started)
    port = server.servers[0].sockets[0].getsockname()[1]
    await fresh_slack.post("http", url=f"http://127.0.0.1:{port}/slack/events")
    yield front
    server.should_exit = True
    await serving


async def test_commands_and_submissions_are_signed_forms(fresh_slack: Slack, http_app: AsyncApp, front: Front) -> None:
    command, submission = Ear(text="typed"), Ear(response_action="errors", errors={"who": "No."})
    http_app.command("/partnership")(command.hear)
    http_app.view("ask")(submission.hear)
    http_app.options("it")(Ear(options=[option("a")]).hear)

    typed = await fresh_slack.post("command", user="ana", channel="general", command="/partnership")
    client = http_app.client
    view = modal(asks("who", {"type": "external_select", "min_query_length": 0}), callback_id="ask")
    opened = (await client.views_open(trigger_id=typed["trigger_id"], view=view))["view"]
    about = {"user": "ana", "view_id": opened["id"]}
    await fresh_slack.post("interact", type="block_suggestion", action_id="it", value="", **about)
    sent = await fresh_slack.post("view_submit", values={"who": {"it": "a"}}, **about)

    assert typed["ack"] == {"status": 200, "body": "typed"}
    assert sent["errors"] == {"who": "No."}
    assert {r.headers["content-type"] for r in front.requests} == {"application/x-www-form-urlencoded"}
    assert all(r.headers["x-slack-signature"].startswith("v0=") for r in front.requests)


async def test_the_signatures_time_is_the_workspaces_clock(
    fresh_slack: Slack, http_app: AsyncApp, front: Front
) -> None:
    http_app.command("/partnership")(Ear().hear)
    await fresh_slack.post("clock", advance_seconds=10 * 60)

    typed = await fresh_slack.post("command", user="ana", channel="general", command="/partnership")

    # Bolt refuses what is more than five minutes off.
    assert (typed["ok"], typed["error"], typed["ack"]["status"]) == (False, "dispatch_failed", 401)


async def test_an_event_comes_again_three_times_with_its_number(fresh_slack: Slack, front: Front) -> None:
    front.status = 500
    await fresh_slack.post("interact", type="home_opened", user="ana")

    async def tried(times: int) -> bool:
        return len(front.requests) == times

    await until(lambda: tried(2))
    await until(lambda: _is_waiting(fresh_slack, attempts=2))
    await fresh_slack.post("clock", advance_seconds=60)
    await until(lambda: tried(3))
    await until(lambda: _is_waiting(fresh_slack, attempts=3))
    await fresh_slack.post("clock", advance_seconds=300)
    await until(lambda: tried(4))

    numbers = [request.headers.get("x-slack-retry-num") for request in front.requests]
    assert numbers == [None, "1", "2", "3"]
    assert front.requests[1].headers["x-slack-retry-reason"] == "http_error"
    bodies = [await request.json() for request in front.requests]
    assert len({body["event_id"] for body in bodies}) == 1


async def _is_waiting(slack: Slack, *, attempts: int) -> bool:
    deliveries: list[JSON] = (await slack.get("log"))["deliveries"]
    return [bool(each["failed"]) for each in deliveries] == [True] * attempts


async def test_an_app_can_ask_for_no_retry(fresh_slack: Slack, http_app: AsyncApp, front: Front) -> None:
    front.status, front.headers = 500, {"x-slack-no-retry": "1"}
    await fresh_slack.post("interact", type="home_opened", user="ana")

    async def came() -> bool:
        return len(front.requests) == 1

    await until(came)
    http_app.command("/partnership")(Ear().hear)
    front.status = None

    # Anything that comes after the event shows that no second try came between.
    await fresh_slack.post("command", user="ana", channel="general", command="/partnership")

    assert [request.headers["content-type"] for request in front.requests] == [
        "application/json",
        "application/x-www-form-urlencoded",
    ]


async def test_nobody_at_the_request_url_is_a_failed_dispatch(fresh_slack: Slack) -> None:
    await fresh_slack.post("http", url="http://127.0.0.1:9/slack/events")

    typed = await fresh_slack.post("command", user="ana", channel="general", command="/partnership")

    assert (typed["ok"], typed["error"]) == (False, "dispatch_failed")
