"""The web application keeps no more of what strangers send than anything of Slack's is long."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from typing import Any

import httpx
from slack_bolt.async_app import AsyncApp
from slack_sdk.signature import SignatureVerifier

from bot.web.site import MOST_BYTES, SLACK_PATH, site

SECRET = "a-signing-secret"


async def _ready() -> dict[str, str]:
    return {}


def _visitor() -> httpx.AsyncClient:
    app = AsyncApp(token="xoxb-none", signing_secret=SECRET)
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(site(slack=app, readiness=_ready)), base_url="http://greenlight.example"
    )


async def test_a_body_without_end_is_refused_long_before_it_ends() -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        for _piece in range(1024):
            sent += 64 * 1024
            yield bytes(64 * 1024)

    async with _visitor() as visitor:
        answer = await visitor.post(SLACK_PATH, content=endless())

    assert answer.status_code == 413
    assert sent <= MOST_BYTES + 64 * 1024


async def test_what_slack_signed_is_read_whole() -> None:
    body = '{"type": "url_verification", "challenge": "' + "c" * 300_000 + '"}'
    headers = _signed(body)
    async with _visitor() as visitor:
        answer = await visitor.post(SLACK_PATH, content=body, headers=headers)
        altered = await visitor.post(SLACK_PATH, content=body.replace("c", "d"), headers=headers)

    assert (answer.status_code, len(answer.json()["challenge"])) == (200, 300_000)
    assert altered.status_code == 401


def _signed(body: str) -> dict[str, Any]:
    stamp = str(int(time.time()))
    signature = SignatureVerifier(SECRET).generate_signature(timestamp=stamp, body=body)
    return {
        "content-type": "application/json",
        "x-slack-request-timestamp": stamp,
        "x-slack-signature": signature or "",
    }
