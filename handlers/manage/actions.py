"""The buttons of a request, on its card and in the manage window."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import GreenlightError, NotFound, Refused
from bot.permissions.facts import RequestFacts
from bot.permissions.status import State
from bot.policy import Act
from bot.services import Services
from bot.words import say
from handlers.background import Background
from handlers.caller import Caller, caller_of
from handlers.manage.modal import draw_detail
from handlers.phrases import STATES, clock_time, linked, told, within
from handlers.request.ids import Action as CardAction
from handlers.request.opening import open_form
from handlers.views import open_view, push_view, shown_by, update_view
from storage.ids import RequestId
from storage.letters import LetterState

LOOK_SECONDS = 0.5
LONG_LOOKS, LATE_LOOKS = 10, 240
"""After so many somebody is told that it takes long, and after so many more nobody waits there: they look at the card."""


async def on_inspect(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Open one request of a list."""
    await ack()
    facts = await _facts(body, caller_of(body), services)
    opens = push_view if (body.get("view") or {}).get("type") == "modal" else open_view
    await opens(client, draw_detail(facts, as_of=services.now()), trigger_id=body["trigger_id"])


async def on_check_now(
    ack: AsyncAck,
    body: dict[str, Any],
    client: AsyncWebClient,
    respond: AsyncRespond,
    services: Services,
    background: Background,
) -> None:
    """Have Meta's list read at once, and tell what it says."""
    await ack()
    caller = caller_of(body)
    before = await _facts(body, caller, services)
    await services.campaigns.person(caller.workspace_id, before.campaign_id, person_id=caller.person_id, act=Act.CHECK)
    nonce = f"{body['actions'][0]['action_ts']}:{before.request_id}"
    look = await services.syncing.look_now(caller.workspace_id, before.profile_id, nonce=nonce)
    background.start(
        _tell_when_read(before, look, body=body, caller=caller, client=client, respond=respond, services=services),
        name="check now",
    )


async def on_withdraw(
    ack: AsyncAck,
    body: dict[str, Any],
    client: AsyncWebClient,
    respond: AsyncRespond,
    services: Services,
    background: Background,
) -> None:
    """Take a request back, or a permission: only what the button said, should the state have changed since."""
    await ack()
    caller = caller_of(body)
    facts = await _facts(body, caller, services)
    is_revoke = body["actions"][0]["action_id"] == CardAction.REVOKE
    if is_revoke != (facts.state is State.APPROVED):
        raise Refused(
            say("withdraw.changed.happened", creator=facts.creator_username, state=within(facts.state)),
            todo=say("withdraw.changed.todo"),
        )
    wish = Act.REVOKE if is_revoke else Act.CANCEL
    person = await services.campaigns.person(
        caller.workspace_id, facts.campaign_id, person_id=caller.person_id, act=wish
    )
    await services.withdrawing.accept(caller.workspace_id, facts.request_id, person=person, wish=wish)
    doing = say("manage.revoking" if is_revoke else "manage.cancelling", creator=linked(facts.creator_username))
    await _tell(f":hourglass: {doing}", body=body, caller=caller, client=client, respond=respond, services=services)
    if body.get("view"):  # a card follows by itself
        background.start(
            _show_when_withdrawn(facts.request_id, body=body, caller=caller, client=client, services=services),
            name="withdrawing",
        )


async def on_ask_again(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services, background: Background
) -> None:
    """Open the form as it was filled for this request."""
    await ack()
    caller = caller_of(body)
    facts = await _facts(body, caller, services)
    is_in_modal = (body.get("view") or {}).get("type") == "modal"
    await open_form(
        caller,
        trigger_id=body["trigger_id"],
        client=client,
        services=services,
        background=background,
        handles=f"@{facts.creator_username}",
        campaign_id=facts.campaign_id,
        profile_id=facts.profile_id,
        open_with=push_view if is_in_modal else open_view,
    )


