"""The history of one request in a window, newest first; drawn from facts, and turned page by page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.letters.writing import WITH_THE_ASK
from bot.permissions.asking.ask import ACCOUNT_CONFIRMED
from bot.permissions.facts import HistoryFacts
from bot.permissions.reading.past import PAST_SHOWN, PastPage
from bot.permissions.record import LETTERS_BEGIN, MOVED, RENAMED, TERM_ENDING, TERM_OVER
from bot.permissions.terms.agreeing import TERM_SET
from bot.services import Services
from bot.words import say
from handlers import blocks
from handlers.caller import caller_of
from handlers.letters.card import LETTER_STATES, letter_words
from handlers.manage.ids import Action, View
from handlers.manage.modal import DetailMemory
from handlers.phrases import STATES, Shown, linked, moment, told, within
from handlers.request.decisions import decided_words, who
from handlers.request.history import happened
from handlers.views import push_view, shown_by, update_view
from storage.ids import RequestId

WISHES: Mapping[str, Shown] = {
    "person:request:asked": Shown(icon=":pencil:", key="past.asked"),
    "person:request:cancel-asked": Shown(icon=":leftwards_arrow_with_hook:", key="past.cancel_asked"),
    "person:request:revoke-asked": Shown(icon=":rotating_light:", key="past.revoke_asked"),
    "person:request:revoke-undone": Shown(icon=":leftwards_arrow_with_hook:", key="past.revoke_undone"),
    "person:request:revoke-taken-back": Shown(icon=":leftwards_arrow_with_hook:", key="past.revoke_taken_back"),
    ACCOUNT_CONFIRMED: Shown(icon=":bust_in_silhouette:", key="past.account_confirmed"),
    MOVED: Shown(icon=":arrow_right:", key="past.moved"),
}
"""What people did that changed no state by itself."""
TELLING_BY_THEMSELVES = {
    RENAMED: ":label:",
    TERM_SET: ":calendar:",
    TERM_ENDING: ":alarm_clock:",
    TERM_OVER: ":alarm_clock:",
}
"""Entries whose words say it all."""


def draw_past(page: PastPage) -> blocks.Block:
    """Draw a page of what happened to a request."""
    facts = page.request
    state = STATES[facts.state]
    drawn = [blocks.section(f"{linked(facts.creator_username)} · {linked(facts.profile_username)} · {state}")]
    for entry in page.entries:
        drawn += [blocks.section(_line(entry)), blocks.context(moment(entry.at), who(entry))]
    turns = []
    if page.skipped:
        newer = max(page.skipped - PAST_SHOWN, 0)
        turns.append(blocks.button(say("past.newer"), action_id=Action.NEWER, value=str(newer)))
    if page.is_more:
        older = page.skipped + PAST_SHOWN
        turns.append(blocks.button(say("past.older"), action_id=Action.OLDER, value=str(older)))
    if turns:
        drawn.append(blocks.actions(turns, block_id="pages"))
    memory = DetailMemory(request_id=facts.request_id).model_dump_json()
    return blocks.modal(say("past.title"), drawn, callback_id=View.PAST, memory=memory)


async def on_past(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Put the history over the request's window."""
    await ack()
    request_id = RequestId(body["actions"][0]["value"])
    view = draw_past(await _page(body, request_id, services=services))
    await push_view(client, view, trigger_id=body["trigger_id"])


async def on_past_page(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Turn a page."""
    await ack()
    memory = DetailMemory.model_validate_json(body["view"]["private_metadata"])
    page = await _page(body, memory.request_id, services=services, skip=int(body["actions"][0]["value"]))
    await update_view(client, draw_past(page), shown=shown_by(body))


async def _page(body: dict[str, Any], request_id: RequestId, *, services: Services, skip: int = 0) -> PastPage:
    caller = caller_of(body)
    return await services.past.page(caller.workspace_id, request_id, person_id=caller.person_id, skip=skip)


def _line(entry: HistoryFacts) -> str:
    """Say one thing that happened, without what was to be done next: that was then."""
    why = f"\n{told(entry.why)}" if entry.why else ""
    creator = linked(entry.request.creator_username)
    if (icon := TELLING_BY_THEMSELVES.get(entry.tag)) is not None:
        return f"{icon} {told(entry.why)}"
    if entry.letter is not None:
        state = LETTER_STATES[entry.letter.state]
        is_nudge = entry.tag in LETTERS_BEGIN and entry.letter.purpose != WITH_THE_ASK
        nudge = f":bell: {say('past.nudge')}\n" if is_nudge else ""
        return f"{nudge}{state.icon} *{state.word}* · {letter_words(entry.letter, creator=creator)}{why}"
    if (wish := WISHES.get(entry.tag)) is not None:
        return f"{wish}" if entry.tag == ACCOUNT_CONFIRMED else f"{wish}{why}"  # the why of that one is an id
    if (decided := decided_words(entry, name=creator)) is not None:
        icon, words = decided
        return f"{icon} {words}{why}"
    if entry.is_the_same:
        return f"{STATES[entry.to_state].icon} {say('past.the_same', state=within(entry.to_state))}{why}"
    what, _next = happened(entry, name=linked)
    return f"{STATES[entry.to_state].icon} *{STATES[entry.to_state].word}* · {what}{why}"
