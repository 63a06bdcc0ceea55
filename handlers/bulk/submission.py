"""A list is brought, and then confirmed: errors beside their fields, and nothing acked before it is kept."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.batches.trying import Trial, Wish
from bot.bulk.encoding import LARGEST
from bot.bulk.refusals import Reason, Unreadable
from bot.bulk.table import Table, read_file, read_paste
from bot.errors import GreenlightError, NotAllowed, NotFound, Refused, WrongInput
from bot.letters.template import check_places, check_size
from bot.policy import Act
from bot.services import Services
from bot.words import say
from handlers.bulk.ids import Action, Block
from handlers.bulk.modal import draw_accepted, draw_reading, draw_trial
from handlers.caller import Caller, caller_of
from handlers.errors import error_view, explained, plain_words
from handlers.request.ids import Action as Request
from handlers.request.mailing import MAIL
from handlers.request.submission import LOOK_UP_SECONDS, nothing_accepted
from handlers.views import ByName, Element, elements_of, update_view
from storage.database import DatabaseDown
from storage.ids import BatchId, CampaignId, ProfileId

READ_SECONDS = 30.0
"""For a file to arrive."""
ACK_SECONDS = 2.0
"""What is known by then is the answer to the submission, for which Slack waits three seconds; what is not follows in a window."""


async def on_list(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Look the list through and show what would become of each row; a slow one in a window on top of the form, which stays."""
    looking = asyncio.ensure_future(_tried(body["view"], caller=caller_of(body), services=services))
    in_time, _late = await asyncio.wait({looking}, timeout=ACK_SECONDS)
    if not in_time:
        shown_as = f"import:{body['view']['id']}:{body['view']['hash']}"
        await ack(response_action="push", view={**draw_reading(), "external_id": shown_as})
        await _show(await looking, shown_as=shown_as, client=client)
        return
    outcome = looking.result()
    if isinstance(outcome, Trial):
        await ack(response_action="update", view=draw_trial(outcome))
        return
    errors = {block: await plain_words(words, client=client) for block, words in outcome.items()}
    await ack(response_action="errors", errors=errors)


async def _show(outcome: Trial | dict[str, str], *, shown_as: str, client: AsyncWebClient) -> None:
    """Show what a slow list came to, in the window that says it is read; over a form that keeps what was typed."""
    view = draw_trial(outcome) if isinstance(outcome, Trial) else error_view(Refused(" ".join(outcome.values())))
    await update_view(client, {**view, "external_id": shown_as}, shown=ByName(shown_as))


async def on_confirmed(ack: AsyncAck, body: dict[str, Any], services: Services) -> None:
    """Have the list carried out."""
    caller, batch_id = caller_of(body), BatchId(body["view"]["private_metadata"])
    try:
        batch = await services.carrying.tried(caller.workspace_id, batch_id)
        async with asyncio.timeout(LOOK_UP_SECONDS):
            _campaign, person = await services.campaigns.get(
                caller.workspace_id, batch.campaign_id, person_id=caller.person_id, act=Act.ASK
            )
        confirmed = await services.carrying.confirm(caller.workspace_id, batch_id, person=person)
    except (GreenlightError, DatabaseDown, TimeoutError) as error:
        await ack(response_action="push", view=error_view(explained(error)))
        return
    await ack(response_action="update", view=draw_accepted(confirmed))


async def _tried(view: Mapping[str, Any], *, caller: Caller, services: Services) -> Trial | dict[str, str]:
    elements = elements_of(view)
    campaign, profile = _chosen(elements, Request.CAMPAIGN), _chosen(elements, Request.PROFILE)
    message = (elements[Action.MESSAGE].value or "").strip() or None
    if campaign is None:
        return {Block.CAMPAIGN: say("form.wrong.no_campaign")}
    if profile is None:
        return {Block.PROFILE: say("form.wrong.no_profile")}
    by_mail = services.letters.is_mail_set_up and _chosen(elements, Request.TRAVEL) == MAIL
    wish = Wish(
        campaign_id=CampaignId(campaign),
        profile_id=ProfileId(profile),
        message=message,
        made_by=caller.person_id,
        sender="",
        by_mail=by_mail,
    )
    try:
        check_places(message or "", field=Block.MESSAGE)
        if not by_mail:
            check_size(message or "", field=Block.MESSAGE)
    except WrongInput as error:
        return {Block.MESSAGE: error.sentence}
    pasted, files = (elements[Action.PASTE].value or "").strip(), elements[Action.FILE].files
    if bool(pasted) is bool(files):
        return {Block.FILE: say("import.wrong.both")} if files else {Block.PASTE: say("import.wrong.neither")}
    field = Block.FILE if files else Block.PASTE
    try:
        table = await _uploaded(files[0].id, services=services) if files else read_paste(pasted)
        return await _judged(table, wish, caller=caller, services=services)
    except Unreadable as unreadable:
        return {field: unreadable_words(unreadable)}
    except NotAllowed as error:
        return {Block.CAMPAIGN: error.sentence}
    except NotFound as error:
        return {Block.PROFILE: error.sentence}
    except (GreenlightError, DatabaseDown, TimeoutError) as error:
        return {field: nothing_accepted(error)}


async def _judged(table: Table, wish: Wish, *, caller: Caller, services: Services) -> Trial:
    async with asyncio.timeout(LOOK_UP_SECONDS):
        _campaign, person = await services.campaigns.get(
            caller.workspace_id, wish.campaign_id, person_id=caller.person_id, act=Act.ASK
        )
        wish = replace(wish, sender=await services.people.name_of(caller.person_id))
    return await services.trying.look_through(caller.workspace_id, table, wish, person=person)


async def _uploaded(file_id: str, *, services: Services) -> Table:
    async with asyncio.timeout(READ_SECONDS):
        file = await services.slack.file(file_id)
        if file.size > LARGEST:
            raise Unreadable(Reason.TOO_LARGE)
        if not file.size:
            raise Unreadable(Reason.EMPTY)
        return read_file(await services.files.read(file.url, most=LARGEST))


def unreadable_words(unreadable: Unreadable) -> str:
    """Say why a list cannot be read, and what to do."""
    words = say(f"import.unreadable.{unreadable.reason}")
    return words if unreadable.row is None else say("import.at_row", words=words, row=unreadable.row)


def _chosen(elements: Mapping[str, Element], action_id: str) -> str | None:
    chosen = elements[action_id].selected_option if action_id in elements else None
    return chosen.value if chosen else None