async def on_nudge(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, respond: AsyncRespond, services: Services
) -> None:
    """Write to the creator again, now."""
    await ack()
    caller = caller_of(body)
    facts = await _facts(body, caller, services)
    if facts.campaign_id is None:
        raise NotFound(say("withdraw.gone"))
    _campaign, person = await services.campaigns.get(
        caller.workspace_id, facts.campaign_id, person_id=caller.person_id, act=Act.NUDGE
    )
    letter = await services.chasing.nudge_now(caller.workspace_id, facts.request_id, person=person)
    by_mail, creator = letter.state is LetterState.SENDING, linked(facts.creator_username)
    words = say("nudge.done.by_mail" if by_mail else "nudge.done.by_hand", creator=creator)
    await _tell(f":bell: {words}", body=body, caller=caller, client=client, respond=respond, services=services)


async def on_same_person(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, respond: AsyncRespond, services: Services
) -> None:
    """Ask the account that has a handle now: somebody says that it is the creator they mean."""
    await ack()
    caller = caller_of(body)
    facts = await _facts(body, caller, services)
    person = await services.campaigns.person(
        caller.workspace_id, facts.campaign_id, person_id=caller.person_id, act=Act.ASK
    )
    accepted = await services.asking.confirm_account(caller.workspace_id, facts.request_id, person=person)
    words = say("manage.account_asked" if accepted.is_new else "manage.account_stands", creator=facts.creator_username)
    icon = ":outbox_tray:" if accepted.is_new else ":information_source:"
    await _tell(f"{icon} {words}", body=body, caller=caller, client=client, respond=respond, services=services)


async def _facts(body: dict[str, Any], caller: Caller, services: Services) -> RequestFacts:
    request_id = RequestId(body["actions"][0]["value"])
    return await services.lists.one(caller.workspace_id, request_id, person_id=caller.person_id)


async def _tell_when_read(
    before: RequestFacts,
    look: str,
    *,
    body: dict[str, Any],
    caller: Caller,
    client: AsyncWebClient,
    respond: AsyncRespond,
    services: Services,
) -> None:
    """Say what the reading brought as soon as it is over; after five seconds that it takes long, and wait on."""
    for waited in range(LONG_LOOKS + LATE_LOOKS):
        await asyncio.sleep(LOOK_SECONDS)
        if await services.syncing.has_looked(look):
            facts = await services.lists.one(caller.workspace_id, before.request_id, person_id=caller.person_id)
            words = _read_words(before, facts, as_of=services.now())
            await _tell(words, body=body, caller=caller, client=client, respond=respond, services=services)
            return
        if waited == LONG_LOOKS - 1:
            words = f":hourglass: {say('manage.slow')}"
            await _tell(words, body=body, caller=caller, client=client, respond=respond, services=services)


async def _show_when_withdrawn(
    request_id: RequestId, *, body: dict[str, Any], caller: Caller, client: AsyncWebClient, services: Services
) -> None:
    """Let the window follow until the request was taken back or Meta refused, for two minutes."""
    for _look in range(LONG_LOOKS + LATE_LOOKS):
        await asyncio.sleep(LOOK_SECONDS)
        facts = await services.lists.one(caller.workspace_id, request_id, person_id=caller.person_id)
        if not facts.is_ending:  # a change of state is not awaited: a reading may write one down that is none
            view = draw_detail(facts, as_of=services.now())
            await update_view(client, view, shown=shown_by(body), is_ours=True)
            return


def _read_words(before: RequestFacts, facts: RequestFacts, *, as_of: datetime) -> str:
    if facts.profile_health_words:
        return f":warning: {say('manage.unreadable', reason=told(facts.profile_health_words or ''))}"
    icon, time = STATES[facts.state].icon, clock_time(facts.last_checked_at or as_of)
    if facts.state is before.state:
        return f"{icon} {say('manage.checked_the_same', time=time, state=within(facts.state))}"
    words = say("manage.checked_changed", time=time, state=within(facts.state), before=within(before.state))
    return f"{icon} {words}"


async def _tell(
    words: str,
    *,
    body: dict[str, Any],
    caller: Caller,
    client: AsyncWebClient,
    respond: AsyncRespond,
    services: Services,
) -> None:
    """Answer where the button was: in the window, or under the card for this person only."""
    if not body.get("view"):
        await respond(text=words, response_type="ephemeral", replace_original=False)
        return
    try:
        facts = await _facts(body, caller, services)
    except GreenlightError:
        return
    view = draw_detail(facts, as_of=services.now(), note=words)
    await update_view(client, view, shown=shown_by(body), is_ours=True)
