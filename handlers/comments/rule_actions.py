"""The window of a campaign's rules about comments: tried out, and kept."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.services import Services
from bot.words import say
from handlers.caller import caller_of
from handlers.comments.rules import RulesMemory, draw_rules, read_rules
from handlers.saving import in_time
from handlers.views import elements_of, shown_by, understood, update_view


async def on_try(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Show what the rules as they are typed would have found; nothing is kept."""
    await ack()
    caller, memory = caller_of(body), understood(RulesMemory.model_validate_json, body["view"]["private_metadata"])
    rules = read_rules(elements_of(body["view"]))
    facts = await services.ruling_comments.try_out(caller.workspace_id, memory.campaign_id, rules, by=caller.person_id)
    await update_view(client, draw_rules(facts, note=say("comments.tried_only")), shown=shown_by(body))


async def on_submit(ack: AsyncAck, body: dict[str, Any], services: Services) -> None:
    """Keep the rules; what is wrong is said beside its field by the error listener."""
    caller, memory = caller_of(body), understood(RulesMemory.model_validate_json, body["view"]["private_metadata"])
    rules = read_rules(elements_of(body["view"]))
    async with in_time():
        facts = await services.ruling_comments.keep(caller.workspace_id, memory.campaign_id, rules, by=caller.person_id)
    await ack(response_action="update", view=draw_rules(facts, note=f":white_check_mark: {say('comments.rules_kept')}"))
