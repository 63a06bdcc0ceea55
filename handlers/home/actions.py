"""The Home tab is opened, and its buttons pressed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

import handlers.bulk.command
import handlers.campaign.command
import handlers.find.command
import handlers.help.command
import handlers.posts.command
import handlers.profiles.command
import handlers.report.command
import handlers.request.command
import handlers.settings.command
import handlers.tags.command
from bot.errors import GreenlightError
from bot.services import Services
from bot.words import say
from handlers import blocks
from handlers.background import Background
from handlers.caller import caller_of
from handlers.errors import explained
from handlers.home.ids import Action
from handlers.line import Line
from handlers.phrases import told
from storage.database import DatabaseDown

DOORS: Mapping[str, Callable[[Line], Awaitable[None]]] = {
    Action.ASK: handlers.request.command.run,
    Action.IMPORT: handlers.bulk.command.run,
    Action.CAMPAIGNS: handlers.campaign.command.run,
    Action.PROFILES: handlers.profiles.command.run,
    Action.REPORT: handlers.report.command.run,
    Action.FIND: handlers.find.command.run,
    Action.POSTS: handlers.posts.command.run,
    Action.TAGS: handlers.tags.command.run,
    Action.SETTINGS: handlers.settings.command.run,
    Action.HELP: handlers.help.command.show,
}
"""The sub-commands that open a window, by their buttons."""


async def on_opened(body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Draw the Home tab anew, or say on it why it cannot be drawn."""
    if body["event"].get("tab", "home") != "home":
        return
    caller = caller_of(body)
    try:
        view = await services.homes.opened(caller.workspace_id, caller.person_id)
    except (GreenlightError, DatabaseDown) as error:
        words = say("home.not_drawn", reason=told(explained(error).sentence))
        view = {"type": "home", "blocks": [blocks.section(f":warning: {words}")]}
    await client.views_publish(user_id=caller.person_id, view=view)


async def on_door(
    ack: AsyncAck,
    body: dict[str, Any],
    client: AsyncWebClient,
    respond: AsyncRespond,
    services: Services,
    background: Background,
) -> None:
    """Do what the sub-command of a button does when nothing more is typed."""
    await ack()
    line = Line(
        caller=caller_of(body),
        rest="",
        trigger_id=body["trigger_id"],
        client=client,
        respond=respond,
        services=services,
        background=background,
    )
    await DOORS[body["actions"][0]["action_id"]](line)
