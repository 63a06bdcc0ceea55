"""Influencer assets: the list, its buttons, and moving one of the team's own accounts there."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.influencers.wishes import USUAL_DAYS
from bot.services import Services
from bot.words import say
from handlers.blocks import Block
from handlers.caller import Caller, caller_of
from handlers.invite.assets import MoveMemory, draw_assets, draw_move
from handlers.invite.ids import Action
from handlers.invite.modal import draw_made
from handlers.phrases import moment
from handlers.request.memory import Choice
from handlers.saving import in_time
from handlers.views import elements_of, open_view, push_view, shown_by, update_view
from storage.ids import CampaignId, ProfileId


async def on_show(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Open the list, on top of a window or by itself."""
    await ack()
    opens = push_view if (body.get("view") or {}).get("type") == "modal" else open_view
    await opens(client, await list_assets(caller_of(body), services=services), trigger_id=body["trigger_id"])


async def on_again(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Make a fresh invite for the same creator, and show its link on top of the list."""
    await ack()
    caller = caller_of(body)
    made = await services.inviting.again(caller.workspace_id, body["actions"][0]["value"], by=caller.person_id)
    await push_view(client, draw_made(made), trigger_id=body["trigger_id"])


async def on_extend(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Let a connection last for longer."""
    await ack()
    caller = caller_of(body)
    until = await services.ending_assets.extend(
        caller.workspace_id, body["actions"][0]["value"], days=USUAL_DAYS, by=caller.person_id
    )
    note = f":white_check_mark: {say('influencers.extended', moment=moment(until))}"
    await update_view(client, await list_assets(caller, services=services, note=note), shown=shown_by(body))


async def on_stop(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """End a connection before its time."""
    await ack()
    caller = caller_of(body)
    await services.ending_assets.stop(caller.workspace_id, body["actions"][0]["value"], by=caller.person_id)
    note = f":no_entry: {say('influencers.stopped')}"
    await update_view(client, await list_assets(caller, services=services, note=note), shown=shown_by(body))


async def on_back(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Make an account one of the team's own again."""
    await ack()
    caller = caller_of(body)
    await services.moving_assets.to_owned(caller.workspace_id, body["actions"][0]["value"], by=caller.person_id)
    note = f":white_check_mark: {say('influencers.moved_back')}"
    await update_view(client, await list_assets(caller, services=services, note=note), shown=shown_by(body))


async def on_move(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Ask to which campaign a profile is to be moved: its own stands there already."""
    await ack()
    caller = caller_of(body)
    facts = await services.overview.one(caller.workspace_id, ProfileId(body["actions"][0]["value"]))
    campaign = await _campaign_of(caller, facts.id, services=services)
    view = draw_move(MoveMemory(profile_id=facts.id, name=facts.name), campaign=campaign)
    await push_view(client, view, trigger_id=body["trigger_id"])


async def on_move_submit(ack: AsyncAck, body: dict[str, Any], services: Services) -> None:
    """Move it, and show it among the creators' accounts."""
    caller, memory = caller_of(body), MoveMemory.model_validate_json(body["view"]["private_metadata"])
    campaign = elements_of(body["view"])[Action.CAMPAIGN].selected_option
    assert campaign is not None, "Slack asks for it"
    async with in_time():
        await services.moving_assets.to_influencers(
            caller.workspace_id, memory.profile_id, campaign_id=CampaignId(campaign.value), by=caller.person_id
        )
    note = f":white_check_mark: {say('influencers.moved')}"
    await ack(response_action="update", view=await list_assets(caller, services=services, note=note))


async def _campaign_of(caller: Caller, profile_id: ProfileId, *, services: Services) -> Choice | None:
    """Return the one campaign that asks with a profile by default, or the only one there is for the person; else None."""
    found = await services.campaigns.suggest(caller.workspace_id, person_id=caller.person_id)
    its = [each for each in found if each.default_profile_id == profile_id] or found
    return Choice(id=its[0].id, text=its[0].name) if len(its) == 1 else None


async def list_assets(caller: Caller, *, services: Services, note: str | None = None) -> Block:
    """Draw the assets that are there for somebody; `note` is what has just been done."""
    found = await services.ending_assets.all(caller.workspace_id, person_id=caller.person_id)
    return draw_assets(found, as_of=services.now(), note=note)
