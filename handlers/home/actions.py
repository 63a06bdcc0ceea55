"""The Home tab is opened, and its button pressed."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import GreenlightError
from bot.permissions.lists import Narrowing
from bot.permissions.status import OPEN, State
from bot.services import Services
from bot.words import say
from handlers import blocks
from handlers.background import Background
from handlers.caller import Caller, caller_of
from handlers.errors import explained
from handlers.home.card import draw_home
from handlers.phrases import told
from handlers.request.opening import open_form
from storage.database import DatabaseDown


async def on_opened(body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Draw the Home tab anew, or say on it why it cannot be drawn."""
    if body["event"].get("tab", "home") != "home":
        return
    caller = caller_of(body)
    try:
        view = await _home(caller, services)
    except (GreenlightError, DatabaseDown) as error:
        words = say("home.not_drawn", reason=told(explained(error).sentence))
        view = {"type": "home", "blocks": [blocks.section(f":warning: {words}")]}
    await client.views_publish(user_id=caller.person_id, view=view)


async def on_ask(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services, background: Background
) -> None:
    """Open the request form."""
    await ack()
    await open_form(
        caller_of(body), trigger_id=body["trigger_id"], client=client, services=services, background=background
    )


async def _home(caller: Caller, services: Services) -> blocks.Block:
    narrowing = Narrowing(asked_by=caller.person_id, states=[*OPEN, State.FAILED])
    page = await services.lists.page(caller.workspace_id, person_id=caller.person_id, narrowing=narrowing)
    mine = page.rows
    return draw_home(
        waiting=[each for each in mine if each.state in OPEN],
        failed=[each for each in mine if each.state is State.FAILED],
        profiles=await services.overview.all(caller.workspace_id),
        fresh=await services.overview.fresh(caller.workspace_id, person_id=caller.person_id),
        as_of=services.now(),
    )
