"""What a creator has to do, and the way to tell them, in a window: ready to copy."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.letters.status import MARKABLE
from bot.permissions.facts import RequestFacts
from bot.services import Services
from bot.words import say
from handlers import blocks
from handlers.caller import caller_of
from handlers.letters.card import steps_by_hand
from handlers.manage.ids import View
from handlers.phrases import linked, named
from handlers.views import push_view
from storage.ids import RequestId


def draw_instructions(facts: RequestFacts, *, text: str) -> blocks.Block:
    """Draw where the creator approves, a message to them if there is one, and how it is brought to them."""
    creator = linked(facts.creator_username)
    approving = say("instructions.for_creator", profile=named(facts.profile_username))
    drawn = [blocks.section(say("instructions.where", creator=creator)), blocks.quoted(approving)]
    if text:
        drawn += [blocks.section(say("instructions.message", creator=creator)), blocks.quoted(text)]
    drawn.append(blocks.section("\n".join(steps_by_hand(facts))))
    if facts.letter is not None and facts.letter.state in MARKABLE:
        drawn.append(blocks.context(say("instructions.then_mark")))
    return blocks.modal(say("instructions.title"), drawn, callback_id=View.INSTRUCTIONS)


async def on_instructions(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Put them over the request's window."""
    await ack()
    caller, request_id = caller_of(body), RequestId(body["actions"][0]["value"])
    facts = await services.lists.one(caller.workspace_id, request_id, person_id=caller.person_id)
    text = await services.letters.to_copy(caller.workspace_id, request_id, by=caller.person_id)
    await push_view(client, draw_instructions(facts, text=text), trigger_id=body["trigger_id"])
