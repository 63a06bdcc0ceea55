"""The buttons of a letter: what was pressed is kept, and the entry they stand on follows by itself."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncAck

from bot.policy import Act, Person
from bot.services import Services
from handlers.caller import Caller, caller_of


async def on_mark_sent(ack: AsyncAck, body: dict[str, Any], services: Services) -> None:
    """Somebody sent it themselves."""
    await ack()
    caller, letter_id = caller_of(body), _letter_of(body)
    person = await _person(letter_id, caller=caller, services=services)
    await services.letters.mark_sent(caller.workspace_id, letter_id, person=person)


async def on_mark_all_sent(ack: AsyncAck, body: dict[str, Any], services: Services) -> None:
    """Somebody sent it themselves, to every creator that the entry names."""
    await ack()
    caller, letter_id = caller_of(body), _letter_of(body)
    person = await _person(letter_id, caller=caller, services=services)
    await services.letters.mark_all_sent(caller.workspace_id, letter_id, person=person)


async def on_mark_bounced(ack: AsyncAck, body: dict[str, Any], services: Services) -> None:
    """It came back to the team's inbox."""
    await ack()
    caller, letter_id = caller_of(body), _letter_of(body)
    person = await _person(letter_id, caller=caller, services=services)
    await services.letters.mark_bounced(caller.workspace_id, letter_id, person=person)


async def on_send_again(ack: AsyncAck, body: dict[str, Any], services: Services) -> None:
    """Somebody would rather have it arrive twice than not at all."""
    await ack()
    caller, letter_id = caller_of(body), _letter_of(body)
    person = await _person(letter_id, caller=caller, services=services)
    await services.letters.send_again(caller.workspace_id, letter_id, person=person)


def _letter_of(body: dict[str, Any]) -> str:
    return str(body["actions"][0]["value"])


async def _person(letter_id: str, *, caller: Caller, services: Services) -> Person:
    campaign_id = await services.letters.campaign_of(caller.workspace_id, letter_id)
    _campaign, person = await services.campaigns.get(
        caller.workspace_id, campaign_id, person_id=caller.person_id, act=Act.WRITE
    )
    return person
