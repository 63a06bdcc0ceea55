"""What a card says, and offers, of what waits for a second person or is held back for undoing; pure."""

from __future__ import annotations

from datetime import datetime

from bot.permissions.facts import RequestFacts
from bot.permissions.signing.rules import Matter
from bot.permissions.signing.waiting import SignOffFacts
from bot.permissions.status import State
from bot.words import say
from handlers import blocks
from handlers.phrases import clock_time_exactly, moment
from handlers.request.ids import Action


def waiting_words(sign_off: SignOffFacts) -> str:
    """Say what waits, for whom, and for how long."""
    who = sign_off.can_sign or say("signing.an_admin")
    until = moment(sign_off.expires_at)
    if sign_off.matter is Matter.REVOKE:
        words = say("signing.waits_revoke", asker=f"<@{sign_off.asked_by}>", people=who, moment=until)
    elif sign_off.is_of_list:
        words = say("signing.waits_list", people=who, moment=until)
    else:
        words = say("signing.waits", people=who, moment=until)
    return f":pencil2: {words}"


def held_words(leaves_at: datetime, *, is_revoke: bool) -> str:
    """Say when it leaves, and that it can be stopped until then."""
    time = clock_time_exactly(leaves_at)
    return f":stopwatch: {say('signing.revoke_leaves', time=time) if is_revoke else say('signing.leaves', time=time)}"


def pending_words(facts: RequestFacts) -> str:
    """Say in a few words, for a line of a list, what is under way that the state alone does not tell; empty for nothing."""
    if facts.leaves_at is not None:
        return say("signing.held")
    return say("signing.revoke_waits") if facts.sign_off is not None and facts.state is not State.SIGNING else ""


def sign_buttons(sign_off: SignOffFacts, *, about: str) -> list[blocks.Block]:
    """Return the buttons for the second person; `about` names what it is about, for a screen reader."""
    value = f"{sign_off.id}:{sign_off.content}"
    return [
        blocks.button(
            say("signing.sign"),
            action_id=Action.SIGN,
            value=value,
            style="primary",
            label=say("signing.sign_label", about=about),
        ),
        blocks.button(
            say("signing.refuse"), action_id=Action.REFUSE, value=value, label=say("signing.refuse_label", about=about)
        ),
    ]


def undo_button(value: str, *, about: str, is_list: bool = False) -> blocks.Block:
    """Return the button that stops what is held back."""
    action_id = Action.UNDO_LIST if is_list else Action.UNDO
    return blocks.button(
        say("signing.undo"), action_id=action_id, value=value, label=say("signing.undo_label", about=about)
    )


def take_back_button(value: str, *, about: str, is_list: bool = False) -> blocks.Block:
    """Return the button for who asked, while a second person has not decided."""
    action_id = Action.UNDO_LIST if is_list else Action.UNDO
    return blocks.button(
        say("signing.take_back"), action_id=action_id, value=value, label=say("signing.take_back_label", about=about)
    )
