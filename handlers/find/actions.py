"""What is typed into the window is looked for, and shown in it."""

from __future__ import annotations

import asyncio
from typing import Any

from slack_bolt.async_app import AsyncAck

from bot.services import Services
from handlers.caller import caller_of
from handlers.find.command import found_like
from handlers.find.ids import Action
from handlers.find.modal import draw_form
from handlers.views import elements_of

FIND_SECONDS = 2.5
"""Slack waits three seconds for the answer to a submission."""


async def on_submit(ack: AsyncAck, body: dict[str, Any], services: Services) -> None:
    """Show what this person may see of it, and leave the field for the next search."""
    text = elements_of(body["view"])[Action.TEXT].value or ""
    async with asyncio.timeout(FIND_SECONDS):
        found = await found_like(text, caller=caller_of(body), services=services)
    await ack(response_action="update", view=draw_form(text, found.blocks))
