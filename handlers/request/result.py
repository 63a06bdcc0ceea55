"""What the form turns into once the ask is accepted: first that it is under way, then a line for each creator; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.permissions.facts import RequestFacts
from bot.permissions.status import State
from bot.words import say
from handlers import blocks
from handlers.phrases import STATES, escaped, linked, told
from handlers.request.ids import View
from handlers.request.pending import held_words
from storage.ids import ChannelId, RequestId
from storage.tables import Health

_UNDER_WAY = frozenset({State.QUEUED, State.CHECKING})


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One creator of a submission.

    `facts` is None until it was read, and where the person may not see the request, which `is_hidden` says once known.
    """

    request_id: RequestId
    creator: str
    is_new: bool
    is_hidden: bool = False
    facts: RequestFacts | None = None


@dataclass(frozen=True, kw_only=True)
class Submission:
    """What was accepted: which profile asks whom, and where the cards go."""

    asked: Sequence[Asked]
    profile: str
    campaign: str
    channel_id: ChannelId


def draw_result(submission: Submission, *, links: Mapping[RequestId, str], is_over: bool = False) -> blocks.Block:
    """Draw how far the submission is. `is_over` says that this window will not follow it any further."""
    lines = [_line(each, links) for each in submission.asked]
    drawn = [blocks.section(_head(submission)), *blocks.paragraphs(lines)]
    if is_over and not is_settled(submission):
        drawn.append(blocks.context(say("result.rest_follows")))
    title = say("result.title" if any(each.is_new for each in submission.asked) else "result.title_of_none")
    return blocks.modal(title, drawn, callback_id=View.RESULT)


def is_settled(submission: Submission) -> bool:
    """Tell whether every creator was asked, or could not be, and every card stands."""
    return all(
        each.facts is None
        or (
            each.facts.state not in (*_UNDER_WAY, State.UNSURE)
            and (each.facts.card_ts is not None or each.facts.campaign_id is None)
        )
        for each in submission.asked
    )


def _head(submission: Submission) -> str:
    """Say whom this submission asks; who was asked before is not counted."""
    new = [each.creator for each in submission.asked if each.is_new]
    profile, campaign = linked(submission.profile), escaped(submission.campaign)
    if not new:
        return f":information_source: {say('result.nothing_sent', profile=profile, campaign=campaign)}"
    channel = f"<#{submission.channel_id}>"
    if len(new) == 1:
        words = say("result.asking_one", creator=linked(new[0]), profile=profile, campaign=campaign, channel=channel)
    else:
        words = say("result.asking_several", count=len(new), profile=profile, campaign=campaign, channel=channel)
    return f":outbox_tray: {words}"


def _line(asked: Asked, links: Mapping[RequestId, str]) -> str:
    if asked.facts is None:
        state = STATES[State.QUEUED]
        if asked.is_new:
            return f"{state.icon} *{state.word}* · {linked(asked.creator)}"
        creator = linked(asked.creator)
        words = say("result.asked_already_elsewhere" if asked.is_hidden else "result.asked_already", creator=creator)
        return f":information_source: {words}"
    facts = asked.facts
    state = STATES[facts.state]
    parts = [f"{state.icon} *{state.word}*", linked(facts.creator_username)]
    if not asked.is_new:
        by = f"<@{facts.asked_by}>" if facts.asked_by else None
        parts.append(say("result.asked_already_by", person=by) if by else say("result.asked_already_here"))
    if facts.state_words:
        parts.append(told(facts.state_words, most=400))
    if facts.profile_health is Health.LOGIN_DEAD and facts.state in _UNDER_WAY:
        parts.append(say("result.login_dead", profile=linked(facts.profile_username)))
    if facts.leaves_at is not None:
        parts.append(held_words(facts.leaves_at, is_revoke=False))
    if link := links.get(facts.request_id):
        parts.append(f"<{link}|{say('phrases.card')}>")
    return " · ".join(parts)
