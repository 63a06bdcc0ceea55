"""What happens in the windows about posts: choosing, turning pages, opening one, boost permission."""

from __future__ import annotations

import secrets
from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.creators.handles import Misread, read_handle
from bot.errors import Refused
from bot.posts.promoting import BoostDeed, BoostWish
from bot.services import Services
from bot.words import say
from handlers.background import Background
from handlers.caller import caller_of
from handlers.invite.command import form_memory
from handlers.invite.modal import draw_form
from handlers.loading import draw_loading
from handlers.posts.codes import draw_deed_under_way
from handlers.posts.ids import Action
from handlers.posts.memory import ListMemory, PostMemory
from handlers.posts.opening import list_of, post_of, show_read, usual_memory, with_campaign
from handlers.posts.readiness import draw_readiness
from handlers.request.memory import Choice
from handlers.request.opening import open_form
from handlers.views import offset_in, open_view, push_view, shown_by, understood, update_view
from storage.ids import CampaignId

WISHES = {
    Action.BOOST_READ: BoostWish.READ,
    Action.BOOST_GRANT: BoostWish.GRANT,
    Action.BOOST_WITHDRAW: BoostWish.WITHDRAW,
}


async def on_campaign(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """List the posts of another campaign."""
    await ack()
    chosen = CampaignId(body["actions"][0]["selected_option"]["value"])
    caller = caller_of(body)
    memory = await with_campaign(list_memory(body), chosen, caller=caller, services=services)
    await _list(memory, body, client, services)


async def on_profile(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """List the posts that name another brand."""
    await ack()
    option = body["actions"][0]["selected_option"]
    chosen = Choice(id=option["value"], text=option["text"]["text"])
    await _list(list_memory(body).model_copy(update={"profile": chosen, "offset": 0}), body, client, services)


async def on_page(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Turn a page."""
    await ack()
    offset = understood(offset_in, body["actions"][0]["value"])
    await _list(list_memory(body).model_copy(update={"offset": offset}), body, client, services)


async def on_list(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """List the posts of the campaign whose readiness is shown."""
    await ack()
    caller, campaign_id = caller_of(body), CampaignId(body["actions"][0]["value"])
    memory = await usual_memory(caller, services=services, campaign_id=campaign_id)
    memory = await with_campaign(memory, campaign_id, caller=caller, services=services)
    await _list(memory, body, client, services)


async def on_open(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Put one post over the list."""
    await ack()
    memory = PostMemory.model_validate_json(body["actions"][0]["value"])
    opened = await push_view(client, draw_loading(say("posts.post_title")), trigger_id=body["trigger_id"])
    await show_read(client, post_of(memory, caller=caller_of(body), services=services), shown=opened)


async def on_see(ack: AsyncAck) -> None:
    """Nothing: the browser opens the post."""
    await ack()


async def on_ask(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services, background: Background
) -> None:
    """Put the request form for this creator over the post."""
    await ack()
    memory = post_memory(body)
    await open_form(
        caller_of(body),
        trigger_id=body["trigger_id"],
        client=client,
        services=services,
        background=background,
        handles=memory.creator,
        campaign_id=memory.campaign_id,
        profile_id=memory.profile_id,
        open_with=push_view,
    )


async def on_invite(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Put the form of an invite over the post, for its creator and its campaign."""
    await ack()
    caller, memory = caller_of(body), post_memory(body)
    if memory.campaign_id is None:
        raise Refused(say("posts.needs_campaign"))
    campaign, _person = await services.campaigns.get(
        caller.workspace_id, memory.campaign_id, person_id=caller.person_id
    )
    form = await form_memory(caller, services=services)
    form.campaign = Choice(id=campaign.id, text=campaign.name)
    form.handle = "" if isinstance(read_handle(memory.creator), Misread) else memory.creator
    await push_view(client, draw_form(form), trigger_id=body["trigger_id"])


async def on_readiness(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Show whether the campaign can be launched: over its window, or in place of the list of posts."""
    await ack()
    caller, campaign_id = caller_of(body), CampaignId(body["actions"][0]["value"])
    loading = draw_loading(say("readiness.title"))
    opens = push_view if body.get("view") else open_view
    opened = await opens(client, loading, trigger_id=body["trigger_id"])
    facts = await services.readiness.look(caller.workspace_id, campaign_id, person_id=caller.person_id)
    await update_view(client, draw_readiness(facts), shown=opened)


async def on_boost(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Have the boost permission of the post read, granted or withdrawn with the creator's own connection."""
    await ack()
    caller, memory = caller_of(body), post_memory(body)
    if memory.campaign_id is None or memory.creator_ig_id is None:
        raise Refused(say("posts.needs_campaign"))
    deed = BoostDeed(
        id=secrets.token_hex(16),
        wish=WISHES[Action(body["actions"][0]["action_id"])],
        media_id=memory.media_id,
        creator_ig_id=memory.creator_ig_id,
        creator_username=memory.creator,
        profile_id=memory.profile_id,
        campaign_id=memory.campaign_id,
        by=caller.person_id,
        view_id=body["view"]["id"],
    )
    await services.promoting.accept(caller.workspace_id, deed)
    await update_view(client, draw_deed_under_way(), shown=shown_by(body))


def list_memory(body: dict[str, Any]) -> ListMemory:
    """Return what the list of posts remembers."""
    return ListMemory.model_validate_json(body["view"]["private_metadata"])


def post_memory(body: dict[str, Any]) -> PostMemory:
    """Return which post is shown."""
    return PostMemory.model_validate_json(body["view"]["private_metadata"])


async def _list(memory: ListMemory, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    shown = await update_view(client, draw_loading(say("posts.title")), shown=shown_by(body))
    if shown is not None:
        await show_read(client, list_of(memory, caller=caller_of(body), services=services), shown=shown)
