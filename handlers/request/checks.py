"""What can be wrong with a submission before anything is looked up; pure. The words stand beside the field."""

from __future__ import annotations

from bot.campaigns.campaigns import check_message, filled
from bot.creators.handles import LONGEST, Misread, Reading, read_handles
from bot.errors import WrongInput
from handlers.phrases import counted, cut
from handlers.request.ids import Action
from handlers.request.memory import Form
from handlers.request.modal import MOST_AT_ONCE
from handlers.request.template import message_for

NAMED_AT_MOST = 5
NO_CAMPAIGN = "Choose a campaign: its channel hears the answer. Make one with /partnership campaign."
NO_PROFILE = (
    "Choose a sending profile. If none is listed, whoever runs Greenlight connects one: "
    "greenlight profiles add --ig-id … --username … --token-stdin"
)


def wrong(form: Form) -> dict[Action, str]:
    """Return what is wrong, by field; empty when nothing is."""
    reading = read_handles(form.handles)
    found = {
        Action.HANDLES: _handles_wrong(reading),
        Action.CAMPAIGN: None if form.campaign_id else NO_CAMPAIGN,
        Action.PROFILE: None if form.profile_id else NO_PROFILE,
        Action.MESSAGE: _message_wrong(form, reading),
    }
    return {field: words for field, words in found.items() if words}


def misread_words(misread: tuple[Misread, ...]) -> str:
    """Name what could not be read, each with why."""
    named = [f"“{cut(each.typed, 60)}”: {each.why}" for each in misread[:NAMED_AT_MOST]]
    rest = len(misread) - NAMED_AT_MOST
    more = f" And {rest} more." if rest > 0 else ""
    return f"{counted(len(misread), 'entry is', 'entries are')} not a handle. {'; '.join(named)}.{more}"


def _handles_wrong(reading: Reading) -> str | None:
    if reading.misread:
        return misread_words(tuple(reading.misread))
    if not reading.handles:
        return "Type at least one creator's handle, for example @maya.makes."
    over = len(reading.handles) - MOST_AT_ONCE
    if over > 0:
        return (
            f"These are {len(reading.handles)} different handles; at most {MOST_AT_ONCE} can be asked in one go. "
            f"Take {over} out, and ask them next."
        )
    return None


def _message_wrong(form: Form, reading: Reading) -> str | None:
    message = message_for(form, creators=tuple(reading.handles))
    if message is None:
        return None
    filled_for = form.memory.filled_for
    if len(reading.handles) > 1 and filled_for is not None and filled_for in message:
        return f"The message names {filled_for}, and you ask several creators. Write {{creator}} in its place."
    longest = max(reading.handles, key=len, default="x" * LONGEST)
    try:
        check_message(filled(message, creator=longest, profile="", campaign=""), field=Action.MESSAGE)
    except WrongInput as error:
        return error.sentence
    return None
