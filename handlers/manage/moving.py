"""A request is moved to another campaign: the form, and its submission."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.policy import Act
from bot.services import Services
from bot.words import say
from handlers import blocks
from handlers.background import Background
from handlers.blocks import Block
from handlers.caller import caller_of
from handlers.manage.ids import Action, View
from handlers.manage.modal import DetailMemory, draw_detail
from handlers.offers import campaigns_like
from handlers.phrases import escaped, linked, named
from handlers.saving import in_time, show_below
from handlers.views import elements_of, push_view
from storage.ids import CampaignId, RequestId


def draw_move(creator: str, *, memory: DetailMemory) -> blocks.Block:
    """Draw the choice of the campaign it goes to."""
    select: blocks.Block = {"type": "external_select", "action_id": Action.MOVE_TO, "min_query_length": 0}
    drawn = [
        blocks.section(say("move.what", creator=linked(creator))),
        blocks.entry(say("move.to"), select, block_id="to", hint=say("move.hint", creator=named(creator))),
    ]
    return blocks.modal(
        say("move.title"), drawn, callback_id=View.MOVE, submit=say("move.submit"), memory=memory.model_dump_json()
    )


async def on_show(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Put the form over the request's window."""
    await ack()
    caller, memory = caller_of(body), DetailMemory(request_id=RequestId(body["actions"][0]["value"]))
    facts = await services.lists.one(caller.workspace_id, memory.request_id, person_id=caller.person_id)
    await push_view(client, draw_move(facts.creator_username, memory=memory), trigger_id=body["trigger_id"])


async def suggest_campaigns(ack: AsyncAck, body: dict[str, Any], services: Services) -> None:
    """Search the open campaigns that this person may see."""
    await ack(options=await campaigns_like(body, services))


async def on_submitted(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services, background: Background
) -> None:
    """Move it, and show it so; what is wrong is said beside the field by the error listener."""
    caller, memory = caller_of(body), DetailMemory.model_validate_json(body["view"]["private_metadata"])
    chosen = elements_of(body["view"])[Action.MOVE_TO].selected_option
    assert chosen is not None, "Slack hands in no form whose choice is missing"
    async with in_time():
        facts = await services.lists.one(caller.workspace_id, memory.request_id, person_id=caller.person_id)
        campaign, there = await services.campaigns.get(
            caller.workspace_id, CampaignId(chosen.value), person_id=caller.person_id, act=Act.MOVE
        )
        here = await services.campaigns.person(
            caller.workspace_id, facts.campaign_id, person_id=caller.person_id, act=Act.MOVE
        )
        await services.moving.move(
            caller.workspace_id, memory.request_id, to=campaign.id, person_here=here, person_there=there
        )
    await ack()

    async def draw() -> Block:
        moved = await services.lists.one(caller.workspace_id, memory.request_id, person_id=caller.person_id)
        note = f":arrow_right: {say('move.done', campaign=escaped(campaign.name))}"
        return draw_detail(moved, as_of=services.now(), note=note)

    show_below(body, draw, client=client, background=background)
