"""What a card and its thread say of the term: until when a permission may be used, and what to do at its end; pure."""

from __future__ import annotations

from datetime import datetime

from bot.permissions.facts import HistoryFacts, RequestFacts
from bot.permissions.record import TERM_ENDING, TERM_OVER
from bot.permissions.status import State
from bot.permissions.terms.agreeing import TERM_SET
from bot.permissions.terms.lasting import day_words
from bot.slack.calls import Words
from bot.words import say
from handlers import blocks
from handlers.phrases import LONGEST_QUOTE, escaped, linked, moment, named, told
from handlers.request.decisions import who
from handlers.request.ids import Action

HAVE_TERM = frozenset({State.WAITING, State.APPROVED})
"""States in which the card offers to agree on one."""


def term_fields(facts: RequestFacts) -> list[tuple[str, str]]:
    """Return the field of a card that says the last day of use; none where there is no end."""
    return [] if facts.until is None else [(say("term.field"), day_words(facts.until))]


def is_over(facts: RequestFacts, *, as_of: datetime) -> bool:
    """Tell whether somebody has to decide what becomes of a permission whose term has ended."""
    return facts.state is State.APPROVED and facts.ends_at is not None and as_of >= facts.ends_at


def over_words() -> str:
    """Say that the term is over, and that it is for people to decide."""
    return f":alarm_clock: {say('term.card_is_over')}"


def term_button(facts: RequestFacts) -> blocks.Block:
    """Return the button that agrees on a term, or changes it."""
    creator = named(facts.creator_username)
    if facts.until is None:
        text, label = say("term.set"), say("term.set_label", creator=creator)
    else:
        text, label = say("term.change"), say("term.change_label", creator=creator)
    return blocks.button(text, action_id=Action.TERM, value=facts.request_id, label=label)


def renew_button(facts: RequestFacts) -> blocks.Block:
    """Return the button that agrees on a later day."""
    label = say("term.renew_label", creator=named(facts.creator_username))
    return blocks.button(
        say("term.renew"), action_id=Action.RENEW, value=facts.request_id, style="primary", label=label
    )


def revoke_button(facts: RequestFacts) -> blocks.Block:
    """Return the button that takes a permission back, with the question that comes first."""
    creator = named(facts.creator_username)
    return blocks.button(
        say("card.revoke"),
        action_id=Action.REVOKE,
        value=facts.request_id,
        style="danger",
        label=say("card.revoke_label", creator=creator),
        confirm=blocks.confirmation(
            say("card.revoke_confirm.title"),
            text=say("card.revoke_confirm.text", creator=creator),
            confirm=say("card.revoke_confirm.yes"),
            deny=say("card.revoke_confirm.no"),
            is_danger=True,
        ),
    )


def term_news(history: HistoryFacts) -> Words | None:
    """Draw what a thread says of a term; None where the entry is about something else."""
    facts = history.request
    if history.tag == TERM_SET:
        line = f":calendar: {linked(facts.creator_username)} · {told(history.why)}"
        drawn = [blocks.section(line), blocks.context(moment(history.at), who(history))]
        return Words(text=escaped(f"{named(facts.creator_username)}: {history.why}"), blocks=drawn)
    if history.tag not in (TERM_ENDING, TERM_OVER):
        return None
    mention = f"<@{history.called}> " if history.called is not None else ""
    line = f":alarm_clock: {mention}{linked(facts.creator_username)} · {told(history.why)}"
    what = say("term.decide" if history.tag == TERM_OVER else "term.renew_or_revoke")
    pressable = [renew_button(facts), revoke_button(facts)]
    return Words(
        text=f"{mention}{escaped(f'{named(facts.creator_username)}: {history.why}', most=LONGEST_QUOTE)}",
        blocks=[
            blocks.section(f"{line}\n{what}"),
            blocks.actions(pressable, block_id=f"term:{facts.request_id}"),
            blocks.context(moment(history.at), who(history)),
        ],
    )
