"""The list of what stands where; pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.permissions.facts import RequestFacts
from bot.permissions.reading.lists import Page
from bot.permissions.status import LIVE, State
from bot.slack.calls import Words
from bot.words import say
from handlers import blocks
from handlers.manage.listing import ListMemory, list_button
from handlers.phrases import STATES, escaped, linked, moment, since
from handlers.request.pending import pending_words
from storage.ids import RequestId
from storage.tables import Health


def draw_status(
    page: Page, *, head: str, hint: str, links: Mapping[RequestId, str], memory: ListMemory, as_of: datetime
) -> Words:
    """Draw a line for each request, the newest change first; `head` says how many of what they are."""
    lines = blocks.fitting([_line(each, links) for each in page.rows])
    if page.after is not None or len(lines) < len(page.rows):
        head = f"{head}\n{say('status.first_listed', count=len(lines))}"
    if page.rows:
        head = f"{head}\n{summary(page.rows)}"
    drawn = [blocks.section(head), *blocks.paragraphs(lines)]
    small = [say("status.as_of", moment=moment(as_of))]
    if hint:
        small.append(hint)
    if page.rows:
        drawn.append(blocks.actions([list_button(say("status.in_window"), memory=memory)], block_id="status"))
        small.append(say("status.how_to_act"))
    return Words(text=head, blocks=[*drawn, blocks.context(*small)])


def summary(found: Sequence[RequestFacts]) -> str:
    """Count the states that occur."""
    numbers = Counter(each.state for each in found)
    return " · ".join(f"{STATES[state]}: {numbers[state]}" for state in State if numbers[state])


def _line(facts: RequestFacts, links: Mapping[RequestId, str]) -> str:
    state = STATES[facts.state]
    parts = [f"{state.icon} *{state.word}*", linked(facts.creator_username), linked(facts.profile_username)]
    if facts.campaign_name:
        parts.append(escaped(facts.campaign_name))
    parts.append(since(facts))
    if words := pending_words(facts):
        parts.append(words)
    elif facts.is_ending:
        parts.append(say("status.ending"))
    if facts.profile_health is Health.LOGIN_DEAD and facts.state in LIVE:
        parts.append(say("status.login_dead"))
    if link := links.get(facts.request_id):
        parts.append(f"<{link}|{say('phrases.card')}>")
    return " · ".join(parts)
