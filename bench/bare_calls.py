"""The floor of an ask: the two calls it comes down to, one after the other, and nothing that would survive a crash."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import httpx
from slack_sdk.web.async_client import AsyncWebClient

from bench.meta import Meta
from bench.slack import Slack

AT_ONCE = 20
"""As many asks at once as Greenlight's own queue takes on."""


class BareCalls:
    """A script that asks and posts."""

    def __init__(self, *, http: httpx.AsyncClient, client: AsyncWebClient, meta: Meta) -> None:
        brand = meta.brand(1)
        token, secret = brand["access_token"], meta.world["app_secret"]
        self._http = http
        self._client = client
        self._url = f"{meta.url}/v26.0/{brand['ig_id']}/branded_content_ad_permissions"
        self._headers = {"Authorization": f"Bearer {token}"}
        self._proof = hmac.new(secret.encode(), token.encode(), hashlib.sha256).hexdigest()

    async def ask(self, creator: str, *, channel: str) -> tuple[float, float]:
        """Ask one creator and post one card; returns when the request and the card were done, in seconds since 1970."""
        asked = await self.request(creator)
        await self._client.chat_postMessage(channel=channel, text=f"@{creator}: Waiting", blocks=_card(creator))
        return asked, time.time()

    async def request(self, creator: str) -> float:
        """Ask one creator; returns when that was done, in seconds since 1970."""
        answer = await self._http.post(
            self._url,
            headers=self._headers,
            data={"creator_instagram_username": creator, "appsecret_proof": self._proof},
        )
        answer.raise_for_status()
        return time.time()

    async def request_all(self, creators: Sequence[str]) -> list[float]:
        """Ask every creator, AT_ONCE at a time."""
        turn = asyncio.Semaphore(AT_ONCE)

        async def one(creator: str) -> float:
            async with turn:
                return await self.request(creator)

        return await asyncio.gather(*(one(creator) for creator in creators))

    async def ask_all(self, asks: Sequence[tuple[str, str]]) -> list[tuple[float, float]]:
        """Ask every (creator, channel), AT_ONCE at a time."""
        turn = asyncio.Semaphore(AT_ONCE)

        async def one(creator: str, channel: str) -> tuple[float, float]:
            async with turn:
                return await self.ask(creator, channel=channel)

        return await asyncio.gather(*(one(creator, channel) for creator, channel in asks))


@asynccontextmanager
async def bare_calls(*, slack: Slack, meta: Meta) -> AsyncIterator[BareCalls]:
    """Open the connections that the script keeps: HTTP clients with pools, as the application's are."""
    async with httpx.AsyncClient(timeout=30, trust_env=False) as http, aiohttp.ClientSession() as session:
        client = AsyncWebClient(token=slack.world["bot_token"], base_url=slack.api_url, session=session)
        yield BareCalls(http=http, client=client, meta=meta)


def _card(creator: str) -> list[dict[str, Any]]:
    """Draw a card of about the size of Greenlight's."""
    words = [f"*Waiting* · @{creator}", "*Sending profile*\n@brand", "*Campaign*\nSpring", "*Asked by*\nsomebody"]
    button = {"type": "button", "action_id": "check", "text": {"type": "plain_text", "text": "Check now"}}
    return [
        *({"type": "section", "text": {"type": "mrkdwn", "text": each}} for each in words),
        {"type": "actions", "elements": [button]},
    ]
