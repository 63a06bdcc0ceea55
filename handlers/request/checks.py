"""What can be wrong with a submission before anything is looked up; pure. The words stand beside the field."""

from __future__ import annotations

import re
from collections.abc import Collection

from bot.bulk.cells import read_address
from bot.creators.handles import LONGEST, Misread, Reading, read_handles
from bot.errors import WrongInput
from bot.letters.template import Place, Values, check_places, check_size, filled, in_braces
from bot.words import say
from handlers.phrases import cut
from handlers.request.ids import Action
from handlers.request.memory import Form
from handlers.request.modal import MOST_AT_ONCE
from handlers.request.template import message_of

NAMED_AT_MOST = 5


def wrong(form: Form, *, known: Collection[str] = ()) -> dict[Action, str]:
    """Return what is wrong, by field; empty when nothing is. `known` are the creators whose address is known."""
    reading = read_handles(form.handles)
    found = {
        Action.HANDLES: _handles_wrong(reading),
        Action.CAMPAIGN: None if form.campaign_id else say("form.wrong.no_campaign"),
        Action.PROFILE: None if form.profile_id else say("form.wrong.no_profile"),
        Action.MESSAGE: _message_wrong(form, reading, known=known),
        Action.EMAIL: _address_wrong(form, reading),
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


def _message_wrong(form: Form, reading: Reading, *, known: Collection[str]) -> str | None:
    """Say what is wrong with the message, as far as the form alone knows: the longest handle decides how long it gets."""
    message = message_of(form)
    if message is None:
        return None
    if len(reading.handles) > 1 and (creator := _one_named(message, reading)) is not None:
        return say("form.wrong.message_names_one", creator=creator, place=in_braces(Place.CREATOR))
    memory, longest = form.memory, max(reading.handles, key=len, default="x" * LONGEST)
    values = Values(
        creator=longest,
        profile=memory.profile.text.removeprefix("@") if memory.profile else "",
        campaign=memory.campaign.text if memory.campaign else "",
        sender="",
    )
    try:
        check_places(message, field=Action.MESSAGE)
        if not (
            form.is_mailed and (form.email or set(reading.handles) <= set(known))
        ):  # somebody gets a direct message
            check_size(filled(message, values), field=Action.MESSAGE)
    except WrongInput as error:
        return error.sentence
    return None


def _address_wrong(form: Form, reading: Reading) -> str | None:
    if not form.is_mailed or not form.email:
        return None
    if len(reading.handles) > 1:
        return say("form.wrong.one_address", count=len(reading.handles))
    return None if read_address(form.email) else say("form.wrong.no_address", typed=cut(form.email, 60))


def _one_named(message: str, reading: Reading) -> str | None:
    """Return the creator whose handle a message for several of them has in it; a handle that is any word needs its `@`."""
    for handle in reading.handles:
        mark = "@?" if re.search(r"[._]", handle) else "@"
        if re.search(rf"(?<![\w.]){mark}{re.escape(handle)}(?![\w])", message, re.IGNORECASE):
            return handle
    return None
