"""Opening, pushing and changing modals, and reading what people filled in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any, TypeVar

from pydantic import BaseModel
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import Refused
from bot.slack.calls import code_of
from bot.words import say
from handlers.blocks import Block

MOST_LEFT_OUT = 1_000_000
Value = TypeVar("Value")

_GONE = frozenset({"hash_conflict", "not_found", "view_not_found", "no_permission"})
"""The person changed or closed the view meanwhile: what was to be shown is no news any more."""
# The reference and the guide spell these differently. https://docs.slack.dev/reference/methods/views.open
_LATE = frozenset(
    {"expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id", "trigger_expired", "trigger_exchanged"}
)


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A view that somebody looks at; `hash` names the version of it that we know."""

    id: str
    hash: str


@dataclass(frozen=True)
class ByName:
    """A view that an answer to Slack put there, which tells us no id: it is known by the external id we gave it."""

    external_id: str


class Words(BaseModel):
    """A text object."""

    text: str


class Chosen(BaseModel):
    """An option that was chosen."""

    text: Words
    value: str


class Picked(BaseModel):
    """A file that was handed over."""

    id: str


class Element(BaseModel):
    """The state of one element, whatever its kind."""

    value: str | None = None
    selected_option: Chosen | None = None
    selected_options: list[Chosen] = []
    selected_conversation: str | None = None
    selected_date: date | None = None
    selected_time: time | None = None
    selected_user: str | None = None
    selected_users: list[str] = []
    files: list[Picked] = []


def elements_of(view: Mapping[str, Any]) -> dict[str, Element]:
    """Read the state of a view by action id: block ids change when a field is filled anew, action ids never."""
    values = (view.get("state") or {}).get("values", {})
    return {action_id: Element.model_validate(state) for block in values.values() for action_id, state in block.items()}


def block_ids_of(view: Mapping[str, Any]) -> dict[str, str]:
    """Return which input block holds which action id: errors are shown by block."""
    return {block["element"]["action_id"]: block["block_id"] for block in view["blocks"] if block["type"] == "input"}


def understood(read: Callable[[str], Value], text: str) -> Value:
    """Read what an element of ours carries. Raises Refused for what this version did not write."""
    try:
        return read(text)
    except (KeyError, ValueError):
        raise outdated() from None


def offset_in(text: str) -> int:
    """Read how many rows a page leaves out; raises ValueError."""
    offset = int(text)
    if not 0 <= offset <= MOST_LEFT_OUT:
        raise ValueError(text)
    return offset


def outdated() -> Refused:
    """Say that a window or a message does not fit to this version, as after an upgrade."""
    return Refused(say("errors.outdated.happened"), todo=say("errors.outdated.todo"))


async def open_view(client: AsyncWebClient, view: Block, *, trigger_id: str) -> Opened:
    """Open a modal. Raises Refused when the trigger's three seconds are over."""
    try:
        opened = await client.views_open(trigger_id=trigger_id, view=view)
    except SlackApiError as error:
        raise _late_or(error) from None
    return Opened(id=opened["view"]["id"], hash=opened["view"]["hash"])


async def push_view(client: AsyncWebClient, view: Block, *, trigger_id: str) -> Opened:
    """Put a modal on top of the one that is open. Raises Refused when the trigger's three seconds are over."""
    try:
        opened = await client.views_push(trigger_id=trigger_id, view=view)
    except SlackApiError as error:
        raise _late_or(error) from None
    return Opened(id=opened["view"]["id"], hash=opened["view"]["hash"])


async def update_view(
    client: AsyncWebClient, view: Block, *, shown: Opened | ByName, is_ours: bool = False
) -> Opened | None:
    """Change a modal; None when the person changed or closed it meanwhile, which is nobody's error.

    `is_ours` leaves the hash out: for views that only we change.
    """
    if isinstance(shown, ByName):
        known = {"external_id": shown.external_id}
    else:
        known = {"view_id": shown.id} | ({} if is_ours else {"hash": shown.hash})
    try:
        updated = await client.views_update(view=view, **known)
    except SlackApiError as error:
        if code_of(error) in _GONE:
            return None
        raise
    return Opened(id=updated["view"]["id"], hash=updated["view"]["hash"])


def shown_by(body: Mapping[str, Any]) -> Opened:
    """Return the view that a payload came from."""
    return Opened(id=body["view"]["id"], hash=body["view"]["hash"])


def _late_or(error: SlackApiError) -> Exception:
    if code_of(error) not in _LATE:
        return error
    return Refused(say("window.late.happened"), why=say("window.late.why"), todo=say("window.late.todo"))
