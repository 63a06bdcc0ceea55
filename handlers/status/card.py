"""The list of what stands where; pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.permissions.facts import RequestFacts
from bot.permissions.lists import MOST_LISTED
from bot.permissions.status import LIVE, State
from bot.slack.calls import Words
from bot.words import say
from handlers import blocks
from handlers.phrases import STATES, escaped, linked, moment
from storage.ids import RequestId
from storage.tables import Health


def draw_status(
    found: Sequence[RequestFacts], *, head: str, hint: str, links: Mapping[RequestId, str], as_of: datetime
) -> Words:
    """Draw a line for each request, the newest change first; `head` says how many of what they are."""
    if found:
        head = f"{head}\n{summary(found)}"
    lines = blocks.fitting([_line(each, links) for each in found])
    drawn = [blocks.section(head), *blocks.paragraphs(lines)]
    small = [say("status.as_of", moment=moment(as_of))]
    if len(found) >= MOST_LISTED or len(lines) < len(found):
        small.append(say("status.first_listed", count=len(lines)))
    if hint:
        small.append(hint)
    if found:
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
    parts.append(moment(facts.changed_at))
    if facts.is_ending:
        parts.append(say("status.ending"))
    if facts.profile_health is Health.LOGIN_DEAD and facts.state in LIVE:
        parts.append(say("status.login_dead"))
    if link := links.get(facts.request_id):
        parts.append(f"<{link}|{say('phrases.card')}>")
    return " · ".join(parts)
