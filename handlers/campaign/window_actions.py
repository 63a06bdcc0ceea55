"""What happens in the windows of campaigns: choosing, turning pages, closing and opening again."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.policy import Act, WorkspaceAct
from bot.services import Services
from bot.words import say
from handlers.caller import caller_of
from handlers.campaign.ids import View
from handlers.campaign.listing import ListMemory
from handlers.campaign.modal import Memory, draw_edit, draw_form, draw_telling
from handlers.campaign.opening import list_view, window_view
from handlers.campaign.rules import draw_rules
from handlers.campaign.window import WindowMemory
from handlers.manage.modal import Filter
from handlers.phrases import escaped
from handlers.settings.modal import RolesMemory, draw_roles
from handlers.views import offset_in, open_view, push_view, shown_by, understood, update_view
from storage.ids import CampaignId


async def on_open(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Show one campaign of the list in its place: Slack stacks three windows, and a creator's follows.

    The button in a direct message opens a window of its own.
    """
    await ack()
    caller, campaign_id = caller_of(body), CampaignId(body["actions"][0]["value"])
    if "view" not in body:
        view = await window_view(WindowMemory(campaign_id=campaign_id), caller=caller, services=services)
        await open_view(client, view, trigger_id=body["trigger_id"])
        return
    channel_id = ListMemory.model_validate_json(body["view"]["private_metadata"]).channel_id
    memory = WindowMemory(campaign_id=campaign_id, channel_id=channel_id)
    await update_view(client, await window_view(memory, caller=caller, services=services), shown=shown_by(body))


async def on_all(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Show the list in place of a campaign."""
    await ack()
    channel_id = WindowMemory.model_validate_json(body["view"]["private_metadata"]).channel_id
    view = await list_view(ListMemory(channel_id=channel_id), caller=caller_of(body), services=services)
    await update_view(client, view, shown=shown_by(body))


async def on_standing(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Show open campaigns, or closed ones."""
    await ack()
    is_closed = body["actions"][0]["selected_option"]["value"] == "closed"
    memory = ListMemory.model_validate_json(body["view"]["private_metadata"])
    memory = memory.model_copy(update={"is_closed": is_closed, "offset": 0})
    await update_view(client, await list_view(memory, caller=caller_of(body), services=services), shown=shown_by(body))


async def on_list_page(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Turn a page of the list."""
    await ack()
    memory = ListMemory.model_validate_json(body["view"]["private_metadata"])
    memory = memory.model_copy(update={"offset": understood(offset_in, body["actions"][0]["value"])})
    await update_view(client, await list_view(memory, caller=caller_of(body), services=services), shown=shown_by(body))


async def on_new(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Put the form that makes one over the list."""
    await ack()
    caller = caller_of(body)
    channel_id = ListMemory.model_validate_json(body["view"]["private_metadata"]).channel_id
    template = await services.usual_template.get(
        caller.workspace_id, person_id=caller.person_id, act=WorkspaceAct.CREATE_CAMPAIGN
    )
    view = draw_form(Memory(channel_id=channel_id), of_channel=(), template=template)
    await push_view(client, view, trigger_id=body["trigger_id"])


async def on_filter(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Show other creators of the campaign."""
    await ack()
    chosen = understood(Filter, body["actions"][0]["selected_option"]["value"])
    await _turn(body, client, services, chosen=chosen, offset=0)


async def on_page(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Turn a page of the campaign's creators."""
    await ack()
    await _turn(body, client, services, offset=understood(offset_in, body["actions"][0]["value"]))


async def on_close(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Close the campaign, and show it so."""
    await ack()
    caller = caller_of(body)
    campaign = await services.editing.close(
        caller.workspace_id, CampaignId(body["actions"][0]["value"]), by=caller.person_id
    )
    note = f":lock: {say('campaign.closed', campaign=escaped(campaign.name))}"
    await _turn(body, client, services, note=note)


async def on_reopen(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Open the campaign again, and show it so."""
    await ack()
    caller = caller_of(body)
    campaign = await services.editing.reopen(
        caller.workspace_id, CampaignId(body["actions"][0]["value"]), by=caller.person_id
    )
    note = f":white_check_mark: {say('campaign.reopened', campaign=escaped(campaign.name))}"
    await _turn(body, client, services, note=note)


async def on_show_edit(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Put the form over the window, filled in as the campaign is now."""
    await ack()
    caller = caller_of(body)
    facts = await services.campaigns.look(
        caller.workspace_id, CampaignId(body["actions"][0]["value"]), person_id=caller.person_id, act=Act.EDIT
    )
    await push_view(client, draw_edit(facts), trigger_id=body["trigger_id"])


async def on_show_telling(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Put what the channel hears over the window, to be chosen."""
    await ack()
    caller = caller_of(body)
    facts = await services.campaigns.look(
        caller.workspace_id, CampaignId(body["actions"][0]["value"]), person_id=caller.person_id, act=Act.EDIT
    )
    await push_view(client, draw_telling(facts), trigger_id=body["trigger_id"])


async def on_show_rules(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Put the rules of asking over the window."""
    await ack()
    caller = caller_of(body)
    facts = await services.campaigns.look(
        caller.workspace_id, CampaignId(body["actions"][0]["value"]), person_id=caller.person_id, act=Act.EDIT
    )
    await push_view(client, draw_rules(facts), trigger_id=body["trigger_id"])


async def on_show_roles(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Put the campaign's roles over the window."""
    await ack()
    caller = caller_of(body)
    facts = await services.campaigns.look(
        caller.workspace_id, CampaignId(body["actions"][0]["value"]), person_id=caller.person_id, act=Act.GIVE_ROLES
    )
    memory = RolesMemory(campaign_id=facts.id, campaign=facts.name)
    view = draw_roles(facts.roles, workspace=facts.workspace, memory=memory)
    await push_view(client, view, trigger_id=body["trigger_id"])


async def _turn(
    body: dict[str, Any], client: AsyncWebClient, services: Services, *, note: str | None = None, **changes: Any
) -> None:
    """Show the window anew, with what has changed."""
    assert body["view"]["callback_id"] == View.WINDOW, "these buttons are nowhere else"
    memory = WindowMemory.model_validate_json(body["view"]["private_metadata"]).model_copy(update=changes)
    view = await window_view(memory, caller=caller_of(body), services=services, note=note)
    await update_view(client, view, shown=shown_by(body))
