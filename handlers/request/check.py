"""Running the pre-flight while the form is open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.creators.handles import read_handles
from bot.errors import GreenlightError
from bot.policy import Act
from bot.services import Services
from bot.words import say
from handlers.caller import Caller
from handlers.errors import explained
from handlers.phrases import told
from handlers.request.memory import Form
from handlers.request.modal import MOST_AT_ONCE, draw_form
from handlers.request.preflight import BUSY, draw_busy, draw_found, draw_words, kept
from handlers.views import Opened, shown_by, update_view
from storage.database import DatabaseDown


async def check_handles(
    form: Form, *, shown: Opened, caller: Caller, client: AsyncWebClient, services: Services
) -> None:
    """Look the typed handles up and show what was found; an answer that comes after a change is dropped.

    Meta is asked for those alone who may ask creators: each look-up is one of the calls that Meta counts.
    """
    reading = read_handles(form.handles)
    if not reading.handles:
        words = None if reading.misread else say("preflight.no_handle")
        await update_view(
            client, draw_form(form, preflight=draw_words(words) if words else draw_found(reading, ())), shown=shown
        )
        return
    if form.profile_id is None:
        await update_view(client, draw_form(form, preflight=draw_words(say("preflight.no_profile"))), shown=shown)
        return
    busy = await update_view(client, draw_form(form, preflight=draw_busy(reading)), shown=shown)
    if busy is None:
        return
    try:
        await services.campaigns.person(caller.workspace_id, form.campaign_id, person_id=caller.person_id, act=Act.ASK)
        found = await services.preflights.look(
            caller.workspace_id, profile_id=form.profile_id, creators=reading.handles[:MOST_AT_ONCE]
        )
    except (GreenlightError, DatabaseDown) as error:
        reason = told(explained(error).sentence)
        preflight = draw_words(f":grey_question: {say('preflight.not_checked', reason=reason)}")
    else:
        preflight = draw_found(reading, found)
    await update_view(client, draw_form(form, preflight=preflight), shown=busy)


async def redraw(
    form: Form, *, body: Mapping[str, Any], caller: Caller, client: AsyncWebClient, services: Services
) -> None:
    """Show the form after a choice. The choice wins over a pre-flight under way, which is then made again."""
    shown_blocks = body["view"]["blocks"]
    is_overtaken = any(block.get("block_id") == BUSY for block in shown_blocks)
    shown = await update_view(client, draw_form(form, preflight=kept(shown_blocks)), shown=shown_by(body))
    if shown is None:  # the pre-flight drew meanwhile; without the choice's own field the person would be stuck
        is_overtaken = True
        shown = await update_view(client, draw_form(form), shown=shown_by(body), is_ours=True)
    if shown is not None and is_overtaken and form.handles.strip():
        await check_handles(form, shown=shown, caller=caller, client=client, services=services)
