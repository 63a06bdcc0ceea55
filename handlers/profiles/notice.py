"""Direct messages about logins: what a sign-in brought, a login that ends, one that was given up; pure."""

from __future__ import annotations

from typing import assert_never

from bot.connections.adopted import adopted_words
from bot.connections.facts import AdoptedFacts, ConnectedFacts, LeftFacts, NoticeFacts, ReconnectFacts
from bot.connections.notices import Ending
from bot.slack.calls import Words
from bot.words import all_of, say
from handlers import blocks
from handlers.phrases import escaped, linked, moment, named, told
from handlers.profiles.ids import Action
from storage.tables import Kind

MOST_NAMED = 20


def draw_notice(facts: NoticeFacts) -> Words:
    """Draw a message."""
    match facts:
        case ConnectedFacts():
            return _connected(facts)
        case ReconnectFacts():
            return _reconnect(facts)
        case LeftFacts():
            return _left(facts)
        case _:
            assert_never(facts)


def _connected(facts: ConnectedFacts) -> Words:
    text = say("profiles.notice.connected", count=len(facts.profiles))
    lines = [_adopted(each) for each in facts.profiles]
    return Words(
        text=f"{text} {' '.join(_plain_adopted(each) for each in facts.profiles[:MOST_NAMED])}",
        blocks=[
            blocks.section(f":white_check_mark: *{text}*"),
            *blocks.paragraphs(blocks.fitting(lines)),
            blocks.context(say("profiles.notice.next")),
        ],
    )


def _adopted(facts: AdoptedFacts) -> str:
    name = linked(facts.name) if facts.kind is Kind.INSTAGRAM else escaped(facts.name, most=200)
    return f"{name}: {_found(facts)}."


def _plain_adopted(facts: AdoptedFacts) -> str:
    name = named(facts.name) if facts.kind is Kind.INSTAGRAM else facts.name
    return f"{escaped(name)}: {_found(facts)}."


def _found(facts: AdoptedFacts) -> str:
    if facts.kind is Kind.PAGE:
        return say("connect.adopted.page")
    return say("connect.adopted.reading") if facts.adopted is None else adopted_words(facts.adopted)


def _reconnect(facts: ReconnectFacts) -> Words:
    names = all_of([escaped(named(each), most=100) for each in facts.profiles[:MOST_NAMED]])
    head = _ending(facts, names=names)
    whose = say("profiles.notice.yours") if facts.is_yours else _whose(facts)
    drawn = [blocks.section(f":calendar: *{head}*" if isinstance(facts.when, int) else f":no_entry: *{head}*")]
    if facts.words and not isinstance(facts.when, int):
        drawn.append(blocks.section(told(facts.words, most=900)))
    drawn.append(blocks.section(f"{whose} {say('profiles.notice.stops')}"))
    again = blocks.button(
        say("profiles.reconnect"), action_id=Action.SHOW, value=facts.profile_id or "-", style="primary"
    )
    drawn.append(blocks.actions([again], block_id="reconnect"))
    return Words(text=f"{head} {whose}", blocks=drawn)


def _ending(facts: ReconnectFacts, *, names: str) -> str:
    if facts.when is Ending.REMOVED:
        return say("profiles.notice.removed", profiles=names)
    if facts.when is Ending.DEAD or facts.when == 0:
        return say("profiles.notice.dead", profiles=names)
    end = moment(facts.ends_at) if facts.ends_at is not None else ""
    return say("profiles.notice.ends", profiles=names, moment=end)


def _whose(facts: ReconnectFacts) -> str:
    name = escaped(facts.name, most=200) or say("profiles.nameless")
    if facts.granted_by is None:
        return say("profiles.notice.pasted")
    return say("profiles.notice.somebodys", name=name, person=f"<@{facts.granted_by}>")


def _left(facts: LeftFacts) -> Words:
    names = all_of([escaped(named(each), most=100) for each in facts.profiles])
    if facts.is_given_back:
        words = say("profiles.notice.given_back", profiles=names)
    elif facts.is_shared:
        words = say("profiles.notice.shared", profiles=names)
    else:
        words = say("profiles.notice.not_given_back", profiles=names)
    return Words(text=words, blocks=[blocks.section(words)])
