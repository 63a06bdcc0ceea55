"""The list of requests is narrowed down, searched, and turned page by page."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.policy import Act
from bot.services import Services
from handlers import blocks
from handlers.caller import caller_of
from handlers.manage.command import page_for
from handlers.manage.ids import Action
from handlers.manage.listing import ListMemory, Place, draw_list
from handlers.manage.modal import Filter
from handlers.offers import MOST_OFFERED, campaigns_like
from handlers.views import elements_of, open_view, push_view, shown_by, understood, update_view
from storage.ids import CampaignId, PersonId, ProfileId


async def on_list(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Open the list from a message or the Home tab, narrowed down as its button says; over the window it was pressed in."""
    await ack()
    memory = ListMemory.model_validate_json(body["actions"][0]["value"])
    memory, page = await page_for(memory, caller=caller_of(body), services=services)
    is_in_window = (body.get("view") or {}).get("type") == "modal"
    show = push_view if is_in_window else open_view
    await show(client, draw_list(page, memory=memory), trigger_id=body["trigger_id"])


async def on_filter(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Keep to some states."""
    await ack()
    chosen = understood(Filter, body["actions"][0]["selected_option"]["value"])
    await _narrow(body, client, services, chosen=chosen)


async def on_campaign(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Keep to one campaign, wherever it lives."""
    await ack()
    option = body["actions"][0]["selected_option"]
    campaign_id = CampaignId(option["value"])
    await _narrow(body, client, services, campaign_id=campaign_id, campaign=option["text"]["text"], channel_id=None)


async def on_profile(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Keep to one sending profile."""
    await ack()
    option = body["actions"][0]["selected_option"]
    profile_id = ProfileId(option["value"])
    await _narrow(body, client, services, profile_id=profile_id, profile=option["text"]["text"])


async def on_asker(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Keep to what one person asked for."""
    await ack()
    await _narrow(body, client, services, asked_by=PersonId(body["actions"][0]["selected_user"]))


async def on_mine(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Keep to what I asked for, in every campaign."""
    await ack()
    memory = _memory(body)
    await _narrow(body, client, services, asked_by=caller_of(body).person_id, channel_id=None, round=memory.round + 1)


async def on_search(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Keep to creators by a part of their handle; nothing typed takes the search away."""
    await ack()
    await _narrow(body, client, services, text=(body["actions"][0].get("value") or "").strip(), creator=None)


async def on_submitted(ack: AsyncAck, body: dict[str, Any], services: Services) -> None:
    """Search: Slack wants a window with a field to have a button that hands it in, and on a phone there is no Enter."""
    text = (elements_of(body["view"])[Action.SEARCH].value or "").strip()
    memory = _memory(body).model_copy(update={"text": text, "creator": None, "place": None})
    memory, page = await page_for(memory, caller=caller_of(body), services=services)
    await ack(response_action="update", view=draw_list(page, memory=memory))


async def on_show_all(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Show everything the person may see."""
    await ack()
    await _show(ListMemory(round=_memory(body).round + 1), body, client, services)


async def on_page(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Turn a page."""
    await ack()
    place = Place.model_validate_json(body["actions"][0]["value"])
    await _show(_memory(body).model_copy(update={"place": place}), body, client, services)


async def suggest_campaigns(ack: AsyncAck, body: dict[str, Any], services: Services) -> None:
    """Search the campaigns this person may see."""
    await ack(options=await campaigns_like(body, services, channel_id=_memory(body).channel_id))


async def suggest_profiles(ack: AsyncAck, body: dict[str, Any], services: Services) -> None:
    """Search sending profiles."""
    caller = caller_of(body)
    await services.campaigns.person(caller.workspace_id, None, person_id=caller.person_id, act=Act.SEE)
    found = await services.profiles.suggest(caller.workspace_id, text=body.get("value", ""))
    await ack(options=[blocks.option(f"@{each.username}", value=each.id) for each in found[:MOST_OFFERED]])


def _memory(body: dict[str, Any]) -> ListMemory:
    return ListMemory.model_validate_json(body["view"]["private_metadata"])


async def _narrow(body: dict[str, Any], client: AsyncWebClient, services: Services, **changes: Any) -> None:
    """Show the list narrowed down otherwise, from its first page."""
    await _show(_memory(body).model_copy(update={**changes, "place": None}), body, client, services)


async def _show(memory: ListMemory, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    memory, page = await page_for(memory, caller=caller_of(body), services=services)
    await update_view(client, draw_list(page, memory=memory), shown=shown_by(body))
