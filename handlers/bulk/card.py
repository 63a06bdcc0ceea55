"""The one card of a list: how far it is, and where its requests stand; pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from bot.batches.facts import BatchFacts
from bot.slack.calls import Words
from bot.words import say
from handlers import blocks
from handlers.bulk.ids import Action
from handlers.phrases import STATES, escaped, linked, moment, named, told
from handlers.request.card import draw_left_behind
from handlers.request.pending import held_words, sign_buttons, take_back_button, undo_button, waiting_words
from storage.batches import Outcome


def draw_batch(facts: BatchFacts, as_of: datetime) -> Words:
    """Draw a list as it stands at `as_of`; a card that was left behind says nothing of it any more."""
    if facts.is_left_behind:
        return draw_left_behind()
    icon = ":white_check_mark:" if facts.is_through else ":outbox_tray:"
    progress = say("import.card.progress", count=facts.wanted, sent=facts.sent)
    return Words(
        text=_summary(facts, progress),
        blocks=[
            blocks.section(f"{icon} *{say('import.card.title', count=facts.wanted)}* · {progress}"),
            blocks.fields(
                [
                    (say("card.profile"), linked(facts.profile_username)),
                    (say("card.campaign"), escaped(facts.campaign_name)),
                    (say("card.asked_by"), f"<@{facts.asked_by}> · {moment(facts.confirmed_at)}"),
                ]
            ),
            *_pending(facts),
            blocks.section("\n".join(_lines(facts)) or say("import.card.begins")),
            *_moved(facts),
            blocks.context(say("card.as_of", moment=moment(as_of)), say("import.card.thread")),
            blocks.actions(_buttons(facts), block_id=f"import:{facts.batch_id}"),
        ],
    )


def _pending(facts: BatchFacts) -> list[blocks.Block]:
    """Say what keeps the whole list: a second person, the while for undoing, or its end."""
    if facts.end_words is not None:
        return [blocks.section(f":no_entry_sign: {told(facts.end_words)}")]
    if facts.sign_off is not None:
        return [blocks.section(waiting_words(facts.sign_off))]
    if facts.leaves_at is not None and facts.sent < facts.wanted:
        return [blocks.section(held_words(facts.leaves_at, is_revoke=False))]
    return []


def _lines(facts: BatchFacts) -> Iterator[str]:
    for state, count in facts.states.items():
        yield f"{STATES[state]}: {count}"
    if count := facts.outcomes.get(Outcome.STOOD, 0):
        yield f":information_source: {say('import.card.stood', count=count)}"
    if count := facts.outcomes.get(Outcome.REFUSED, 0):
        yield f":warning: {say('import.card.refused', count=count)}"


def _moved(facts: BatchFacts) -> list[blocks.Block]:
    if facts.moved_to is None:
        return []
    return [blocks.section(f":arrow_right: {say('card.moved', channel=f'<#{facts.moved_to}>')}")]


def _buttons(facts: BatchFacts) -> list[blocks.Block]:
    buttons: list[blocks.Block] = []
    about = facts.campaign_name
    if facts.sign_off is not None:
        buttons += sign_buttons(facts.sign_off, about=about)
        buttons.append(take_back_button(facts.batch_id, about=about, is_list=True))
    elif facts.leaves_at is not None and facts.end_words is None and facts.sent < facts.wanted:
        buttons.append(undo_button(facts.batch_id, about=about, is_list=True))
    if facts.failed:
        buttons.append(blocks.button(say("import.card.failures"), action_id=Action.FAILURES, value=facts.batch_id))
    buttons.append(blocks.button(say("import.card.results"), action_id=Action.RESULTS, value=facts.batch_id))
    return buttons


def _summary(facts: BatchFacts, progress: str) -> str:
    """Say it all in one line: what a notification shows and a screen reader says."""
    states = ", ".join(f"{STATES[state].word}: {count}" for state, count in facts.states.items())
    parts = [say("import.card.title", count=facts.wanted), progress, states]
    parts.append(say("card.summary.profile", profile=named(facts.profile_username)))
    parts.append(say("card.summary.campaign", campaign=facts.campaign_name))
    return escaped(", ".join(part for part in parts if part))
