"""The buttons of a comment, in messages and in the list, and the windows of a reply and of who looks after it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.services import Services
from handlers.blocks import Block
from handlers.caller import caller_of
from handlers.comments.ids import Action
from handlers.comments.list_actions import list_below, show_list
from handlers.comments.memory import FormMemory, Which
from handlers.comments.modal import draw_assign, draw_reply
from handlers.saving import in_time
from handlers.views import Opened, elements_of, open_view, push_view, shown_by, understood
from storage.comment_deeds import DeedKind
from storage.ids import PersonId

DrawForm = Callable[..., Block]


async def on_see(ack: AsyncAck) -> None:
    """Slack tells us of buttons that open pages, too."""
    await ack()


async def on_hide(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Hide a comment; its message follows by itself."""
    await ack()
    await _do(body, DeedKind.HIDE, client=client, services=services)


async def on_show(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Show a hidden comment again."""
    await ack()
    await _do(body, DeedKind.SHOW, client=client, services=services)


async def on_undo(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Stop what has not left; a reply that was typed is there again, to be changed."""
    await ack()
    caller, which, below = caller_of(body), _which(body), list_below(body)
    facts, text = await services.commenting.undo(
        caller.workspace_id, which.asset_id, which.comment_id, by=caller.person_id
    )
    if below is not None:
        await show_list(below, body, client, services, shown=shown_by(body))
    if text:
        opens = open_view if below is None else push_view
        await opens(client, draw_reply(facts, text=text, below=below), trigger_id=body["trigger_id"])


async def on_finish(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Note that nothing is left to be done."""
    await ack()
    caller, which = caller_of(body), _which(body)
    await services.assigning_comments.finish(caller.workspace_id, which.asset_id, which.comment_id, by=caller.person_id)
    await _follow(body, client, services)


async def on_answer(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Ask for the reply, where this person may reply at all."""
    await ack()
    await _open(body, client, services, draw=draw_reply)


async def on_assign(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Ask who looks after it, where this person may say so."""
    await ack()
    await _open(body, client, services, draw=draw_assign)


async def on_reply(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Reply; what is wrong with it is said beside the field by the error listener."""
    caller, memory = caller_of(body), _form_memory(body)
    text = elements_of(body["view"])[Action.TEXT].value or ""
    async with in_time():
        await services.commenting.want(
            caller.workspace_id, *memory.which, DeedKind.REPLY, by=caller.person_id, text=text
        )
    await ack()
    await _show_below(memory, body, client, services)


async def on_assigned(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Have the person look after it; who cannot is said beside the field."""
    caller, memory = caller_of(body), _form_memory(body)
    chosen = elements_of(body["view"])[Action.ASSIGNEE].selected_user
    async with in_time():
        await services.assigning_comments.assign(
            caller.workspace_id, *memory.which, to=PersonId(chosen) if chosen else None, by=caller.person_id
        )
    await ack()
    await _show_below(memory, body, client, services)


async def _do(body: dict[str, Any], kind: DeedKind, *, client: AsyncWebClient, services: Services) -> None:
    caller, which = caller_of(body), _which(body)
    await services.commenting.want(caller.workspace_id, which.asset_id, which.comment_id, kind, by=caller.person_id)
    await _follow(body, client, services)


async def _open(body: dict[str, Any], client: AsyncWebClient, services: Services, *, draw: DrawForm) -> None:
    caller, which, below = caller_of(body), _which(body), list_below(body)
    facts = await services.commenting.one(caller.workspace_id, which.asset_id, which.comment_id, by=caller.person_id)
    opens = open_view if below is None else push_view
    await opens(client, draw(facts, below=below), trigger_id=body["trigger_id"])


async def _follow(body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Show in the list what has been done there; a message follows by itself."""
    below = list_below(body)
    if below is not None:
        await show_list(below, body, client, services, shown=shown_by(body))


async def _show_below(memory: FormMemory, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    below = body["view"].get("previous_view_id")
    if memory.below is not None and below is not None:
        await show_list(memory.below, body, client, services, shown=Opened(id=below, hash=""), is_ours=True)


def _which(body: dict[str, Any]) -> Which:
    return understood(Which.read, body["actions"][0]["value"])


def _form_memory(body: dict[str, Any]) -> FormMemory:
    return understood(FormMemory.model_validate_json, body["view"]["private_metadata"])
