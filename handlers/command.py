"""`/partnership <sub-command>`: finds who answers. Nothing typed is met with silence."""

from __future__ import annotations

import difflib
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

import handlers.bulk.command
import handlers.campaign.command
import handlers.comments.command
import handlers.find.command
import handlers.help.command
import handlers.invite.command
import handlers.manage.command
import handlers.posts.command
import handlers.profiles.command
import handlers.report.command
import handlers.request.command
import handlers.settings.command
import handlers.status.command
import handlers.tags.command
from bot.services import Services
from bot.words import say
from handlers.background import Background
from handlers.caller import caller_of
from handlers.line import Line
from handlers.phrases import escaped

COMMAND = "/partnership"
SUBCOMMANDS: Mapping[str, Callable[[Line], Awaitable[None]]] = {
    "request": handlers.request.command.run,
    "import": handlers.bulk.command.run,
    "status": handlers.status.command.run,
    "manage": handlers.manage.command.run,
    "find": handlers.find.command.run,
    "campaign": handlers.campaign.command.run,
    "profiles": handlers.profiles.command.run,
    "posts": handlers.posts.command.run,
    "tags": handlers.tags.command.run,
    "invite": handlers.invite.command.run,
    "comments": handlers.comments.command.run,
    "report": handlers.report.command.run,
    "settings": handlers.settings.command.run,
    "help": handlers.help.command.run,
}


async def on_command(
    ack: AsyncAck,
    body: dict[str, Any],
    client: AsyncWebClient,
    respond: AsyncRespond,
    services: Services,
    background: Background,
) -> None:
    """Ack, then hand the line to its sub-command."""
    await ack()
    word, _, rest = str(body.get("text") or "").strip().partition(" ")
    line = Line(
        caller=caller_of(body),
        rest=rest.strip(),
        trigger_id=body["trigger_id"],
        client=client,
        respond=respond,
        services=services,
        background=background,
    )
    if run := SUBCOMMANDS.get(word.lower() or "help"):
        await run(line)
    else:
        await handlers.help.command.tell(line, notice=unknown(word))


def unknown(word: str) -> str:
    """Say that there is no such sub-command, and which one was probably meant."""
    typed = escaped(word, most=80)
    if word.startswith("@") or "instagram.com" in word.lower():
        return say("command.handle_alone", command=f"{COMMAND} request {typed}")
    near = difflib.get_close_matches(word.lower(), SUBCOMMANDS, n=1, cutoff=0.5)
    if not near:
        return say("command.unknown", command=f"{COMMAND} {typed}")
    return say("command.unknown_but_near", command=f"{COMMAND} {typed}", near=f"{COMMAND} {near[0]}")


def register(app: AsyncApp) -> None:
    """Listen to the command."""
    app.command(COMMAND)(on_command)
