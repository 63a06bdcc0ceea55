"""The entries of a card's thread: what happened, what it means, what to do next."""

from __future__ import annotations

from collections.abc import Callable

from bot.permissions.facts import HistoryFacts, RequestFacts
from bot.permissions.record import LETTERS_BEGIN, MOVED, NUDGED_BY_PERSON, RENAMED, is_person
from bot.permissions.status import State
from bot.slack.calls import Words
from bot.words import say
from handlers import blocks
from handlers.letters.card import direct_message, draw_letter, draw_news
from handlers.letters.several import draw_letters
from handlers.phrases import LONGEST_QUOTE, STATES, escaped, linked, moment, named, told
from handlers.request.decisions import decision, who
from handlers.request.term import term_news
from storage.tables import Origin


def draw_history(history: HistoryFacts) -> Words:
    """Draw one entry of a thread."""
    if history.letter is not None:
        if history.tag in LETTERS_BEGIN:
            if history.together:
                return draw_letters(history.together, called=history.called)
            by = is_person(history.actor) if history.tag == NUDGED_BY_PERSON else None
            return draw_letter(history.request, history.letter, by=by, called=history.called)
        return draw_news(history, history.letter)
    if history.tag == RENAMED:
        return _renamed(history)
    if history.tag == MOVED:
        return _moved(history)
    if (decided := decision(history) or term_news(history)) is not None:
        return decided
    state = STATES[history.to_state]
    what, then = happened(history, name=linked)
    plainly, _then = happened(history, name=named)
    why = f"\n{told(history.why)}" if history.why else ""
    mention = f"<@{history.called}> " if _is_called(history) else ""
    called = f"{mention.strip()} · " if mention else ""
    line = f"{state.icon} *{state.word}* · {called}{what}{why}"
    return Words(
        text=f"{mention}{state.word}: {escaped(plainly, most=LONGEST_QUOTE * 2)}",
        blocks=[
            blocks.section(f"{line}\n{say('history.next', what=then)}" if then else line),
            blocks.context(moment(history.at), who(history)),
        ],
    )


def happened(history: HistoryFacts, *, name: Callable[[str], str]) -> tuple[str, str]:
    """Return what happened and what to do next; `name` writes an account, as a link or plainly."""
    facts = history.request
    creator, profile = name(facts.creator_username), name(facts.profile_username)
    match history.to_state:
        case State.APPROVED if facts.origin is Origin.ADOPTED:
            return say("history.adopted", creator=creator, profile=profile), say("history.adopted_next")
        case State.APPROVED:
            said_yes = say("history.approved", creator=creator, profile=profile)
            return said_yes, say("history.approved_next", creator=creator)
        case State.DECLINED:
            return say("history.declined", creator=creator, profile=profile), _after_a_no(facts)
        case State.REVOKED:
            return say("history.revoked", creator=creator, profile=profile), _after_revoking(history)
        case State.FAILED:
            return say("history.failed", creator=creator, profile=profile), say("history.failed_next")
        case State.CANCELLED:
            return say("history.cancelled", creator=creator), ""
        case State.UNSIGNED:
            return say("history.unsigned", creator=creator), say("history.unsigned_next")
        case State.UNSURE:
            return say("history.unsure", creator=creator), say("history.unsure_next")
        case State.WAITING:
            return say("history.waiting", creator=creator, profile=profile), ""
        case State.SIGNING | State.QUEUED | State.CHECKING:
            return say("history.goes_on", creator=creator, profile=profile), ""


def _is_called(history: HistoryFacts) -> bool:
    told_to = (State.APPROVED, State.DECLINED, State.REVOKED, State.FAILED, State.UNSIGNED)
    return history.called is not None and history.to_state in told_to


def _after_a_no(facts: RequestFacts) -> str:
    message = direct_message(facts, called=say("history.direct_message"))
    return say("history.declined_next", message=message) if message else say("history.declined_next_by_hand")


def _after_revoking(history: HistoryFacts) -> str:
    if is_person(history.actor) is not None:
        return say("history.revoked_by_us_next")
    message = direct_message(history.request, called=say("history.direct_message"))
    return say("history.revoked_next", message=message) if message else say("history.revoked_next_by_hand")


def _moved(history: HistoryFacts) -> Words:
    """Tell in the channel of the campaign that it has come to where it stands."""
    facts = history.request

    def said(name: Callable[[str], str]) -> str:
        creator, profile = name(facts.creator_username), name(facts.profile_username)
        return say("move.here", creator=creator, profile=profile, state=say(f"state.within.{facts.state}"))

    drawn = [blocks.section(f":arrow_right: {said(linked)}"), blocks.context(moment(history.at), who(history))]
    return Words(text=escaped(said(named)), blocks=drawn)


def _renamed(history: HistoryFacts) -> Words:
    """Tell that the creator is called otherwise by now."""
    drawn = [blocks.section(f":label: {told(history.why)}"), blocks.context(moment(history.at), who(history))]
    return Words(text=escaped(history.why), blocks=drawn)
