"""What can be wrong with a submission before anything is looked up; pure. The words stand beside the field."""

from __future__ import annotations

from bot.campaigns.template import check_message, filled
from bot.creators.handles import LONGEST, Misread, Reading, read_handles
from bot.errors import WrongInput
from bot.words import say
from handlers.phrases import cut
from handlers.request.ids import Action
from handlers.request.memory import Form
from handlers.request.modal import MOST_AT_ONCE
from handlers.request.template import CREATOR, message_for

NAMED_AT_MOST = 5


def wrong(form: Form) -> dict[Action, str]:
    """Return what is wrong, by field; empty when nothing is."""
    reading = read_handles(form.handles)
    found = {
        Action.HANDLES: _handles_wrong(reading),
        Action.CAMPAIGN: None if form.campaign_id else say("form.wrong.no_campaign"),
        Action.PROFILE: None if form.profile_id else say("form.wrong.no_profile"),
        Action.MESSAGE: _message_wrong(form, reading),
    }
    return {field: words for field, words in found.items() if words}


def misread_words(misread: tuple[Misread, ...]) -> str:
    """Name what could not be read, each with why."""
    named = [say("form.wrong.entry", typed=cut(each.typed, 60), reason=each.why) for each in misread[:NAMED_AT_MOST]]
    entries, more = "; ".join(named), len(misread) - NAMED_AT_MOST
    if more > 0:
        return say("form.wrong.misread_and_more", count=len(misread), entries=entries, more=more)
    return say("form.wrong.misread", count=len(misread), entries=entries)


def _handles_wrong(reading: Reading) -> str | None:
    if reading.misread:
        return misread_words(tuple(reading.misread))
    if not reading.handles:
        return say("form.wrong.no_handle")
    over = len(reading.handles) - MOST_AT_ONCE
    if over > 0:
        return say("form.wrong.too_many", count=len(reading.handles), most=MOST_AT_ONCE, over=over)
    return None


def _message_wrong(form: Form, reading: Reading) -> str | None:
    message = message_for(form, creators=tuple(reading.handles))
    if message is None:
        return None
    filled_for = form.memory.filled_for
    if len(reading.handles) > 1 and filled_for is not None and filled_for in message:
        return say("form.wrong.message_names_one", creator=filled_for, place=CREATOR)
    longest = max(reading.handles, key=len, default="x" * LONGEST)
    try:
        check_message(filled(message, creator=longest, profile="", campaign=""), field=Action.MESSAGE)
    except WrongInput as error:
        return error.sentence
    return None
