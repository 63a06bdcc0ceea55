"""Agreeing on a term, changing and renewing it: the buttons of cards and reminders, and the form."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import NotFound
from bot.policy import Act, Person
from bot.services import Services
from bot.words import say
from handlers.background import Background
from handlers.blocks import Block
from handlers.caller import Caller, caller_of
from handlers.manage.ids import View as ManageView
from handlers.manage.modal import draw_detail
from handlers.request.ids import Action as CardAction
from handlers.saving import in_time, show_below
from handlers.terms.ids import Action
from handlers.terms.modal import TermMemory, draw_term
from handlers.views import elements_of, open_view, push_view
from storage.ids import RequestId


async def on_term(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Open the form, filled in as the term is, or with a later day."""
    await ack()
    caller, pressed, view = caller_of(body), body["actions"][0], body.get("view") or {}
    memory = TermMemory(
        request_id=RequestId(pressed["value"]),
        is_renewal=pressed["action_id"] == CardAction.RENEW,
        is_over_detail=view.get("callback_id") == ManageView.DETAIL,
    )
    person = await _person(memory.request_id, caller=caller, services=services)
    offer = await services.agreeing.offer(caller.workspace_id, memory.request_id, person=person)
    opens = push_view if view.get("type") == "modal" else open_view
    await opens(client, draw_term(offer, memory=memory), trigger_id=body["trigger_id"])


async def on_submit(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services, background: Background
) -> None:
    """Keep the term; what is wrong with it is said beside the field by the error listener."""
    caller, memory = caller_of(body), TermMemory.model_validate_json(body["view"]["private_metadata"])
    until = elements_of(body["view"])[Action.UNTIL].selected_date
    async with in_time():
        person = await _person(memory.request_id, caller=caller, services=services)
        await services.agreeing.set(
            caller.workspace_id, memory.request_id, until=until, is_renewal=memory.is_renewal, person=person
        )
    await ack()
    if not memory.is_over_detail:
        return

    async def draw() -> Block:
        facts = await services.lists.one(caller.workspace_id, memory.request_id, person_id=caller.person_id)
        return draw_detail(facts, as_of=services.now())

    show_below(body, draw, client=client, background=background)


async def _person(request_id: RequestId, *, caller: Caller, services: Services) -> Person:
    facts = await services.lists.one(caller.workspace_id, request_id, person_id=caller.person_id)
    if facts.campaign_id is None:
        raise NotFound(say("withdraw.gone"))
    _campaign, person = await services.campaigns.get(
        caller.workspace_id, facts.campaign_id, person_id=caller.person_id, act=Act.SET_TERM
    )
    return person
