"""Signing off, refusing, and stopping what has not left: the buttons of cards and windows."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.policy import Act, Person
from bot.services import Services
from bot.words import say
from handlers.background import Background
from handlers.blocks import Block
from handlers.caller import Caller, caller_of
from handlers.manage.ids import View as ManageView
from handlers.manage.modal import DetailMemory, draw_detail
from handlers.saving import in_time, show_below
from handlers.signing.ids import Action
from handlers.signing.modal import RefusalMemory, draw_refusal
from handlers.views import elements_of, open_view, push_view, shown_by, update_view
from storage.ids import BatchId, RequestId, SignOffId


async def on_sign(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, respond: AsyncRespond, services: Services
) -> None:
    """Sign off what the button showed; the card follows by itself."""
    await ack()
    caller, (sign_off_id, seen) = caller_of(body), _pressed(body)
    person = await _person(sign_off_id, caller=caller, services=services)
    await services.deciding.sign(caller.workspace_id, sign_off_id, person=person, seen=seen)
    await _tell(f":white_check_mark: {say('signing.signed')}", body, client=client, respond=respond, services=services)


async def on_refuse(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Ask for the reason, where this person may refuse at all."""
    await ack()
    caller, (sign_off_id, _seen) = caller_of(body), _pressed(body)
    person = await _person(sign_off_id, caller=caller, services=services)
    await services.deciding.check(caller.workspace_id, sign_off_id, person=person)
    memory = RefusalMemory(sign_off_id=sign_off_id, request_id=_shown_request(body))
    opens = push_view if (body.get("view") or {}).get("type") == "modal" else open_view
    await opens(client, draw_refusal(memory), trigger_id=body["trigger_id"])


async def on_reason(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services, background: Background
) -> None:
    """Refuse, with the reason; what is wrong with it is said beside the field by the error listener."""
    caller, memory = caller_of(body), RefusalMemory.model_validate_json(body["view"]["private_metadata"])
    reason = elements_of(body["view"])[Action.REASON].value or ""
    async with in_time():
        person = await _person(memory.sign_off_id, caller=caller, services=services)
        await services.deciding.refuse(caller.workspace_id, memory.sign_off_id, person=person, reason=reason)
    await ack()
    request_id = memory.request_id
    if request_id is None:
        return

    async def draw() -> Block:
        facts = await services.lists.one(caller.workspace_id, request_id, person_id=caller.person_id)
        return draw_detail(facts, as_of=services.now())

    show_below(body, draw, client=client, background=background)


async def on_undo(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, respond: AsyncRespond, services: Services
) -> None:
    """Stop an ask or a revoke that has not left."""
    await ack()
    caller, request_id = caller_of(body), RequestId(body["actions"][0]["value"])
    facts = await services.lists.one(caller.workspace_id, request_id, person_id=caller.person_id)
    person = await services.campaigns.person(
        caller.workspace_id, facts.campaign_id, person_id=caller.person_id, act=Act.SEE
    )
    await services.holding.undo(caller.workspace_id, request_id, person=person)
    words = f":leftwards_arrow_with_hook: {say('signing.undone')}"
    await _tell(words, body, client=client, respond=respond, services=services)


async def on_undo_list(ack: AsyncAck, body: dict[str, Any], respond: AsyncRespond, services: Services) -> None:
    """Stop what of a list has not left."""
    await ack()
    caller, batch_id = caller_of(body), BatchId(body["actions"][0]["value"])
    campaign_id = await services.results.campaign_of(caller.workspace_id, batch_id)
    _campaign, person = await services.campaigns.get(caller.workspace_id, campaign_id, person_id=caller.person_id)
    await services.holding.undo_list(caller.workspace_id, batch_id, person=person)
    words = f":leftwards_arrow_with_hook: {say('signing.list_undone')}"
    await respond(text=words, response_type="ephemeral", replace_original=False)


def _pressed(body: dict[str, Any]) -> tuple[SignOffId, str]:
    """Return what the button is about, and the fingerprint of what it showed."""
    sign_off_id, _, seen = body["actions"][0]["value"].partition(":")
    return SignOffId(sign_off_id), seen


async def _person(sign_off_id: SignOffId, *, caller: Caller, services: Services) -> Person:
    row = await services.deciding.find(caller.workspace_id, sign_off_id)
    _campaign, person = await services.campaigns.get(caller.workspace_id, row.campaign_id, person_id=caller.person_id)
    return person


def _shown_request(body: dict[str, Any]) -> RequestId | None:
    view = body.get("view") or {}
    if view.get("callback_id") != ManageView.DETAIL:
        return None
    return DetailMemory.model_validate_json(view["private_metadata"]).request_id


async def _tell(
    words: str, body: dict[str, Any], *, client: AsyncWebClient, respond: AsyncRespond, services: Services
) -> None:
    """Answer where the button was: in the window, or under the card for this person only."""
    request_id = _shown_request(body)
    if request_id is None:
        await respond(text=words, response_type="ephemeral", replace_original=False)
        return
    caller = caller_of(body)
    facts = await services.lists.one(caller.workspace_id, request_id, person_id=caller.person_id)
    view = draw_detail(facts, as_of=services.now(), note=words)
    await update_view(client, view, shown=shown_by(body), is_ours=True)
