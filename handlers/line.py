"""A `/partnership` line as somebody typed it, with everything a sub-command needs to answer."""

from __future__ import annotations

from dataclasses import dataclass

from slack_bolt.async_app import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.services import Services
from bot.slack.calls import Words
from handlers.background import Background
from handlers.caller import Caller


@dataclass(frozen=True, kw_only=True)
class Line:
    """One command, acked already."""

    caller: Caller
    rest: str
    """What was typed after the sub-command."""
    trigger_id: str
    client: AsyncWebClient
    respond: AsyncRespond
    services: Services
    background: Background

    async def whisper(self, words: Words) -> None:
        """Answer so that only the person who typed sees it; works in channels the bot is not in."""
        await self.respond(text=words.text, blocks=words.blocks or None, response_type="ephemeral")
