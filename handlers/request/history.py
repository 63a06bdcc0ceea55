"""The entries of a card's thread: what happened, what it means, what to do next."""

from __future__ import annotations

from collections.abc import Callable

from bot.campaigns.campaigns import filled
from bot.creators.handles import Misread, direct_message_url, read_handle
from bot.permissions.facts import HistoryFacts, RequestFacts
from bot.permissions.record import is_person
from bot.permissions.status import State
from bot.slack.calls import Words
from handlers import blocks
from handlers.phrases import LONGEST_QUOTE, STATES, escaped, linked, moment, named, told
from storage.tables import Origin

MESSAGE_PREPARED = "greenlight:message:prepared"
APPROVE_PATH = "Settings → Creator tools (or Business tools) → Partnership ads → Ad partners → Approve"
"""Where a creator approves when the message with the button is gone; help.instagram.com, partnership ads."""


def draw_history(history: HistoryFacts) -> Words:
    """Draw one entry of a thread."""
    if history.tag == MESSAGE_PREPARED:
        return _message(history.request)
    state = STATES[history.to_state]
    what, then = _said(history, name=linked)
    plainly, _then = _said(history, name=named)
    why = f"\n{told(history.why)}" if history.why else ""
    mention = f"<@{history.request.asked_by}> " if _is_for_asker(history) else ""
    called = f"{mention.strip()} · " if mention else ""
    line = f"{state.icon} *{state.word}* · {called}{what}{why}"
    return Words(
        text=f"{mention}{state.word}: {escaped(plainly, most=LONGEST_QUOTE * 2)}",
        blocks=[
            blocks.section(f"{line}\n*Next:* {then}" if then else line),
            blocks.context(moment(history.at), _who(history)),
        ],
    )


def _said(history: HistoryFacts, *, name: Callable[[str], str]) -> tuple[str, str]:
    """Return what happened and what to do next; `name` writes an account, as a link or plainly."""
    facts = history.request
    creator, profile = name(facts.creator_username), name(facts.profile_username)
    match history.to_state:
        case State.APPROVED if facts.origin is Origin.ADOPTED:
            return f"{creator}'s permission for {profile} was found at Meta.", "nothing: it can be used in ads now."
        case State.APPROVED:
            return (
                f"{creator} said yes to {profile}.",
                f"choose {creator} as the partner of the ad in Ads Manager (Partnership ad).",
            )
        case State.DECLINED:
            return (
                f"{creator} said no to {profile}. No ads can run under their handle.",
                f"write to them{_by_direct_message(facts)}, then press *Ask again* on the card.",
            )
        case State.REVOKED:
            gone = (
                f"The permission of {creator} for {profile} is gone: running ads under their handle pause, and no new "
                "ones can start."
            )
            if is_person(history.actor) is not None:
                return (
                    gone,
                    "look at the running ads in Ads Manager. If it was a mistake, press *Ask again* on the card.",
                )
            return (
                gone,
                f"look at the running ads in Ads Manager, write to the creator{_by_direct_message(facts)}, then press "
                "*Ask again* on the card.",
            )
        case State.FAILED:
            return (
                f"{creator} could not be asked by {profile}. Nothing is waiting at Meta.",
                "mend what is named above, then press *Ask again* on the card.",
            )
        case State.CANCELLED:
            return f"The request to {creator} was cancelled; they can no longer approve it.", ""
        case State.UNSURE:
            return (
                f"Greenlight does not know how the request to {creator} stands at Meta and is reading back.",
                "wait, or press *Check now* on the card. Do not ask a second time.",
            )
        case State.QUEUED | State.CHECKING | State.WAITING:
            return f"The request of {profile} to {creator} goes on.", ""


def _is_for_asker(history: HistoryFacts) -> bool:
    told_to = (State.APPROVED, State.DECLINED, State.REVOKED, State.FAILED)
    return history.request.asked_by is not None and history.to_state in told_to


def _by_direct_message(facts: RequestFacts) -> str:
    if isinstance(read_handle(facts.creator_username), Misread):
        return ""
    return f" (<{direct_message_url(facts.creator_username)}|direct message>)"


def _who(history: HistoryFacts) -> str:
    person = is_person(history.actor)
    if person is not None:
        return f"By <@{person}>"
    return "Read from Meta's list" if history.actor == "meta" else "By Greenlight"


def _message(facts: RequestFacts) -> Words:
    """Hand the optional message over to a person: it was prepared, and nobody has sent it."""
    creator = named(facts.creator_username)
    text = filled(
        facts.message or "",
        creator=facts.creator_username,
        profile=facts.profile_username,
        campaign=facts.campaign_name or "",
    )
    head = f":envelope: *A message for {linked(facts.creator_username)} is prepared, not sent.* Meta's request carries no text."
    steps = [
        "*To send it:*",
        "1. Copy the text above.",
        f"2. Open Instagram as {named(facts.profile_username)}: {_tap_path(facts)}",
        "3. Paste, and tap *Send*.",
        f"If {creator} cannot find the request: {APPROVE_PATH}.",
    ]
    return Words(
        text=escaped(f"A message for {creator} is prepared, not sent: {text}", most=LONGEST_QUOTE * 3),
        blocks=[blocks.section(head), blocks.quoted(text), blocks.section("\n".join(steps))],
    )


def _tap_path(facts: RequestFacts) -> str:
    by_hand = (
        f"in the app, tap search, type {escaped(facts.creator_username, most=100)}, open the profile, tap *Message*."
    )
    if isinstance(read_handle(facts.creator_username), Misread):
        return by_hand
    return f"<{direct_message_url(facts.creator_username)}|direct message to @{facts.creator_username}>; or {by_hand}"
