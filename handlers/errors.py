"""The one error listener: says what went wrong where the person is, from the error's own sentence."""

from __future__ import annotations

import asyncio
import logging
import re
import secrets
from collections.abc import Mapping
from typing import Any

import aiohttp
from pydantic import ValidationError
from slack_bolt.async_app import AsyncAck, AsyncBoltContext, AsyncRespond
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import GreenlightError, StorageDown, WrongInput
from bot.services import Services
from bot.slack.calls import BUSY_CODES, Words, code_of
from bot.slack.errors import SlackBusy, SlackError, SlackRefused
from bot.words import say
from handlers import blocks
from handlers.caller import caller_of
from handlers.phrases import told
from handlers.views import block_ids_of, open_view, outdated, push_view
from storage.database import DatabaseDown

log = logging.getLogger(__name__)

ERROR_VIEW = "error"
ACK_NOTICED_SECONDS = 0.05
NAME_SECONDS = 0.3
"""For each name: Slack waits three seconds for the whole answer."""
_MENTION = re.compile(r"<@(?P<person>[UW][A-Z0-9]+)>")
_CHANNEL = re.compile(r"<#[CG][A-Z0-9]+>")
_GROUP = re.compile(r"<!subteam\^(?P<group>S[A-Z0-9]+)>")


def explained(error: Exception) -> GreenlightError:
    """Give any error the words for the person who meets it."""
    match error:
        case SlackBusy():
            return _slack_silent(error.why)
        case GreenlightError():
            return error
        case DatabaseDown():
            return storage_down(error.reason)
        case SlackApiError():
            code = code_of(error)
            if not code or code in BUSY_CODES:
                return _slack_silent(say("errors.slack_silent.trouble"))
            return SlackRefused(code, method=say("errors.what_was_asked"))
        case ValidationError():  # what a window or a button of ours keeps was written by another version
            return outdated()
        case SlackClientError() | aiohttp.ClientError() | TimeoutError() | OSError():
            return _slack_silent(say("errors.slack_silent.late"))
        case _:
            reference = secrets.token_hex(4)
            log.error("an error nobody expected, reference %s", reference, exc_info=error)
            return GreenlightError(
                say("errors.unexpected.happened"),
                why=say("errors.unexpected.why", reference=reference),
                todo=say("errors.unexpected.todo"),
            )


def storage_down(reason: str) -> StorageDown:
    """Say that the database took nothing."""
    return StorageDown(
        say("errors.storage.happened"), why=say(f"errors.storage.{reason}"), todo=say("errors.storage.todo")
    )


def _slack_silent(why: str) -> SlackError:
    # A listener tries nothing again by itself, as durable work does: the person can.
    return SlackError(say("errors.slack_silent.happened"), why=why, todo=say("errors.slack_silent.todo"))


async def answer(
    error: Exception,
    body: dict[str, Any],
    ack: AsyncAck,
    context: AsyncBoltContext,
    respond: AsyncRespond,
    client: AsyncWebClient,
    services: Services,
) -> BoltResponse | None:
    """Tell the person what went wrong, where they are; an answer to Slack is given where none was yet."""
    words = explained(error)
    if not isinstance(error, GreenlightError):
        log.warning("%s while answering %s", type(error).__name__, body.get("type") or body.get("command"))
    is_acked = ack.response is not None
    if is_acked:
        # Bolt forgets an ack when its listener fails before the ack was noticed; it looks every 10 ms.
        await asyncio.sleep(ACK_NOTICED_SECONDS)
    match body.get("type"):
        case "view_submission" if not is_acked:
            return await _beside_field(words, body, ack, client)
        case "block_suggestion":
            return None if is_acked else await ack(options=[])
        case "view_submission" | "view_closed":
            await _write(services, body, words)
        case "block_actions" if body.get("view"):
            await _in_window(words, body, client, services)
        case "shortcut":
            await _write(services, body, words)
        case "event_callback":
            pass  # nobody asked for anything; it is in the log
        case _ if context.response_url:
            await respond(text=told(words.sentence), response_type="ephemeral", replace_original=False)
    return None if is_acked else await ack()


async def plain_words(sentence: str, *, client: AsyncWebClient) -> str:
    """Write a sentence for a place that takes plain text only: people by name, commands without marks."""
    for person in dict.fromkeys(_MENTION.findall(sentence)):
        try:
            async with asyncio.timeout(NAME_SECONDS):
                told_of = (await client.users_info(user=person))["user"]
        except (SlackClientError, aiohttp.ClientError, TimeoutError, OSError):
            name = say("errors.somebody")
        else:
            name = told_of.get("profile", {}).get("display_name") or told_of.get("real_name") or told_of["name"]
        sentence = sentence.replace(f"<@{person}>", f"@{name}")
    if _GROUP.search(sentence):
        handles = await _handles_of_groups(client)
        sentence = _GROUP.sub(lambda group: handles.get(group["group"], say("errors.that_group")), sentence)
    return _CHANNEL.sub(say("errors.that_channel"), sentence).replace("`", "")


async def _handles_of_groups(client: AsyncWebClient) -> dict[str, str]:
    try:
        async with asyncio.timeout(NAME_SECONDS):
            groups = (await client.usergroups_list())["usergroups"]
    except (SlackClientError, aiohttp.ClientError, TimeoutError, OSError):
        return {}
    return {str(group["id"]): f"@{group['handle']}" for group in groups}


def error_view(error: GreenlightError) -> blocks.Block:
    """Draw a modal that says what went wrong; what was filled in below it stays."""
    parts = [told(part) for part in (error.happened, error.why, error.todo) if part]
    return blocks.modal(
        say("errors.title"),
        [blocks.section(f":warning: *{parts[0]}*"), *(blocks.section(part) for part in parts[1:])],
        callback_id=ERROR_VIEW,
        close=say("errors.back"),
    )


async def _beside_field(
    error: GreenlightError, body: Mapping[str, Any], ack: AsyncAck, client: AsyncWebClient
) -> BoltResponse:
    """Put the error beside its field, or the first one, or over a form that has none: what was typed is kept."""
    inputs = block_ids_of(body["view"])
    if not inputs:  # there is no field to put it beside
        return await ack(response_action="push", view=error_view(error))
    field = error.field if isinstance(error, WrongInput) else ""
    named = [block_id for action_id, block_id in inputs.items() if field and field in action_id]
    sentence = await plain_words(error.sentence, client=client)
    return await ack(response_action="errors", errors={[*named, *inputs.values()][0]: sentence})


async def _in_window(
    error: GreenlightError, body: Mapping[str, Any], client: AsyncWebClient, services: Services
) -> None:
    """Put the error over the window it is about; what was filled in there stays."""
    opens = push_view if body["view"].get("type") == "modal" else open_view
    try:
        await opens(client, error_view(error), trigger_id=body["trigger_id"])
    except (GreenlightError, SlackClientError, aiohttp.ClientError, TimeoutError, OSError):
        await _write(services, body, error)  # too late for a window


async def _write(services: Services, body: Mapping[str, Any], error: GreenlightError) -> None:
    """Where nothing else reaches the person: a direct message."""
    try:
        await services.slack.write_to(
            caller_of(body).person_id, Words(text=told(error.sentence)), key=f"error:{secrets.token_hex(8)}"
        )
    except SlackError as failure:
        log.warning("nobody could be told: %s", failure)
