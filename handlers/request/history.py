"""The entries of a card's thread: what happened, what it means, what to do next."""

from __future__ import annotations

from collections.abc import Callable

from bot.campaigns.template import filled
from bot.creators.handles import Misread, direct_message_url, read_handle
from bot.permissions.facts import HistoryFacts, RequestFacts
from bot.permissions.record import MESSAGE_PREPARED, RENAMED, is_person
from bot.permissions.status import State
from bot.slack.calls import Words
from bot.words import say
from handlers import blocks
from handlers.phrases import LONGEST_QUOTE, STATES, escaped, linked, moment, named, told
from handlers.request.decisions import decision, who
from storage.tables import Origin


def draw_history(history: HistoryFacts) -> Words:
    """Draw one entry of a thread."""
    if history.tag == MESSAGE_PREPARED:
        return _message(history.request)
    if history.tag == RENAMED:
        return _renamed(history)
    if (decided := decision(history)) is not None:
        return decided
    state = STATES[history.to_state]
    what, then = _said(history, name=linked)
    plainly, _then = _said(history, name=named)
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


def _said(history: HistoryFacts, *, name: Callable[[str], str]) -> tuple[str, str]:
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
        case State.SIGNING | State.QUEUED | State.CHECKING | State.WAITING:
            return say("history.goes_on", creator=creator, profile=profile), ""


def _is_called(history: HistoryFacts) -> bool:
    told_to = (State.APPROVED, State.DECLINED, State.REVOKED, State.FAILED, State.UNSIGNED)
    return history.called is not None and history.to_state in told_to


def _after_a_no(facts: RequestFacts) -> str:
    message = _direct_message(facts, called=say("history.direct_message"))
    return say("history.declined_next", message=message) if message else say("history.declined_next_by_hand")


def _after_revoking(history: HistoryFacts) -> str:
    if is_person(history.actor) is not None:
        return say("history.revoked_by_us_next")
    message = _direct_message(history.request, called=say("history.direct_message"))
    return say("history.revoked_next", message=message) if message else say("history.revoked_next_by_hand")


def _direct_message(facts: RequestFacts, *, called: str) -> str | None:
    """Link to a direct message to the creator; None where only the creator's id is known."""
    if isinstance(read_handle(facts.creator_username), Misread):
        return None
    return f"<{direct_message_url(facts.creator_username)}|{called}>"


def _renamed(history: HistoryFacts) -> Words:
    """Tell that the creator is called otherwise by now."""
    drawn = [blocks.section(f":label: {told(history.why)}"), blocks.context(moment(history.at), who(history))]
    return Words(text=escaped(history.why), blocks=drawn)


def _message(facts: RequestFacts) -> Words:
    """Hand the optional message over to a person: it was prepared, and nobody has sent it."""
    creator = named(facts.creator_username)
    text = filled(
        facts.message or "",
        creator=facts.creator_username,
        profile=facts.profile_username,
        campaign=facts.campaign_name or "",
    )
    head = say("history.message.prepared", creator=linked(facts.creator_username))
    steps = [
        say("history.message.to_send_it"),
        say("history.message.copy"),
        say("history.message.open", profile=named(facts.profile_username), way=_tap_path(facts)),
        say("history.message.paste"),
        say("history.message.not_found", creator=creator),
    ]
    return Words(
        text=escaped(say("history.message.summary", creator=creator, message=text), most=LONGEST_QUOTE * 3),
        blocks=[blocks.section(f":envelope: {head}"), blocks.quoted(text), blocks.section("\n".join(steps))],
    )


def _tap_path(facts: RequestFacts) -> str:
    by_hand = say("history.message.by_hand", creator=escaped(facts.creator_username, most=100))
    link = _direct_message(facts, called=say("history.direct_message_to", creator=facts.creator_username))
    return say("history.message.by_link_or_hand", link=link, by_hand=by_hand) if link else by_hand
