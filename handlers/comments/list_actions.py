"""The list of comments is opened, narrowed down, and turned page by page."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.services import Services
from bot.words import say
from handlers.blocks import Block
from handlers.caller import Caller, caller_of
from handlers.comments.ids import View
from handlers.comments.listing import ALL, draw_list
from handlers.comments.memory import ListMemory, Place, Standing
from handlers.comments.rules import draw_rules
from handlers.loading import open_loading
from handlers.views import Opened, open_view, push_view, shown_by, understood, update_view
from storage.ids import CampaignId


async def on_list(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Open the list from a message, narrowed down as its button says."""
    await ack()
    memory = understood(ListMemory.model_validate_json, body["actions"][0]["value"])
    making = drawn_list(memory, caller=caller_of(body), services=services)
    await open_loading(client, making, title=say("comments.list_title"), trigger_id=body["trigger_id"])


async def on_standing(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Keep to those that are hidden, are not, or are nobody's, which none of mine is."""
    await ack()
    standing = understood(Standing, body["actions"][0]["selected_option"]["value"])
    nobodys: dict[str, Any] = {"assigned_to": None} if standing is Standing.NOBODYS else {}
    await _narrow(body, client, services, standing=standing, **nobodys)


async def on_creator(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Keep to one creator's account."""
    await ack()
    await _narrow(body, client, services, ig_id=_chosen(body), media_id=None)


async def on_post(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Keep to one post."""
    await ack()
    await _narrow(body, client, services, media_id=_chosen(body))


async def on_mine(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Keep to what I am to look after, or show everybody's again."""
    await ack()
    memory = list_memory(body)
    mine = None if memory.assigned_to is not None else caller_of(body).person_id
    standing = Standing.ALL if memory.standing is Standing.NOBODYS else memory.standing
    await _narrow(body, client, services, assigned_to=mine, standing=standing)


async def on_page(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Turn a page."""
    await ack()
    place = understood(Place.model_validate_json, body["actions"][0]["value"])
    memory = list_memory(body).model_copy(update={"place": place})
    await show_list(memory, body, client, services, shown=shown_by(body))


async def on_rules(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Put the campaign's rules over the list."""
    await ack()
    caller, campaign_id = caller_of(body), CampaignId(body["actions"][0]["value"])
    facts = await services.ruling_comments.get(caller.workspace_id, campaign_id, by=caller.person_id)
    opens = push_view if body.get("view") else open_view
    await opens(client, draw_rules(facts), trigger_id=body["trigger_id"])


async def drawn_list(memory: ListMemory, *, caller: Caller, services: Services) -> Block:
    """Read a page, and draw it."""
    listed = await services.listing_comments.page(
        caller.workspace_id,
        memory.campaign_id,
        by=caller.person_id,
        narrowing=memory.narrowing,
        place=memory.place.place if memory.place is not None else None,
    )
    return draw_list(listed, memory=memory)


async def show_list(
    memory: ListMemory,
    body: dict[str, Any],
    client: AsyncWebClient,
    services: Services,
    *,
    shown: Opened,
    is_ours: bool = False,
) -> None:
    """Show a list in a window that is open; `is_ours` as in `handlers.views.update_view`."""
    view = await drawn_list(memory, caller=caller_of(body), services=services)
    await update_view(client, view, shown=shown, is_ours=is_ours)


def list_memory(body: dict[str, Any]) -> ListMemory:
    """Return which list is shown. Raises Refused for what this version did not write."""
    return understood(ListMemory.model_validate_json, body["view"]["private_metadata"])


def list_below(body: dict[str, Any]) -> ListMemory | None:
    """Return the list that something was pressed in; None where that was a message."""
    return list_memory(body) if (body.get("view") or {}).get("callback_id") == View.LIST else None


def _chosen(body: dict[str, Any]) -> str | None:
    value: str = body["actions"][0]["selected_option"]["value"]
    return None if value == ALL else value


async def _narrow(body: dict[str, Any], client: AsyncWebClient, services: Services, **changes: Any) -> None:
    """Show the list narrowed down otherwise, from its first page."""
    memory = list_memory(body).model_copy(update={**changes, "place": None})
    await show_list(memory, body, client, services, shown=shown_by(body))
