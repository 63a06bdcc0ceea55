"""The Home tab of one person; pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.connections.adopted import adopted_words
from bot.connections.facts import ProfileFacts
from bot.connections.overview import Fresh
from bot.permissions.facts import RequestFacts
from bot.words import say
from handlers import blocks
from handlers.home.ids import Action
from handlers.manage.ids import Action as ManageAction
from handlers.phrases import STATES, escaped, linked, moment, named
from handlers.profiles.health import line_of
from handlers.profiles.ids import Action as ProfilesAction
from storage.tables import Health

SHOWN = 15


def draw_home(
    *,
    waiting: Sequence[RequestFacts],
    failed: Sequence[RequestFacts],
    profiles: Sequence[ProfileFacts],
    fresh: Sequence[Fresh] = (),
    as_of: datetime,
) -> blocks.Block:
    """Draw what this person has open, what went wrong, and which profiles need somebody."""
    ask = blocks.button(say("home.ask"), action_id=Action.ASK, style="primary")
    drawn = [
        blocks.section(say("home.what_it_does")),
        blocks.actions([ask], block_id="home:ask"),
    ]
    show = blocks.button(say("home.profiles"), action_id=ProfilesAction.SHOW)
    sick = [each for each in profiles if each.needs_somebody or each.is_ending(now=as_of)]
    if not any(each.health is not Health.DISCONNECTED for each in profiles):
        drawn.append(blocks.section(f":warning: {say('home.no_profile')}", accessory=show))
    elif sick:
        lines = blocks.paragraphs([line_of(each, now=as_of) for each in sick[:SHOWN]])
        drawn += [_heading(say("home.sick_profiles")), *lines]
        drawn.append(blocks.actions([show], block_id="home:profiles"))
    if fresh:
        drawn.append(_heading(say("home.fresh_profiles")))
        drawn += blocks.paragraphs([f"{linked(each.name)}: {adopted_words(each.adopted)}." for each in fresh[:SHOWN]])
    drawn += _part(say("home.waiting"), waiting, empty=say("home.nobody_waits"))
    if failed:
        drawn += _part(say("home.failed"), failed, empty="")
    drawn.append(blocks.context(say("home.as_of", moment=moment(as_of))))
    return {"type": "home", "blocks": drawn[:100]}


def _heading(text: str) -> blocks.Block:
    return {"type": "header", "text": blocks.plain(text, 150)}


def _part(title: str, found: Sequence[RequestFacts], *, empty: str) -> list[blocks.Block]:
    drawn = [_heading(title)]
    if not found:
        return [*drawn, blocks.section(empty)]
    drawn += [_row(each) for each in found[:SHOWN]]
    if len(found) > SHOWN:
        drawn.append(blocks.context(say("home.more", count=len(found) - SHOWN)))
    return drawn


def _row(facts: RequestFacts) -> blocks.Block:
    state = STATES[facts.state]
    campaign = f" · {escaped(facts.campaign_name)}" if facts.campaign_name else ""
    return blocks.section(
        f"{state.icon} *{state.word}* · {linked(facts.creator_username)}{campaign} · {moment(facts.changed_at)}",
        accessory=blocks.button(
            say("manage.open"),
            action_id=ManageAction.INSPECT,
            value=facts.request_id,
            label=say("manage.open_label", creator=named(facts.creator_username)),
        ),
    )
