"""A window that is there at once, within the three seconds of the trigger; what takes longer follows into it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import GreenlightError
from bot.words import say
from handlers import blocks
from handlers.errors import error_view, explained
from handlers.views import Opened, open_view, update_view
from storage.database import DatabaseDown

FIRST_VIEW_SECONDS = 1.0
"""What is not known by then is put into a window that is open already."""
LOADING = "loading"

Open = Callable[..., Awaitable[Opened]]


def draw_loading(title: str) -> blocks.Block:
    """Draw what stands there until more is known."""
    words = f":hourglass_flowing_sand: {say('window.loading')}"
    return blocks.modal(title, [blocks.section(words)], callback_id=LOADING)


async def open_loading(
    client: AsyncWebClient,
    making: Coroutine[Any, Any, blocks.Block],
    *,
    title: str,
    trigger_id: str,
    open_with: Open = open_view,
) -> None:
    """Open the view that `making` gives, or first one that says to wait; an error is shown in its place."""
    made = asyncio.ensure_future(making)
    await asyncio.wait({made}, timeout=FIRST_VIEW_SECONDS)
    if made.done():
        await open_with(client, await made, trigger_id=trigger_id)
        return
    opened = await open_with(client, draw_loading(title), trigger_id=trigger_id)
    await _put(client, made, shown=opened)


async def show_loading(
    client: AsyncWebClient, making: Coroutine[Any, Any, blocks.Block], *, title: str, shown: Opened
) -> None:
    """Show, in a window that is open, that something is read, then what was read."""
    made = asyncio.ensure_future(making)
    await asyncio.wait({made}, timeout=FIRST_VIEW_SECONDS / 2)
    if not made.done() and (now_shown := await update_view(client, draw_loading(title), shown=shown)) is not None:
        shown = now_shown
    await _put(client, made, shown=shown)


async def _put(client: AsyncWebClient, made: Awaitable[blocks.Block], *, shown: Opened) -> None:
    try:
        view = await made
    except (GreenlightError, DatabaseDown) as error:
        view = error_view(explained(error))
    await update_view(client, view, shown=shown)
