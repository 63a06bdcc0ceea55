"""Letters to several creators of a list in one entry of its thread: whom to write to, the text, and how; pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.letters.facts import LetterFacts
from bot.letters.status import BY_HAND, MARKABLE
from bot.letters.writing import HAND_OFF
from bot.permissions.facts import RequestFacts
from bot.slack.calls import Words
from bot.words import say
from handlers import blocks
from handlers.letters.card import LETTER_STATES, direct_message
from handlers.letters.ids import Action
from handlers.phrases import LONGEST_QUOTE, escaped, linked, moment, named
from storage.ids import PersonId
from storage.letters import LetterState

NAMES_IN_LINE = 10
"""A line is not cut within a link."""

Told = Sequence[tuple[RequestFacts, LetterFacts]]


def draw_letters(told: Told, *, called: PersonId | None = None) -> Words:
    """Draw the entry that follows them all; `called` is mentioned while somebody has to send one."""
    facts, letter = told[0]
    left = [each for each, theirs in told if theirs.state in BY_HAND]
    mention = f"<@{called}> " if called is not None and left else ""
    waited_for = sum(theirs.state is not LetterState.DROPPED for _each, theirs in told)
    is_over_to_you = letter.purpose == HAND_OFF
    head = say("nudge.several_over_to_you" if is_over_to_you else "nudge.several_wait", count=waited_for)
    drawn = [
        blocks.section(f":bell: {mention}{head}"),
        blocks.quoted(letter.text),
        *blocks.paragraphs([*_states(told)]),
    ]
    if left:
        steps = [
            say("history.message.to_send_it"),
            say("history.message.copy"),
            say("nudge.several_open", profile=named(facts.profile_username)),
            say("history.message.paste"),
            say("nudge.several_then_mark"),
        ]
        drawn.append(blocks.section("\n".join(steps)))
    if any(theirs.state in MARKABLE for _each, theirs in told):
        button = blocks.button(say("letter.mark_all_sent"), action_id=Action.MARK_ALL_SENT, value=letter.id)
        drawn.append(blocks.actions([button], block_id=f"letters:{letter.id}"))
    drawn.append(blocks.context(moment(max(theirs.changed_at for _each, theirs in told))))
    names = escaped(", ".join(named(each.creator_username) for each, _theirs in told), most=LONGEST_QUOTE)
    return Words(text=f"{mention}{head} {names}", blocks=drawn)


def _states(told: Told) -> Iterator[str]:
    """Name the creators, by how the letters to them stand: whom to write to first, each with the way there."""
    for state in LetterState:
        theirs = [each for each, letter in told if letter.state is state]
        if not theirs:
            continue
        shown, is_left = LETTER_STATES[state], state in BY_HAND
        ways = [direct_message(each, called=named(each.creator_username)) if is_left else None for each in theirs]
        names = [way or linked(each.creator_username) for way, each in zip(ways, theirs, strict=True)]
        yield f"{shown.icon} *{shown.word}* · {len(theirs)}"
        for begin in range(0, len(names), NAMES_IN_LINE):
            yield ", ".join(names[begin : begin + NAMES_IN_LINE])
