"""Saving what a form holds: in time for Slack, and with the window below the form drawn anew."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from handlers.background import Background
from handlers.blocks import Block
from handlers.views import Opened, update_view

SAVE_SECONDS = 2.5
"""Slack waits three seconds for the answer to a submission."""
CLOSING_SECONDS = 0.5


def in_time() -> asyncio.Timeout:
    """Let what is saved take no longer than the form's answer may; raises TimeoutError, which is said in the form."""
    return asyncio.timeout(SAVE_SECONDS)


def show_below(
    body: Mapping[str, Any], draw: Callable[[], Awaitable[Block]], *, client: AsyncWebClient, background: Background
) -> None:
    """Draw the window below a form anew once the form is closed, if there is one."""
    below = body["view"].get("previous_view_id")
    if below is not None:
        background.start(_draw(below, draw, client=client), name="the window below a form")


async def closed() -> None:
    """Wait until the form on top is closed: its ack does that, and must reach Slack before what is below changes."""
    await asyncio.sleep(CLOSING_SECONDS)


async def _draw(view_id: str, draw: Callable[[], Awaitable[Block]], *, client: AsyncWebClient) -> None:
    await closed()
    await update_view(client, await draw(), shown=Opened(id=view_id, hash=""), is_ours=True)
