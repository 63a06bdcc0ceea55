"""Invites: the form, the list and its buttons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.services import Services
from bot.words import say
from handlers import blocks
from handlers.caller import Caller, caller_of
from handlers.invite.command import form_memory
from handlers.invite.ids import Action
from handlers.invite.listing import ListMemory, draw_invites
from handlers.invite.modal import draw_form, draw_made, link_blocks, read_form
from handlers.offers import campaign_options
from handlers.phrases import moment
from handlers.request.memory import Choice
from handlers.saving import in_time
from handlers.views import elements_of, open_view, push_view, shown_by, update_view
from storage.ids import CampaignId


async def on_form(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Open the form: from the Home tab, or on top of a list."""
    await ack()
    caller, chosen = caller_of(body), body["actions"][0].get("value")
    memory = await form_memory(caller, services=services)
    if chosen:
        campaign, _person = await services.campaigns.get(
            caller.workspace_id, CampaignId(chosen), person_id=caller.person_id
        )
        memory.campaign = Choice(id=campaign.id, text=campaign.name)
    opens = push_view if (body.get("view") or {}).get("type") == "modal" else open_view
    await opens(client, draw_form(memory), trigger_id=body["trigger_id"])


async def on_submit(ack: AsyncAck, body: dict[str, Any], services: Services) -> None:
    """Make the invite and show its link; what is wrong is said beside its field by the error listener."""
    caller, filled = caller_of(body), elements_of(body["view"])
    wishes, campaign = read_form(filled), filled[Action.CAMPAIGN].selected_option
    assert campaign is not None, "Slack asks for it"
    async with in_time():
        made = await services.inviting.make(
            caller.workspace_id, CampaignId(campaign.value), wishes, by=caller.person_id
        )
    await ack(response_action="update", view=draw_made(made))


async def on_show(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Put the campaign's invites on top."""
    await ack()
    view = await _list(caller_of(body), CampaignId(body["actions"][0]["value"]), services=services)
    await push_view(client, view, trigger_id=body["trigger_id"])


async def on_resend(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Make another link, and show it."""
    await ack()
    caller = caller_of(body)
    made = await services.inviting.resend(caller.workspace_id, body["actions"][0]["value"], by=caller.person_id)
    await _redraw(body, client=client, services=services, first=link_blocks(made))


async def on_extend(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Leave the link open for longer."""
    await ack()
    caller = caller_of(body)
    until = await services.inviting.extend(caller.workspace_id, body["actions"][0]["value"], by=caller.person_id)
    note = f":white_check_mark: {say('invite.extended', moment=moment(until))}"
    await _redraw(body, client=client, services=services, first=[blocks.section(note)])


async def on_revoke(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Take the invite back."""
    await ack()
    caller = caller_of(body)
    await services.inviting.revoke(caller.workspace_id, body["actions"][0]["value"], by=caller.person_id)
    note = f":no_entry: {say('invite.revoked')}"
    await _redraw(body, client=client, services=services, first=[blocks.section(note)])


async def suggest_campaigns(ack: AsyncAck, body: dict[str, Any], services: Services) -> None:
    """Search the campaigns that are there for the person."""
    caller = caller_of(body)
    found = await services.campaigns.suggest(
        caller.workspace_id, person_id=caller.person_id, text=body.get("value", "")
    )
    await ack(options=campaign_options(found))


async def suggest_profiles(ack: AsyncAck, body: dict[str, Any], services: Services) -> None:
    """Search the brand's accounts."""
    found = await services.profiles.suggest(caller_of(body).workspace_id, text=body.get("value", ""))
    await ack(options=[blocks.option(f"@{each.username}", value=each.id) for each in found[:100]])


async def _redraw(
    body: dict[str, Any], *, client: AsyncWebClient, services: Services, first: Sequence[blocks.Block]
) -> None:
    memory = ListMemory.model_validate_json(body["view"]["private_metadata"])
    view = await _list(caller_of(body), memory.campaign_id, services=services, first=first)
    await update_view(client, view, shown=shown_by(body))


async def _list(
    caller: Caller, campaign_id: CampaignId, *, services: Services, first: Sequence[blocks.Block] = ()
) -> blocks.Block:
    campaign, _person = await services.campaigns.get(caller.workspace_id, campaign_id, person_id=caller.person_id)
    found = await services.inviting.all(caller.workspace_id, campaign_id, person_id=caller.person_id)
    memory = ListMemory(campaign_id=campaign_id)
    return draw_invites(found, memory=memory, campaign=campaign.name, as_of=services.now(), first=first)
