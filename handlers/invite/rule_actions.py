"""What is monitored of a connected account is changed: the form, its submission, and a link where the creator has to agree."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.influencers.refused import MoreNeeded
from bot.services import Services
from bot.words import say
from handlers.caller import caller_of
from handlers.invite.asset_actions import list_assets
from handlers.invite.fields import read_fields
from handlers.invite.modal import draw_made
from handlers.invite.rules import RulesMemory, draw_asset_rules, draw_more_needed
from handlers.saving import in_time
from handlers.views import elements_of, push_view, shown_by, understood, update_view


async def on_rules(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Put the form over the list."""
    await ack()
    caller = caller_of(body)
    facts = await services.ruling_assets.look(caller.workspace_id, body["actions"][0]["value"], by=caller.person_id)
    await push_view(client, draw_asset_rules(facts), trigger_id=body["trigger_id"])


async def on_try(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Show what the rules as they are typed would have let through; nothing is changed."""
    await ack()
    caller, rules = caller_of(body), read_fields(elements_of(body["view"]))
    memory = understood(RulesMemory.model_validate_json, body["view"]["private_metadata"])
    facts = await services.ruling_assets.try_out(caller.workspace_id, memory.asset_id, rules, by=caller.person_id)
    await update_view(client, draw_asset_rules(facts), shown=shown_by(body))


async def on_submit(ack: AsyncAck, body: dict[str, Any], services: Services) -> None:
    """Have them hold, and show the list; what the sign-in does not allow is said with the way to ask for it."""
    caller, rules = caller_of(body), read_fields(elements_of(body["view"]))
    memory = RulesMemory.model_validate_json(body["view"]["private_metadata"])
    async with in_time():
        try:
            facts = await services.ruling_assets.change(
                caller.workspace_id, memory.asset_id, rules, by=caller.person_id
            )
        except MoreNeeded as error:
            wanted = RulesMemory(asset_id=memory.asset_id, rules=rules)
            await ack(response_action="update", view=draw_more_needed(error, memory=wanted))
            return
    words = say("influencers.ruled_wider" if facts.widened else "influencers.ruled")
    view = await list_assets(caller, services=services, note=f":white_check_mark: {words}")
    await ack(response_action="update", view=view)


async def on_widen(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Make an invite that asks the creator for what was wanted, and show its link."""
    await ack()
    caller = caller_of(body)
    memory = RulesMemory.model_validate_json(body["view"]["private_metadata"])
    made = await services.inviting.again(caller.workspace_id, memory.asset_id, by=caller.person_id, rules=memory.rules)
    await update_view(client, draw_made(made), shown=shown_by(body))
