"""The form is sent: check, accept durably, ack, and then show how it goes on."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.bulk.cells import read_address
from bot.creators.handles import read_handles
from bot.errors import GreenlightError, NotAllowed, NotFound, StorageDown, WrongInput
from bot.permissions.asking.ask import Ask
from bot.policy import Act
from bot.services import Services
from bot.words import say
from handlers.background import Background
from handlers.blocks import Block
from handlers.caller import Caller, caller_of
from handlers.errors import explained, plain_words
from handlers.links import card_links
from handlers.request.checks import wrong
from handlers.request.ids import Action
from handlers.request.memory import Form, read_form
from handlers.request.result import Asked, Submission, draw_result, is_settled
from handlers.request.template import message_of
from handlers.views import Opened, block_ids_of, shown_by, update_view
from storage.database import DatabaseDown
from storage.ids import RequestId

LOOK_UP_SECONDS = 1.5
"""For asking Slack who the person is: Slack waits three seconds for the ack, and accepting needs some of them."""
FIRST_LOOK_SECONDS = 1.0
LOOK_SECONDS = 0.5
LOOK_GROWTH = 1.3
LOOKS = 9
"""About fifteen seconds in all, each pause longer than the one before: many windows may be followed at once."""


async def on_submit(
    ack: AsyncAck,
    body: dict[str, Any],
    client: AsyncWebClient,
    services: Services,
    background: Background,
) -> None:
    """Accept the ask or say beside the field why not; nothing is acked before it is kept."""
    caller, form = caller_of(body), read_form(body["view"])
    refused = wrong(form, known=await _known(form, caller=caller, services=services))
    if not refused:
        outcome = await _accepted(form, caller=caller, submission_id=body["view"]["id"], services=services)
        if isinstance(outcome, Submission):
            await ack(response_action="update", view=draw_result(outcome, links={}))
            background.start(
                follow(outcome, shown=shown_by(body), caller=caller, client=client, services=services),
                name="the result of a submission",
            )
            return
        refused = outcome
    block_ids = block_ids_of(body["view"])
    errors = {
        block_ids.get(field, block_ids[Action.HANDLES]): await plain_words(words, client=client)
        for field, words in refused.items()
    }
    await ack(response_action="errors", errors=errors)


async def _accepted(
    form: Form, *, caller: Caller, submission_id: str, services: Services
) -> Submission | dict[Action, str]:
    """Have the ask accepted; otherwise say which field is to blame and why."""
    assert form.campaign_id is not None, "checked before"
    assert form.profile_id is not None, "checked before"
    creators = tuple(read_handles(form.handles).handles)
    try:
        async with asyncio.timeout(LOOK_UP_SECONDS):
            campaign, person = await services.campaigns.get(
                caller.workspace_id, form.campaign_id, person_id=caller.person_id, act=Act.ASK
            )
            sender = await services.people.name_of(caller.person_id)
    except (NotAllowed, NotFound) as error:
        return {Action.CAMPAIGN: error.sentence}
    except (GreenlightError, DatabaseDown, TimeoutError) as error:
        return {Action.HANDLES: nothing_accepted(error)}
    ask = Ask(
        submission_id=submission_id,
        profile_id=form.profile_id,
        campaign_id=form.campaign_id,
        creators=creators,
        message=message_of(form),
        sender=sender,
        by_mail=form.is_mailed,
        addresses=_addresses(form, creators),
        asked_by=caller.person_id,
        terms=dict.fromkeys(creators, form.until) if form.until else {},
    )
    try:
        accepted = await services.asking.accept(caller.workspace_id, ask, person=person)
        profile = await services.profiles.get(caller.workspace_id, form.profile_id)
    except WrongInput as error:
        return {Action.UNTIL: error.sentence}
    except NotAllowed as error:
        return {Action.CAMPAIGN: error.sentence}
    except NotFound as error:
        return {Action.PROFILE: error.sentence}
    except (GreenlightError, DatabaseDown) as error:
        return {Action.HANDLES: nothing_accepted(error)}
    return Submission(
        asked=[
            Asked(request_id=each.request.id, creator=each.request.creator_username, is_new=each.is_new)
            for each in accepted
        ],
        profile=profile.username if profile else "",
        campaign=campaign.name,
        channel_id=campaign.channel_id,
    )


async def _known(form: Form, *, caller: Caller, services: Services) -> Collection[str]:
    """Return of which creators an address is known, where that matters."""
    if not form.is_mailed:
        return ()
    try:
        return await services.letters.known(caller.workspace_id, read_handles(form.handles).handles)
    except DatabaseDown:  # accepting says so
        return ()


def _addresses(form: Form, creators: tuple[str, ...]) -> dict[str, str]:
    address = read_address(form.email) if form.is_mailed and form.email else None
    return {creators[0]: address} if address is not None else {}


def nothing_accepted(error: Exception) -> str:
    """Say plainly that nothing was accepted, and that trying again is safe."""
    words = explained(error)
    reason = f"{words.happened} {words.why}"
    if isinstance(words, StorageDown):  # says so itself
        return say("form.not_accepted", reason=reason)
    return say("form.nothing_accepted", reason=reason)


async def follow(
    submission: Submission, *, shown: Opened, caller: Caller, client: AsyncWebClient, services: Services
) -> None:
    """Keep the result view up to date for as long as somebody may be looking at it."""
    asked = [
        replace(each, is_hidden=not each.is_new and not await _is_seen(each, caller, services))
        for each in submission.asked
    ]
    submission = replace(submission, asked=asked)
    ours = [each.request_id for each in asked if not each.is_hidden]
    links: dict[RequestId, str] = {}
    drawn = None
    await asyncio.sleep(FIRST_LOOK_SECONDS)  # the ack with its loading view must reach Slack first
    for look in range(LOOKS):
        facts = {each.request_id: each for each in await services.lists.of_ids(caller.workspace_id, ours)}
        submission = replace(
            submission, asked=[replace(each, facts=facts.get(each.request_id)) for each in submission.asked]
        )
        links |= await card_links((each for each in facts.values() if each.request_id not in links), services=services)
        is_settled_now = is_settled(submission)
        view = draw_result(submission, links=links, is_over=look == LOOKS - 1)
        if view != drawn and not await _is_shown(view, shown=shown, client=client):
            return
        if is_settled_now:
            return
        drawn = view
        await asyncio.sleep(LOOK_SECONDS * LOOK_GROWTH**look)


async def _is_shown(view: Block, *, shown: Opened, client: AsyncWebClient) -> bool:
    """Show how it stands; False when nobody looks any more, or Slack has too many windows to change: the cards tell."""
    try:
        return await update_view(client, view, shown=shown, is_ours=True) is not None
    except SlackApiError:
        return False


async def _is_seen(asked: Asked, caller: Caller, services: Services) -> bool:
    """Tell whether the person may see a request that stood already: it may be a private campaign's."""
    try:
        await services.lists.one(caller.workspace_id, asked.request_id, person_id=caller.person_id)
    except GreenlightError:
        return False
    return True
