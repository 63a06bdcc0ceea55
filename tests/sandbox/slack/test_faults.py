"""Faults on order: lost, held, slow and wrong answers, before or after the effect."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.running import Slack, until
from tests.sandbox.slack.refusals import error_of


@pytest.fixture
async def http(slack: Slack) -> AsyncIterator[httpx.AsyncClient]:
    """Give a plain HTTP client of the Web API, which shows what the wire shows."""
    headers = {"Authorization": f"Bearer {slack.world['bot_token']}"}
    async with httpx.AsyncClient(base_url=slack.api_url, headers=headers, timeout=10) as http:
        yield http


def _post(slack: Slack, http: httpx.AsyncClient) -> Any:
    body = {"channel": slack.channel("spring-launch"), "text": "card"}
    return http.post("chat.postMessage", json=body)


async def _held(slack: Slack) -> list[dict[str, Any]]:
    held: list[dict[str, Any]] = (await slack.get("held"))["held"]
    return held


async def _count(slack: Slack) -> int:
    return len(await slack.messages("spring-launch"))


@pytest.mark.parametrize(("when", "messages"), [("before", 0), ("after", 1)])
async def test_a_lost_answer_drops_the_connection(
    slack: Slack, http: httpx.AsyncClient, when: str, messages: int
) -> None:
    await slack.post("fault", on="chat.postMessage", kind="lost", when=when)

    with pytest.raises(httpx.RemoteProtocolError):
        await _post(slack, http)

    assert await _count(slack) == messages
    assert (await slack.calls("chat.postMessage"))[0]["error"] == "lost"
    assert (await _post(slack, http)).json()["ok"]


@pytest.mark.parametrize(("when", "messages"), [("before", 0), ("after", 1)])
async def test_a_held_call_whose_client_dies_has_its_effect_only_when_held_after(
    slack: Slack, http: httpx.AsyncClient, when: str, messages: int
) -> None:
    await slack.post("fault", on="chat.postMessage", kind="hold", when=when)
    calling = asyncio.ensure_future(_post(slack, http))
    held = await until(lambda: _held(slack))

    calling.cancel()
    await asyncio.gather(calling, return_exceptions=True)
    await http.aclose()

    async def nothing_held() -> bool:
        return not await _held(slack)

    await until(nothing_held)
    await slack.post("release")
    assert (held[0]["on"], held[0]["when"], held[0]["args"]["text"]) == ("chat.postMessage", when, "card")
    assert await _count(slack) == messages


@pytest.mark.parametrize(("drop", "messages"), [(False, 1), (True, 0)])
async def test_a_held_call_goes_on_or_is_dropped_when_released(
    slack: Slack, http: httpx.AsyncClient, drop: bool, messages: int
) -> None:
    await slack.post("fault", on="*", kind="hold", when="before")
    calling = asyncio.ensure_future(_post(slack, http))
    await until(lambda: _held(slack))
    assert await _count(slack) == 0

    await slack.post("release", drop=drop)
    answers = await asyncio.gather(calling, return_exceptions=True)

    assert isinstance(answers[0], httpx.RemoteProtocolError if drop else httpx.Response)
    assert await _count(slack) == messages


async def test_a_slow_call_waits_on_the_sandboxs_clock(slack: Slack, http: httpx.AsyncClient) -> None:
    await slack.post("fault", on="chat.postMessage", kind="slow", seconds=600)
    calling = asyncio.ensure_future(_post(slack, http))

    async def arrived() -> bool:
        return bool(await slack.calls("chat.postMessage"))

    await until(arrived)
    assert await _count(slack) == 0
    await slack.post("clock", advance_seconds=600)

    assert (await calling).json()["ok"]


async def test_wrong_answers_come_as_often_as_ordered(
    slack: Slack, http: httpx.AsyncClient, client: AsyncWebClient
) -> None:
    await slack.post("fault", on="auth.test", kind="error", error="account_inactive", times=2)
    await slack.post("fault", on="auth.test", kind="status", status=503)
    await slack.post("fault", on="auth.test", kind="garbage")
    await slack.post("fault", on="auth.test", kind="ratelimited", seconds=7)

    assert [await error_of(client.auth_test()) for _ in range(2)] == ["account_inactive"] * 2
    assert (await http.post("auth.test")).status_code == 503
    assert (await http.post("auth.test")).content.startswith(b"<html>")
    with pytest.raises(SlackApiError) as limited:
        await client.auth_test()
    assert (limited.value.response.status_code, limited.value.response.headers["Retry-After"]) == (429, "7")
    assert (await client.auth_test())["ok"]


async def test_a_fault_that_does_not_exist_is_refused(slack: Slack) -> None:
    unknown = await slack.try_post("fault", on="auth.test", kind="explode")
    never = await slack.try_post("fault", on="auth.test", kind="lost", when="sometime")

    assert (unknown.status_code, never.status_code) == (409, 409)
    assert "one of" in unknown.json()["error"]
